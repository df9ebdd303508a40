"""Convening a conference: prepared with the sites of its day, let on stage by stage, or called off."""

from datetime import date

import pytest
from django.utils import timezone

from giaoban.actions import conferences, delegates, moments
from giaoban.core.errors import Conflict, Invalid, NotAllowed, NotFound
from giaoban.queries import agendas, convening
from giaoban.queries import conferences as reading
from giaoban.records.models import AgendaItem, Conference, Event, Moment
from tests.factories.convening import KEY, at, convened, install
from tests.factories.packs import ROUND, write_pack
from tests.factories.schedules import at_noon
from tests.house.tree import PACKS

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Return a way to set the day; it is a month before the conference."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at_noon(day))

    set_day(date(2026, 12, 15))
    return set_day


@pytest.fixture(autouse=True)
def pack(db, clock, tmp_path):
    """Install the pack; its figures are frozen."""
    install(tmp_path)


def name_leads() -> None:
    """Seat a chair and a clerk, and somebody at each site."""
    for number, (seat, unit_key) in enumerate(
        [("chair", ""), ("clerk", ""), *(("delegate", key) for key in ("north", "south", "split", "young"))],
        1,
    ):
        told = {"name": f"Person {number}", "seat": seat, "precedence": number, "unit_key": unit_key}
        delegates.name(conference=KEY, email=f"p{number}@x.example", by="steward", **told)


def test_a_conference_begins_with_the_programme_and_the_sites_of_its_day():
    """In the pack's own language; the hall first, then every unit of the day by its code."""
    found = convened()
    assert found.stage == "preparing"
    assert [(one.number, one.section, one.title, one.minutes) for one in reading.agenda(KEY)] == [
        (1, "Opening", "Opening speech", 10),
        (2, "Opinions", "Opinions of the districts", 90),
        (3, "Conclusion", "Concluding speech", 45),
    ]
    assert reading.agenda(KEY)[2].kind == "conclusion" and reading.agenda(KEY)[2].decision_sought == "Tasks"
    assert [one.name for one in reading.sites(KEY)] == [
        "Hall A", "District of North", "District of South", "District of Young", "New District of Split",
    ]  # fmt: skip
    event = Event.objects.get(verb="conference.prepared")
    assert event.object == f"conference/{KEY}" and event.payload["sites"] == 5
    assert not Moment.objects.exists()


@pytest.mark.parametrize(("day", "sites"), [("2024-01-17", 64), ("2026-01-17", 35)])
def test_the_real_pack_gives_63_sites_and_34_after_the_merger(day, sites):
    """Besides the hall; the province that a name belongs to is that of the day."""
    from giaoban.actions import installation

    installation.initialise(packs=[PACKS / "vn"])
    convened(round_id="2023-annual", key=f"c-{day}", begins_at=at(f"{day}T08:00"), ends_at=at(f"{day}T12:00"))
    assert len(reading.sites(f"c-{day}")) == sites
    assert reading.agenda(f"c-{day}")[0].section == "Khai mạc"


def test_a_pack_without_a_programme_gives_an_empty_agenda(tmp_path):
    """The office writes it; no limit holds."""
    from giaoban.actions import installation
    from tests.factories.packs import FILES

    plain = {"pack.yaml": FILES["pack.yaml"].replace("test", "plain"), "rules/conferences.yaml": None}
    folder = write_pack(tmp_path / "plain", **{name: text for name, text in plain.items() if text})
    review = folder / f"rounds/{ROUND}"
    (review / "round.yaml").write_text(FILES[f"rounds/{ROUND}/round.yaml"].replace(ROUND, "plain-round"))
    review.rename(folder / "rounds/plain-round")
    installation.initialise(packs=[folder])
    found = convened(round_id="plain-round", key="plain")
    assert reading.agenda("plain") == () and agendas.limits(found).notice_days is None


def test_every_fault_is_told_at_once_and_nothing_is_stored():
    """No title, no place, an end before the begin, a key with blanks."""
    with pytest.raises(Invalid) as refused:
        convened(title=" ", place="", key="Bad key", ends_at=at("2027-01-15T07:00"))
    assert [one.code for one in refused.value.findings] == ["key", "title", "place", "ends_at"]
    assert not Conference.objects.exists()
    with pytest.raises(NotFound):
        convened(round_id="unknown")


def test_a_round_has_one_conference_until_it_is_called_off():
    """Then another one takes its place, under a key of its own."""
    convened()
    for other in ("another", KEY):
        with pytest.raises(Conflict, match="has a conference already"):
            convened(key=other)
    with pytest.raises(Invalid, match="reason"):
        conferences.call_off(conference=KEY, reason=" ", by="steward")
    conferences.call_off(conference=KEY, reason="Storm", by="steward")
    with pytest.raises(Conflict, match="this key"):
        convened()
    convened(key="another")
    assert Event.objects.get(verb="conference.called_off").payload["reason"] == "Storm"


def test_what_is_in_the_way_is_told_at_once_and_a_reason_helps_where_it_may():
    """First the errors hold it back, then nobody at a site needs a reason, which the audit keeps."""
    convened()
    with pytest.raises(Invalid) as refused:
        conferences.advance(conference=KEY, to="convened", by="steward", reason="all the same")
    codes = [one.code for one in refused.value.findings]
    assert codes == ["no_chair", "no_clerk", *["nobody_there"] * 4]
    name_leads()
    conferences.advance(conference=KEY, to="convened", by="steward")
    assert reading.stage(KEY) == "convened"


