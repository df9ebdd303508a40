"""Minutes as they are kept: saved, set aside, signed, confirmed, opened again, and read by others."""

import pytest
from django.db import transaction

from giaoban.actions import minutes, moments
from giaoban.actions.minutes import Sent
from giaoban.core.conduct.minutes import LONGEST
from giaoban.core.conduct.proceedings import Polled
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import minutes as kept
from giaoban.queries import proceedings
from giaoban.records.models import Conference, Event, MinuteVersion
from tests.factories.conferences import KEY, conference

pytestmark = pytest.mark.django_db

LAN, HA, CHAIR = "lan@centre.example", "ha@centre.example", "chair@centre.example"


def save(text: str, base: int = 0, by: str = LAN, item: int = 1, part: str = "course"):
    """Save one text and return what became of it."""
    return minutes.save(conference=KEY, sent=[Sent(item, part, text, base)], by=by)[0]


def adjourn() -> str:
    """Let the conference end, and return the digest of its minutes."""
    Conference.objects.filter(key=KEY).update(stage="adjourned")
    return kept.digest(KEY)


def test_versions_stay_with_their_author_and_time(installed):
    """The last one stands; the audit knows each by its seal and holds no word of it."""
    conference("sitting")
    assert [save("Opened.").outcome, save("Opened at 8.", 1).outcome] == ["saved", "saved"]
    assert save("Opened at 8.", 1).outcome == "unchanged"
    told = kept.history(KEY, 1, "course")
    assert [(one.number, one.text, one.by) for one in told] == [(1, "Opened.", LAN), (2, "Opened at 8.", LAN)]
    assert told[0].at and told[1].at and told[0].at < told[1].at
    assert kept.current(KEY)[1, "course"] == told[1]
    events = Event.objects.filter(verb="minutes.saved")
    assert [list(one.payload["texts"]) for one in events] == [["1 course"], ["1 course"]]
    assert "Opened" not in str([one.payload for one in events])


def test_two_clerks_in_one_text_lose_neither_and_in_two_texts_never_meet(installed):
    """The slower one is told both; other texts of the same item are not touched by that."""
    conference("sitting")
    assert save("Opened.").outcome == "saved"
    slower = save("Opened at 8.", by=HA)
    assert (slower.outcome, slower.there.text, slower.combined) == (
        "conflict", "Opened.", "Opened.\nOpened at 8.",
    )  # fmt: skip
    assert save("Nobody is absent.", by=HA, part="attendance").outcome == "saved"
    assert kept.asides(KEY) == {(1, "course"): 1}
    assert save(slower.combined, slower.there.number, by=HA).outcome == "saved"
    assert save("Opened at 8.", by=HA).outcome == "conflict"  # the same text is not set aside twice
    assert [one.is_aside for one in kept.history(KEY, 1, "course")] == [False, True, False]
    assert Event.objects.filter(verb="minutes.set_aside").count() == 1


def test_each_decision_has_a_name_for_good(installed):
    """The notice finds a decision again after it was moved and edited; another one never gets its name."""
    conference("sitting")
    save("Ban A drafts the plan.\nBan B checks.", item=4, part="decisions")
    save("Opened.", item=1)
    first = kept.decisions(KEY)
    assert [(one.item, one.text) for one in first] == [(4, "Ban A drafts the plan."), (4, "Ban B checks.")]
    save("Every district answers.\nBan A drafts the plan.\n2025 opens.", 1, item=4, part="decisions")
    save("Ban A drafts the plan by May.\n2025 opens.", 2, item=4, part="decisions")
    second = kept.decisions(KEY)
    assert second[0].decision_id == first[0].decision_id
    assert second[1].decision_id not in {one.decision_id for one in first}
    assert {number for one in MinuteVersion.objects.all() for number in one.decisions} == {1, 2, 3, 4}


