"""Stages: a round goes on by one at a time, by one steward, with a reason where something is in the way."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from giaoban.actions import figures, installation, rounds, screens, stages
from giaoban.core.conduct.phases import STAGES
from giaoban.core.errors import Conflict, Invalid, NotFound
from giaoban.queries import rounds as reading
from giaoban.queries.blockers import blockers
from giaoban.queries.screens import of_round as screened
from giaoban.records.models import Event, Organisation, RoundStage
from tests.factories.installations import separate, write
from tests.factories.packs import ROUND, write_pack
from tests.factories.people import join
from tests.factories.schedules import ASKING, LIVE, TODAY, at_noon
from tests.factories.screens import SCREENS, heaped
from tests.factories.tables import FIGURES, figure, write_csv

UNITS = ["North", "South", "Split"]
BY = {"round_id": ROUND, "by": "an@office.example"}


@pytest.fixture
def clock(monkeypatch):
    """Return a way to set the day; it is the day on which collecting is to begin."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at_noon(day))

    set_day(TODAY)
    return set_day


@pytest.fixture
def live(db, workspace: Path, tmp_path: Path, clock):
    """Return a function that installs the small pack with a schedule, and opens its round."""

    def installed(files=LIVE) -> None:
        installation.initialise(packs=[write_pack(tmp_path / "pack", **files)])
        stages.open(**BY)

    return installed


def bring_to(stage: str) -> None:
    """Let the round reach a stage, whatever the day; a factsheet is there by then."""
    rounds.freeze(**BY)
    for one in STAGES[1 : STAGES.index(stage) + 1]:
        stages.advance(to=one, reason="test", **BY)


def codes(to: str) -> list[str]:
    """Return what is in the way of a stage."""
    return [one.code for one in blockers(ROUND, to)]


def test_a_round_is_opened_once(live):
    """The second steward hears of it and nothing changes; the audit says who opened it."""
    live()
    with pytest.raises(Conflict, match="opened already"):
        stages.open(round_id=ROUND, by="binh@office.example")
    assert reading.stage(ROUND) == "opened"
    (event,) = Event.objects.filter(verb="round.opened")
    assert (event.actor, event.object, event.payload["to"]) == (BY["by"], ROUND, "opened")


def test_opening_may_be_entered_later_but_not_ahead(installed):
    """A round that was opened on paper has that day; a time to come is refused."""
    with pytest.raises(Invalid, match="yet to come"):
        stages.open(at=timezone.now() + timedelta(minutes=1), **BY)
    was = datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert stages.open(at=was, **BY).at == was == RoundStage.objects.get().at
    assert Event.objects.get(verb="round.opened").at > was


def test_an_unknown_round_is_not_found(installed):
    """Nor does it stand in any stage."""
    for step in (
        lambda: stages.open(round_id="x", by="an"),
        lambda: stages.advance(round_id="x", to="closed", by="an"),
    ):
        with pytest.raises(NotFound):
            step()
    assert reading.stage("x") == "unpublished"


def test_from_no_stage_does_a_round_go_anywhere_but_to_the_next(installed):
    """Every stage is tried from every stage: back is a conflict, past one is refused, and nothing is kept."""
    rounds.freeze(**BY)
    with pytest.raises(Invalid, match="not open"):
        stages.advance(to="collecting", **BY)
    stages.open(**BY)
    for number, was in enumerate(STAGES):
        for place, to in enumerate(STAGES):
            if place != number + 1:
                with pytest.raises(Conflict if place <= number else Invalid):
                    stages.advance(to=to, **BY)
        with pytest.raises(Invalid, match="Another stage"):
            stages.advance(to="dissolved", **BY)
        assert reading.stage(ROUND) == was and RoundStage.objects.count() == number + 1
        if number + 1 < len(STAGES):
            stages.advance(to=STAGES[number + 1], **BY)
    assert [one.stage for one in RoundStage.objects.all()] == list(STAGES)
    assert Event.objects.filter(verb="round.advanced").count() == len(STAGES) - 1
    assert reading.schedule(ROUND).next is None


def test_on_the_planned_day_no_reason_is_asked(live):
    """The stage, its time and who let it go on are there, and the event tells from where to where."""
    live()
    row = stages.advance(to="collecting", **BY)
    assert (row.stage, row.at, row.by) == ("collecting", at_noon(TODAY), BY["by"])
    payload = Event.objects.get(verb="round.advanced").payload
    assert payload == {"from": "opened", "to": "collecting", "reason": "", "in_spite_of": {}}