def test_a_conference_goes_on_by_one_stage_and_never_back(clock):
    """Opening and adjourning stand in its course as well as in the audit; another step is refused."""
    convened()
    name_leads()
    for to in ("sitting", "adjourned", "concluded", "nonsense"):
        with pytest.raises(Invalid, match="Another stage"):
            conferences.advance(conference=KEY, to=to, by="steward")
    clock(date(2027, 1, 13))
    with pytest.raises(Invalid) as refused:
        conferences.advance(conference=KEY, to="convened", by="steward")
    assert [(one.code, str(one.where)) for one in refused.value.findings] == [("short_notice", "2027-01-12")]
    conferences.advance(conference=KEY, to="convened", by="steward", reason="A letter went out on paper")
    clock(date(2027, 1, 15))
    conferences.advance(conference=KEY, to="sitting", by="chair@x.example")
    with pytest.raises(Conflict):
        conferences.advance(conference=KEY, to="sitting", by="clerk@x.example")
    conferences.advance(conference=KEY, to="adjourned", by="clerk@x.example")
    with pytest.raises(Conflict):
        conferences.advance(conference=KEY, to="convened", by="steward")
    course = [(one.number, one.verb, one.payload) for one in reading.moments(KEY)]
    assert course == [
        (1, "conference.opened", {"to": "sitting"}),
        (2, "conference.adjourned", {"to": "adjourned"}),
    ]
    steps = Event.objects.filter(verb="conference.advanced").order_by("number")
    assert [one.payload["to"] for one in steps] == ["convened", "sitting", "adjourned"]
    assert steps[0].payload["reason"] == "A letter went out on paper"
    assert steps[0].payload["in_spite_of"] == {"short_notice": 1}


def test_it_is_opened_on_its_day_from_frozen_figures_or_for_a_reason(clock):
    """A day early, with a round that has gone on too far to be frozen."""
    from giaoban.records.models import RoundStage

    found = convened()
    name_leads()
    RoundStage.objects.create(round_id=ROUND, stage="following_up", at=timezone.now(), by="t")
    clock(date(2027, 1, 14))
    codes = [one.code for one in convening.blockers(found, "sitting", timezone.now())]
    assert codes == ["another_time", "not_frozen"]


def test_what_is_changed_stands_in_the_audit_and_the_sites_follow_the_day():
    """In 2019 two districts were not there yet; whoever sits at their sites is in the way."""
    found = convened()
    name_leads()
    told = {"title": found.title, "place": "Hall B", "telephone": "1900 1111"}
    moved = conferences.change(
        conference=KEY, begins_at=at("2019-01-15T08:00"), ends_at=at("2019-01-15T12:00"), by="steward", **told
    )
    assert [one.name for one in reading.sites(KEY)] == [
        "Hall B", "District of North", "District of South", "District of Young", "New District of Split",
    ]  # fmt: skip
    in_the_way = convening.blockers(moved, "convened", timezone.now())
    ghosts = [str(one.where) for one in in_the_way if one.code == "no_such_unit"]
    assert ghosts == ["District of Young", "New District of Split"]
    changed = Event.objects.get(verb="conference.changed").payload
    assert changed["place"] == ["Hall A", "Hall B"] and "title" not in changed


def test_sites_that_nobody_sits_at_go_and_come_with_the_day():
    """Nothing of another day is left."""
    found = convened()
    told = {"conference": KEY, "title": found.title, "place": "Hall A", "by": "steward"}
    for year, count in ((2019, 3), (2027, 5)):
        times = {"begins_at": at(f"{year}-01-15T08:00"), "ends_at": at(f"{year}-01-15T12:00")}
        conferences.change(**told, **times)
        assert [one.number for one in reading.sites(KEY)] == list(range(count))


def test_once_it_sits_nothing_is_changed_or_called_off():
    """The stage is asked again under the lock."""
    found = convened()
    Conference.objects.filter(key=KEY).update(stage="sitting")
    told = {"title": "x", "place": "y", "begins_at": found.begins_at, "ends_at": found.ends_at}
    with pytest.raises(NotAllowed):
        conferences.change(conference=KEY, by="steward", **told)
    with pytest.raises(NotAllowed):
        conferences.call_off(conference=KEY, reason="x", by="steward")


def test_what_was_left_open_is_in_the_way_until_it_is_taken_up(monkeypatch):
    """Or until somebody says why it is not."""
    left = (
        reading.Open("task/1", "Report on roads", "open"),
        reading.Open("task/2", "Settle water", "overdue"),
    )
    monkeypatch.setattr(reading, "open_from_last", lambda round_id: left)
    found = convened()
    AgendaItem.objects.filter(number=2).update(takes_up="task/1")
    places = [
        str(one.where)
        for one in convening.blockers(found, "convened", timezone.now())
        if one.code == "left_open"
    ]
    assert places == ["Settle water"]


def test_nothing_is_open_before_there_are_notices():
    """The one function that says so."""
    assert reading.open_from_last(ROUND) == ()


def test_a_conference_that_there_is_not_is_not_found():
    """By none of the steps."""
    for step in (
        lambda: conferences.advance(conference="none", to="convened", by="x"),
        lambda: conferences.call_off(conference="none", reason="x", by="x"),
        lambda: moments.lock(conference="none"),
    ):
        with pytest.raises(NotFound):
            step()
