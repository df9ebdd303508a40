"""What a list of tasks can be narrowed by: just what its tasks have, for all of them and for a part."""

from datetime import date

import pytest

from giaoban.core.conduct.policy import Scope
from giaoban.queries.task_filters import Offered, offered
from giaoban.records.models import Task
from tests.factories.packs import ROUND
from tests.factories.petitions import TREASURY, WORKS, install
from tests.factories.piles import pile

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [0, 1, 60])
def test_all_is_offered_as_it_would_be_read_through(tmp_path, size):
    """Value by value of the indexes, or from every task: the same bodies, units, rounds and indicators."""
    install(tmp_path)
    bodies, units = (WORKS, TREASURY, "unit/north", "gone"), ("north", "south")
    pile(size, round_id=ROUND, units=units, bodies=bodies, on=date(2026, 3, 2))
    Task.objects.filter(pk__in=list(Task.objects.values_list("pk", flat=True))[::3]).update(
        indicator="GROWTH"
    )
    Task.objects.filter(lead="gone").update(issued_on=None)
    told = offered(Scope(is_all=True))
    assert told == offered(Scope(bodies=frozenset(bodies), unit_keys=frozenset(units)))
    in_force = Task.objects.filter(issued_on__isnull=False)
    assert {key for key, _ in told.bodies} == set(in_force.values_list("lead", flat=True))
    assert {code for code, _ in told.indicators} == set(in_force.values_list("indicator", flat=True)) - {""}


def test_whoever_holds_nothing_is_offered_nothing(tmp_path):
    """A scope without bodies and units; there are tasks, of others."""
    install(tmp_path)
    pile(3, round_id=ROUND, units=("north",), bodies=(WORKS,), on=date(2026, 3, 2))
    assert offered(Scope()) == Offered((), (), (), (), ())
