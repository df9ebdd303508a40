"""The overview of a round: every unit's state in numbers, never what was typed, in few statements."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from giaoban.actions import installation, submissions
from giaoban.core.errors import NotFound
from giaoban.core.figures.entries import Entry
from giaoban.queries import forms, overview
from giaoban.records.models import Evidence, Submission
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.progress import CANARY, bring, mixed
from tests.factories.reminding import CHANGED, collect, on
from tests.factories.reporting import FORM, GROWTH, WITH_FORM, fill_in, install, pass_on, save, typed

pytestmark = pytest.mark.django_db

ROUND_FILE = f"rounds/{ROUND}/round.yaml"
BEFORE = "2022-test"
#: The round before: due on Tuesday 31 January 2023.
EARLIER = (
    WITH_FORM[ROUND_FILE]
    .replace(ROUND, BEFORE)
    .replace('period: "2023"', 'period: "2022"')
    .replace("2024-01-31", "2023-01-31")
)


@pytest.fixture
def collecting(tmp_path):
    """Return nothing; the round collects, with people at every desk but that of the unit “split”."""
    collect(tmp_path)


def states(at: datetime | None = None) -> dict[str, overview.Progress]:
    """Return how far each unit is."""
    return {one.unit_key: one for one in overview.of_round(ROUND, at).progress}


def test_a_unit_is_followed_from_not_begun_to_approved(collecting):
    """Each state with whom it waits for; opening the form alone is no beginning."""
    submissions.lock(round_id=ROUND, unit_key="south", action="draft.save", by="officer")
    assert {one.state for one in states().values()} == {"not_begun"}
    save(typed(GROWTH, "8,1"), unit_key="south")
    assert states()["south"].state == "drafting" and states()["south"].since is not None
    fill_in()
    for step, state, role in (("complete", "completed", "leader"), ("submit", "submitted", "analyst"),
                              ("accept", "accepted", "approver"), ("approve", "approved", "")):  # fmt: skip
        pass_on(step)
        one = states()["north"]
        assert (one.state, one.waits_for, one.is_sent) == (state, role, step not in ("complete",))
    assert overview.of_round(ROUND).totals == {"not_begun": 1, "drafting": 1, "approved": 1}


def test_what_is_owed_filled_in_and_faulty_is_counted(tmp_path):
    """Required lines and files; a faulty line counts as filled in and as faulty; a blank one as neither."""
    attached = FORM + "attachments:\n  - {attachment: report, titles: {en: Report}, required: true}\n"
    collect(tmp_path, **{"forms/annual.yaml": attached})
    assert (states()["north"].filled, states()["north"].owed, states()["north"].errors) == (0, 3, 0)
    save(typed(GROWTH, "not a number"))
    assert (states()["north"].filled, states()["north"].owed, states()["north"].errors) == (1, 3, 1)
    row = Submission.objects.get(unit_key="north")
    Evidence.objects.create(submission=row, attachment="report", size=1, sha256="0" * 64, at=on(24), by="x")
    assert states()["north"].filled == 2 and overview.of_unit(ROUND, "north").progress[0].filled == 2


def late(at: datetime) -> list[str]:
    """Return the units that are late at a time."""
    return [one.unit_key for one in overview.of_round(ROUND, at).late]


def test_lateness_is_told_in_working_days_until_it_was_sent(collecting):
    """Friday 2 February: two days late for whoever has not sent; sent in time is never late."""
    assert states(on(2, month=2))["north"].days_late == 2
    assert late(on(2, month=2)) == ["north", "south", "split"]
    assert states(on(31))["north"].days_late is None
    bring(forms.of_round(ROUND)["north"], "returned", on(30))
    assert states(on(2, month=2))["north"].days_late is None
    bring(forms.of_round(ROUND)["south"], "approved", on(1, month=2))
    assert states(on(9, month=2))["south"].days_late == 1
    assert late(on(9, month=2)) == ["split"]


def test_it_is_known_who_waits_for_whom_by_name(collecting):
    """The officer of the unit, the analyst of the central office; nobody where nobody has the role."""
    bring(forms.of_round(ROUND)["south"], "submitted", on(30))
    found = overview.of_round(ROUND)
    names = {one.unit_key: found.waits_for(one) for one in found.progress}
    assert names == {"north": ("ha",), "south": ("an",), "split": ()}


def test_the_last_round_is_compared_on_the_same_working_day(tmp_path):
    """5 working days before the deadline: two of three then, now one; a day earlier, one and none."""
    install(tmp_path, **{**CHANGED, f"rounds/{BEFORE}/round.yaml": EARLIER})
    for round_id, days in ((BEFORE, {"north": 20, "south": 24, "split": 30}), (ROUND, {"north": 24})):
        owed = forms.of_round(round_id)
        for unit_key, day in days.items():
            bring(owed[unit_key], "submitted", on(day).replace(year=2023 if round_id == BEFORE else 2024))
    then = overview.of_round(ROUND, on(24, 9)).compared
    assert then and (then.round_id, then.now.sent, then.then.sent, then.then.of) == (BEFORE, 1, 2, 3)
    assert then.then_at == datetime(2023, 1, 24, 9, tzinfo=UTC)
    day_before = overview.of_round(ROUND, on(23, 9)).compared
    assert day_before and (day_before.now.sent, day_before.then.sent) == (0, 1)
    assert overview.of_round(BEFORE).compared is None


def test_without_a_reported_round_before_nothing_is_compared(tmp_path):
    """The pack has an earlier round, but nobody reported in it here."""
    install(tmp_path, **{**CHANGED, f"rounds/{BEFORE}/round.yaml": EARLIER})
    assert overview.of_round(ROUND).compared is None


def test_the_statements_do_not_grow_with_the_units(tmp_path):
    """Three units or forty in all states: as many questions to the database."""
    few = FILES["units/units.csv"]
    row = "u{n},{n},U{n},District U{n},DISTRICT,district,land,1900-01-01,,invented\n"
    counts = []
    for units in (few, few + "".join(row.format(n=n) for n in range(10, 50))):
        folder = tmp_path / str(len(units))
        installation.initialise(packs=[write_pack(folder, **{**WITH_FORM, "units/units.csv": units})])
        with transaction.atomic():
            mixed(ROUND, on(24))
            overview.of_round(ROUND)
            with CaptureQueriesContext(connection) as asked:
                found = overview.of_round(ROUND)
            transaction.set_rollback(True)
        counts.append((len(found.units), len(asked)))
    assert [units for units, _ in counts] == [3, 43]
    assert counts[0][1] == counts[1][1] <= 12


def test_nothing_that_was_typed_is_in_the_overview(collecting):
    """A canary in drafts of all states: what the central office gets are numbers, states, names and days."""
    mixed(ROUND, on(24), has_people=False)
    assert CANARY not in repr(overview.of_round(ROUND))
    assert CANARY in repr(Entry(GROWTH, CANARY))


def test_a_unit_or_round_that_is_not_there_is_told(collecting):
    """Also a unit that is not under review in the round."""
    for round_id, unit_key in (("none", "north"), (ROUND, "young"), (ROUND, "none")):
        with pytest.raises(NotFound):
            overview.of_unit(round_id, unit_key)
    with pytest.raises(NotFound):
        overview.of_round("none")
