"""Delegates: one by one or from a list, in the office's order; substitutes with the chair's consent."""

import pytest

from giaoban.actions import delegates, substitutes
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import delegates as reading
from giaoban.records.models import AgendaItem, Conference, Delegate, Event, Moment
from tests.factories.convening import KEY, convened, install
from tests.factories.uploads import word
from tests.house.tree import PACKS

pytestmark = pytest.mark.django_db
HA = {"name": "Hà", "seat": "delegate", "precedence": 3, "unit_key": "north", "email": "HA@north.example"}
LIST = """precedence;name;seat;post;site;email
1;Trần Thị Chủ;chair;Chair of the board;;chair@centre.example
2;Lê Văn Ghi;clerk;;;clerk@centre.example
7;Nguyễn Thị Hà;delegate;Chair of North;District of North;ha@north.example
5;Phạm Văn Sảnh;observer;Guest;;
"""


@pytest.fixture(autouse=True)
def prepared(db, tmp_path) -> None:
    """Let a conference be prepared; uploads are read by the rules of the real pack."""
    marks = (PACKS / "vn/rules/classification.yaml").read_text("utf-8")
    install(tmp_path, **{"rules/classification.yaml": marks})
    convened()


def name(**told: object) -> Delegate:
    """Name somebody."""
    return delegates.name(**{"conference": KEY, "by": "steward", **HA, **told})


def provision(text: str, name: str = "delegates.csv", classification: str = "internal") -> tuple[int, int]:
    """Take a list in."""
    told = {"content": text.encode(), "name": name, "classification": classification, "by": "steward"}
    return delegates.provision(conference=KEY, **told)


def seated() -> list[tuple[int, str, str, str]]:
    """Return who sits on the day: precedence, name, seat, unit."""
    return [(one.precedence, one.name, one.seat, one.site.unit_key) for one in reading.seating(KEY)]


def stage(to: str) -> None:
    """Let the conference stand in a stage."""
    Conference.objects.update(stage=to)


def test_somebody_is_named_changed_and_withdrawn():
    """Each with a badge of their own; the place in the order is the one that was given."""
    one, two = name(), name(name="An", precedence=1, unit_key="", email="", seat="observer")
    assert one.email == "ha@north.example" and len({one.badge, two.badge}) == 2
    assert seated() == [(1, "An", "observer", ""), (3, "Hà", "delegate", "north")]
    item = AgendaItem.objects.order_by("number").first()
    AgendaItem.objects.filter(pk=item.pk).update(speaker=one)
    Delegate.objects.filter(pk=one.pk).update(answer="accepted")
    delegates.change(conference=KEY, delegate=one.pk, by="s", **{**HA, "precedence": 9, "unit_key": "south"})
    assert seated()[-1] == (9, "Hà", "delegate", "south") and reading.named(KEY, one.pk).answer == "accepted"
    delegates.change(conference=KEY, delegate=one.pk, by="s", **{**HA, "email": "new@north.example"})
    assert reading.named(KEY, one.pk).answer == ""
    delegates.withdraw(conference=KEY, delegate=one.pk, by="steward")
    assert [row[1] for row in seated()] == ["An"] and AgendaItem.objects.get(pk=item.pk).speaker is None
    verbs = Event.objects.filter(object=f"conference/{KEY}").order_by("number").values_list("verb", flat=True)
    assert list(verbs)[1:] == [
        "delegate.named", "delegate.named", "delegate.changed", "delegate.changed", "delegate.withdrawn",
    ]  # fmt: skip


def test_faults_are_told_at_once_and_nobody_is_named_twice():
    """No name, no seat, no place in the order; a site that takes no part; the same person again."""
    with pytest.raises(Invalid) as refused:
        name(name=" ", seat="king", precedence=0, email="x")
    assert [one.code for one in refused.value.findings] == [
        "empty",
        "bad_seat",
        "bad_precedence",
        "bad_email",
    ]
    with pytest.raises(NotFound):
        name(unit_key="land")
    one = name()
    with pytest.raises(Conflict):
        name(precedence=4)
    delegates.change(conference=KEY, delegate=one.pk, by="s", **HA)
    stage("sitting")
    with pytest.raises(NotAllowed):
        name(email="other@north.example")


def test_a_list_is_taken_whole_in_its_own_order():
    """Twice it changes nothing; who does not stand in it stays; a changed row changes its seat alone."""
    name(email="old@south.example", unit_key="south", precedence=8)
    assert provision(LIST) == (4, 0)
    assert [row[:2] for row in seated()] == [
        (1, "Trần Thị Chủ"), (2, "Lê Văn Ghi"), (5, "Phạm Văn Sảnh"), (7, "Nguyễn Thị Hà"), (8, "Hà"),
    ]  # fmt: skip
    assert provision(LIST) == (0, 0)
    assert provision(LIST.replace("7;Nguyễn", "6;Nguyễn")) == (0, 1)
    assert len(seated()) == 5
    assert Event.objects.filter(verb="delegates.listed").order_by("number").last().payload == {
        "named": 0,
        "changed": 1,
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LIST.replace("chair;Chair", "king;Chair").replace(";ha@", ";ha at "), [(2, "seat"), (4, "email")]),
        (LIST.replace("District of North", "Nowhere").replace("5;Phạm", "x;Phạm"),
         [(4, "site"), (5, "precedence")]),
        (LIST.replace("name;seat", "name;rank"), [(1, "seat"), (1, "rank")]),
        ("precedence;name;seat\n", [(None, "")]),
        ("", [(None, "")]),
    ],
)  # fmt: skip
def test_a_list_with_a_fault_is_not_taken_at_all(text, found):
    """Every fault with its row and column; not one of its sound rows is stored."""
    with pytest.raises(Invalid) as refused:
        provision(text)
    assert [(one.where.row, one.where.column) for one in refused.value.findings] == found
    assert seated() == [] and not Event.objects.filter(verb="delegates.listed").exists()


