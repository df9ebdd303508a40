"""Installing packs: done twice it changes nothing, and a changed calendar is logged."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from giaoban.actions import installation
from giaoban.records.models import Event
from tests.factories.packs import FILES, ROUND, write_pack

_HOLIDAYS = "date,kind,name_en,source\n"


def test_a_holiday_decreed_later_moves_the_rounds_open_deadline_and_says_so(
    db, workspace: Path, tmp_path: Path
):
    """The log keeps the old and the new date of a deadline that a new pack version moves."""
    due = timezone.now().date() + timedelta(days=30)
    review = f"rounds/{ROUND}/round.yaml"
    changed = {
        review: FILES[review].replace('reporting_deadline: "2024-01-31"', f'reporting_deadline: "{due}"')
    }
    pack = write_pack(tmp_path / "pack", **changed, **{"calendar/holidays.csv": _HOLIDAYS})
    installation.initialise(packs=[pack])
    write_pack(pack, **changed, **{"calendar/holidays.csv": f"{_HOLIDAYS}{due},off,New Day,decree\n"})

    (installed,) = installation.initialise(packs=[pack])

    assert installed.state == "replaced"
    moved = Event.objects.get(verb="deadline.moved")
    assert moved.object == ROUND
    assert moved.payload == {
        "deadline": "reporting_deadline",
        "was_on": str(due),
        "is_on": str(due + timedelta(days=1)),
    }


def test_installing_the_same_pack_again_changes_nothing(db, workspace: Path, tmp_path: Path):
    """The second time it is unchanged, and no event says otherwise."""
    pack = write_pack(tmp_path / "pack")
    installation.initialise(packs=[pack])
    (again,) = installation.initialise(packs=[pack])
    assert again.state == "unchanged"
    assert Event.objects.count() == 1
