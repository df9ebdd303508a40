"""The figure that a task is to move: one of the pack and of the round's units, by default its petition's."""

from dataclasses import replace

import pytest

from giaoban.actions import clauses, installation, notices, tasks
from giaoban.core.conduct.resolutions import Assignment
from giaoban.core.errors import Invalid
from giaoban.queries import tasks as reading
from giaoban.records.models import Clause, Task
from tests.factories.conferences import conference
from tests.factories.notices import BY, FILES, body, whole
from tests.factories.packs import write_pack


@pytest.fixture
def clause(db, workspace, tmp_path) -> Clause:
    """Return a clause of a draft that asks for something."""
    installation.initialise(packs=[write_pack(tmp_path / "pack", **FILES)])
    conference("adjourned")
    body("finance", "Ministry of Finance")
    notices.draft(**BY)
    clauses.add(**BY, section="task", text="Spend what was given.")
    return Clause.objects.get(section="task")


def test_a_task_keeps_the_figure_that_it_is_to_move(clause):
    """It stands in the task, and in what the form begins with when the task is changed."""
    sent = replace(whole(), indicator="GROWTH", unit_key="north")
    task = tasks.assign(**BY, clause=clause.pk, sent=sent)
    assert (task.indicator, task.unit_key) == ("GROWTH", "north")
    again = reading.assignment(Task.objects.get())
    assert (again.indicator, again.unit_key) == ("GROWTH", "north")


@pytest.mark.parametrize("about", [{"indicator": "NONE"}, {"unit_key": "nowhere"}, {"unit_key": "land"}])
def test_a_figure_that_there_is_not_is_refused(clause, about):
    """Neither an indicator that the pack lacks nor a unit that is not under review; nothing is stored."""
    with pytest.raises(Invalid, match="no such indicator or unit"):
        tasks.assign(**BY, clause=clause.pk, sent=replace(whole(), **about))
    assert not Task.objects.exists()


def test_a_clause_that_takes_nothing_up_begins_with_no_figure(clause):
    """And neither does one whose petition is no petition any more."""
    assert reading.begun(clause) == Assignment()
    clause.petition = "999"
    assert reading.begun(clause) == Assignment()