def test_what_is_no_list_or_may_not_be_taken_in_is_refused():
    """A document in place of a table; a file that bears a mark; one of an unknown classification."""
    told = {"conference": KEY, "by": "steward", "classification": "internal"}
    with pytest.raises(Invalid):
        delegates.provision(content=word("names"), name="list.docx", **told)
    for text, kind in ((LIST.replace("Guest", "TUYỆT MẬT"), "internal"), (LIST, "secret")):
        with pytest.raises(Invalid):
            provision(text, classification=kind)
    assert seated() == []


def asked(**told: object) -> Delegate:
    """Ask for a substitute of the north's delegate."""
    own = Delegate.objects.filter(stands_for=None).get(email="ha@north.example").pk
    said = {"delegate": own, "name": "Bình", "email": "binh@north.example", "reason": "ill"}
    return substitutes.ask(**{"conference": KEY, "by": "leader", **said, **told})


def test_a_substitute_takes_the_seat_once_the_chair_consents():
    """Until then there is no seat, and after it the same site and the same place in the order."""
    name()
    stage("convened")
    one = asked()
    assert reading.seats("binh@north.example", KEY) == frozenset() and seated()[0][1] == "Hà"
    with pytest.raises(Conflict, match="asked for already"):
        asked(email="other@north.example")
    substitutes.consent(conference=KEY, substitute=one.pk, by="chair")
    assert seated() == [(3, "Bình", "delegate", "north")]
    assert len(reading.seats("binh@north.example", KEY)) == 1
    for answer in (substitutes.consent, lambda **told: substitutes.refuse(reason="no", **told)):
        with pytest.raises(Conflict, match="answered this already"):
            answer(conference=KEY, substitute=one.pk, by="chair")
    assert "ill" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_a_refused_substitute_has_no_seat_and_the_reason_is_kept():
    """Another one may be asked for then; the refusal needs its reason."""
    name()
    stage("convened")
    one = asked()
    with pytest.raises(Invalid):
        substitutes.refuse(conference=KEY, substitute=one.pk, reason=" ", by="chair")
    substitutes.refuse(conference=KEY, substitute=one.pk, reason="Come yourself", by="chair")
    assert seated()[0][1] == "Hà" and reading.substitutes(KEY)[0].refusal == "Come yourself"
    asked(name="Chi", email="chi@north.example")
    assert [one.name for one in reading.substitutes(KEY)] == ["Chi", "Bình"]


def test_what_is_asked_wrongly_is_refused():
    """No name or reason; the chair's seat; somebody who has a seat; a seat that there is not."""
    own = name()
    chair = name(seat="chair", email="chair@centre.example", unit_key="", precedence=1)
    name(email="an@north.example", name="An", precedence=4)
    with pytest.raises(NotAllowed):
        asked()
    stage("convened")
    with pytest.raises(Invalid) as refused:
        asked(name="", reason="", email="")
    assert [one.where.column for one in refused.value.findings] == ["name", "email", "reason"]
    for nobody in (chair.pk, own.pk + 99):
        with pytest.raises(NotFound):
            asked(delegate=nobody)
    with pytest.raises(Conflict, match="this seat already"):
        asked(email="AN@north.example")
    with pytest.raises(NotFound):
        substitutes.consent(conference=KEY, substitute=own.pk, by="chair")


def test_while_it_sits_consent_is_a_moment_of_the_room():
    """Without the reason, which is nobody else's business."""
    name()
    stage("sitting")
    substitutes.consent(conference=KEY, substitute=asked().pk, by="chair")
    told = [(one.verb, one.payload["name"]) for one in Moment.objects.order_by("number")]
    assert told == [("substitute.asked", "Bình"), ("substitute.accepted", "Bình")]
    assert "ill" not in str(list(Moment.objects.values_list("payload", flat=True)))


def test_who_stands_in_goes_with_the_seat():
    """Moved to another site they follow; withdrawn they have none."""
    own = name()
    stage("convened")
    one = asked()
    substitutes.consent(conference=KEY, substitute=one.pk, by="chair")
    delegates.change(conference=KEY, delegate=own.pk, by="s", **{**HA, "precedence": 2, "unit_key": "south"})
    assert seated() == [(2, "Bình", "delegate", "south")]
    delegates.withdraw(conference=KEY, delegate=own.pk, by="steward")
    assert seated() == [] and reading.seats("binh@north.example", KEY) == frozenset()
