"""A conference of the small pack's round: a hall, the rooms of its districts, and somebody in each seat."""

from datetime import timedelta

from django.utils import timezone

from giaoban.records.models import AgendaItem, Conference, Delegate, Person, Site
from tests.factories import sessions
from tests.factories.packs import ROUND

KEY = "conference-2023"
#: e-mail address · name · post · seat · site (empty for the hall)
DELEGATES = (
    ("chair@centre.example", "Trần Thị Chủ", "Chair of the board", "chair", ""),
    ("clerk@centre.example", "Lê Văn Ghi", "Clerk", "clerk", ""),
    ("hall@centre.example", "Phạm Văn Sảnh", "Head of a department", "delegate", ""),
    ("north@north.example", "Nguyễn Thị Hà", "Chair of North", "delegate", "north"),
    ("south@south.example", "Vũ Văn Nam", "Chair of South", "delegate", "south"),
    ("guest@centre.example", "Đỗ Thị Khách", "Guest", "observer", ""),
    ("teller-1@centre.example", "Kiểm Phiếu Một", "Teller", "teller", ""),
    ("teller-2@centre.example", "Kiểm Phiếu Hai", "Teller", "teller", ""),
)
ITEMS = (("Opening", 10), ("Report on the year", 20), ("Opinions", 60), ("Conclusion", 30))


def conference(stage: str = "convened", key: str = KEY) -> Conference:
    """Return a conference on the round of the small pack, with its delegates as people who may sign in."""
    begins_at = timezone.now() + timedelta(days=10)
    found = Conference.objects.create(
        key=key, round_id=ROUND, title="Review of 2023", stage=stage, begins_at=begins_at,
        ends_at=begins_at + timedelta(hours=4), place="Hall A", telephone="1900 0000", by="tester",
        at=timezone.now(),
    )  # fmt: skip
    sites = {
        unit_key: Site.objects.create(conference=found, unit_key=unit_key, name=name, number=number)
        for number, (unit_key, name) in enumerate((("", "Hall A"), ("north", "North"), ("south", "South")))
    }
    for number, (email, name, post, seat, unit_key) in enumerate(DELEGATES, 1):
        Delegate.objects.create(
            conference=found, site=sites[unit_key], email=email, name=name, post=post, seat=seat,
            precedence=number, badge=f"{key}-{number}",
        )  # fmt: skip
        _person(email, name, unit_key)
    for number, (title, minutes) in enumerate(ITEMS, 1):
        AgendaItem.objects.create(conference=found, number=number, title=title, minutes=minutes)
    return found


def person(seat: str, unit_key: str = "") -> Person:
    """Return the first person who sits in a seat, at a unit's site if one is named."""
    email = next(one[0] for one in DELEGATES if one[3] == seat and one[4] == unit_key)
    return Person.objects.get(email=email)


def _person(email: str, name: str, unit_key: str) -> None:
    """Let somebody be known who has no other role than the seat, or who leads the unit's office."""
    if Person.objects.filter(email=email).exists():
        return
    if unit_key:
        sessions.person(email, name, f"office-of-{unit_key}", "leader", unit_key)
    else:
        found = Person(email=email, name=name, language="vi", created_at=timezone.now())
        found.set_unusable_password()
        found.save()