@pytest.mark.parametrize(("day", "code"), [(date(2026, 11, 30), "early"), (date(2026, 12, 2), "late")])
def test_another_day_needs_a_reason_and_keeps_it(live, clock, day, code):
    """A blank is none; it stands beside the stage, and in the audit with what it was given for."""
    live()
    clock(day)
    with pytest.raises(Invalid) as refused:
        stages.advance(to="collecting", reason="  ", **BY)
    (finding,) = refused.value.findings
    assert (finding.code, finding.where.file, finding.severity) == (code, "2026-12-01", "warning")
    assert not Event.objects.filter(verb="round.advanced").exists()
    stages.advance(to="collecting", reason=" decreed ", **BY)
    step = reading.schedule(ROUND).steps[1]
    assert (step.reason, step.by, step.planned_on) == ("decreed", BY["by"], date(2026, 12, 1))
    payload = Event.objects.get(verb="round.advanced").payload
    assert (payload["reason"], payload["in_spite_of"]) == ("decreed", {code: 1})


def test_everything_that_is_in_the_way_is_told_at_once(live, clock):
    """Too early, and nobody can submit for any unit: four findings, each with its place."""
    live(ASKING)
    clock(date(2026, 11, 30))
    with pytest.raises(Invalid) as refused:
        stages.advance(to="collecting", **BY)
    found = [(one.code, one.where.file) for one in refused.value.findings]
    assert found == [("early", "2026-12-01"), *(("nobody_submits", unit) for unit in UNITS)]
    assert all(one.title and one.detail for one in refused.value.findings)


def test_a_unit_with_a_leader_who_can_sign_in_is_not_in_the_way(live):
    """A leader whose role ended, or who was shut out, does not count."""
    live(ASKING)
    ha = join("ha@north.example", "north", "leader")
    Organisation.objects.filter(key="north").update(unit_key="north")
    assert [one.where.file for one in blockers(ROUND, "collecting")] == UNITS[1:]
    type(ha).objects.filter(pk=ha.pk).update(is_active=False)
    assert [one.where.file for one in blockers(ROUND, "collecting")] == UNITS


def test_units_that_sent_nothing_or_are_not_approved_are_named(live):
    """Before verifying and before freezing; a round without a form asks nothing of its units."""
    live(ASKING)
    assert codes("verifying") == ["early", *["nothing_sent"] * 3]
    assert codes("frozen") == ["early", *["not_approved"] * 3]


def test_no_conference_without_a_factsheet_whatever_the_reason(live):
    """And where figures came after it, a reason is needed."""
    live()
    for stage in STAGES[1:5]:
        stages.advance(to=stage, reason="test", **BY)
    with pytest.raises(Invalid) as refused:
        stages.advance(to="conference", reason="it is urgent", **BY)
    assert {(one.code, one.severity) for one in refused.value.findings} == {
        ("early", "warning"),
        ("no_factsheet", "error"),
    }
    rounds.freeze(**BY)
    assert codes("conference") == ["early"]


def test_figures_that_came_after_the_factsheet_are_told(live, clock, tmp_path):
    """Until the round is reviewed again."""
    live()
    bring_to("frozen")
    clock(date(2027, 1, 15))
    assert codes("conference") == []
    figures.load(files=[write_csv(tmp_path / "f.csv", FIGURES, figure())], **BY)
    assert codes("conference") == ["newer_figures"]
    clock(date(2027, 1, 16))
    rounds.freeze(**BY)
    assert codes("conference") == ["late"]


def test_a_reply_that_is_waited_for_holds_the_freezing_back(db, workspace, tmp_path, monkeypatch):
    """Until the unit has replied; no reason is enough, for a unit is heard before anything is settled."""
    installation.initialise(packs=[write_pack(tmp_path / "pack", **SCREENS)])
    figures.load(files=heaped(tmp_path), **BY)
    (signal,) = screened(ROUND).signals()
    assert codes("frozen") == []
    screens.ask(signal=signal, **BY)
    (finding,) = blockers(ROUND, "frozen")
    assert (finding.code, finding.where.file, finding.severity) == ("reply_awaited", "North", "error")
    screens.reply(signal=signal, text="a survey", **BY)
    assert codes("frozen") == []


def test_stewards_at_once_enter_each_stage_once(tmp_path):
    """Four processes race through all stages: one enters each, the others get a readable conflict."""
    with separate(tmp_path) as environment:
        told = write(environment, "stewards", 4)
    assert told["entered"] == list(STAGES)
    assert told["won"] == len(STAGES) and told["lost"] == {"Conflict": 3 * len(STAGES)}
    assert told["faults"] == [] and told["events"] == len(STAGES)


@pytest.mark.parametrize("broken", [{"stage": "dissolved"}, {"stage": "opened"}], ids=["unknown", "twice"])
def test_the_database_refuses_what_must_not_be(installed, broken):
    """A stage that there is not, and one entered twice."""
    stages.open(**BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundStage.objects.create(round_id=ROUND, at=timezone.now(), by="x", **broken)