def test_signed_minutes_are_closed_until_the_chair_opens_them_with_a_reason(installed):
    """Clerk, then chair; then nothing is written until a new edition is opened, and all versions stay."""
    conference("sitting")
    save("Opened.")
    with pytest.raises(NotAllowed):
        minutes.sign(conference=KEY, seen=kept.digest(KEY), by=LAN)
    digest = adjourn()
    minutes.sign(conference=KEY, seen=digest, by=LAN)
    with pytest.raises(Conflict, match="closed"):
        save("Opened at 8.", 1)
    with pytest.raises(NotAllowed, match="another person"):
        minutes.confirm(conference=KEY, seen=digest, by=LAN)
    minutes.confirm(conference=KEY, seen=digest, by=CHAIR)
    with pytest.raises(Invalid, match="reason"):
        minutes.reopen(conference=KEY, reason="", by=CHAIR)
    minutes.reopen(conference=KEY, reason="A name is misspelt.", by=CHAIR)
    stand = kept.standing(KEY)
    assert (stand.edition, stand.is_closed) == (2, False)
    assert save("Opened at 8.", 1).outcome == "saved"
    verbs = Event.objects.filter(object=f"conference/{KEY}").order_by("number").values_list("verb", flat=True)
    assert list(verbs) == [
        "minutes.saved", "minutes.signed", "minutes.confirmed", "minutes.reopened", "minutes.saved",
    ]  # fmt: skip


def test_nobody_signs_what_they_have_not_read(installed):
    """Another text since, or none at all: nothing is signed."""
    conference("adjourned")
    with pytest.raises(Invalid, match="nothing in these minutes"):
        minutes.sign(conference=KEY, seen=kept.digest(KEY), by=LAN)
    save("Opened.")
    seen = kept.digest(KEY)
    save("Opened at 8.", 1)
    with pytest.raises(Conflict, match="changed meanwhile"):
        minutes.sign(conference=KEY, seen=seen, by=LAN)
    assert not kept.standing(KEY).is_closed


def test_what_is_no_text_of_the_minutes_is_refused_and_nothing_of_it_stored(installed):
    """An item or a part that there is not, a text that is too long, another phase."""
    found = conference("sitting")
    with pytest.raises(NotFound):
        minutes.save(conference=KEY, sent=[Sent(1, "course", "a", 0), Sent(9, "course", "a", 0)], by=LAN)
    with pytest.raises(NotFound):
        save("a", part="weather")
    with pytest.raises(Invalid, match="20,000"):
        save("a" * (LONGEST + 1))
    Conference.objects.filter(pk=found.pk).update(stage="concluded")
    with pytest.raises(NotAllowed):
        save("a")
    assert not MinuteVersion.objects.exists()


def test_the_course_proposes_who_was_there_and_what_happened(installed):
    """Hall and online apart, who came late and who left, the speakers and the polls of each item."""
    found = conference("sitting")
    seats = {one.email.partition("@")[0]: one.pk for one in found.delegates.all()}
    items = [one.pk for one in found.items.all()]
    steps = [
        ("delegate.arrived", {"delegate": seats["hall"], "mode": "hall"}),
        ("delegate.arrived", {"delegate": seats["north"]}),
        ("item.begun", {"item": items[0]}),
        ("delegate.arrived", {"delegate": seats["south"], "mode": "hall"}),
        ("item.begun", {"item": items[1]}),
        ("speaker.called", {"delegate": seats["north"]}),
        ("poll.opened", {"poll": 1, "question": "Adopt?"}),
        ("poll.closed", {"poll": 1, "outcome": "decided", "counts": [["Yes", 2], ["No", 1]]}),
        ("delegate.left", {"delegate": seats["hall"]}),
        ("item.begun", {"item": items[2]}),
    ]
    for verb, payload in steps:
        with transaction.atomic():
            moments.note(conference=moments.lock(conference=KEY), verb=verb, by=LAN, payload=payload)
    told = proceedings.of_items(KEY)
    assert sorted(told) == [1, 2, 3]
    first, second, third = (told[number] for number in (1, 2, 3))
    assert [(one.delegate_id, one.mode) for one in first.present] == [
        (seats["hall"], "hall"), (seats["north"], "online"),
    ]  # fmt: skip
    assert [one.delegate_id for one in first.arrived] == [seats["south"]] and first.is_first
    assert len(second.present) == 3 and not second.is_first
    assert [one.delegate_id for one in second.calls] == [seats["north"]]
    assert second.polls == (Polled("Adopt?", "decided", (("Yes", 2), ("No", 1))),)
    assert [one.delegate_id for one in second.left] == [seats["hall"]]
    assert (second.ended_at, third.ended_at) == (third.began_at, None)
    assert [one.delegate_id for one in third.present] == [seats["north"], seats["south"]]
