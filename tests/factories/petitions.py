"""Petitions: the small pack with weekends, two ministries that answer, and what becomes of what is asked."""

from datetime import date, datetime
from pathlib import Path

from giaoban.actions import answers, assignments, installation, petitions
from giaoban.core.conduct.policy import Scope
from giaoban.records.models import DeadlineChange, Organisation, Petition
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.positions import BRIDGE, WITH_PETITIONS
from tests.factories.schedules import at_noon

#: A Monday; the week after it has five working days.
LODGED, DUE = date(2026, 3, 2), date(2026, 3, 31)
WORKS, TREASURY, NORTH = "works", "treasury", "unit/north"
ALL = Scope(is_all=True)
WEEK = {"pack.yaml": FILES["pack.yaml"] + "weekend: [6, 7]\n"}
_OFFICES = ((WORKS, "ministry", "Ministry of Works"), (TREASURY, "ministry", "Treasury"))


def install(folder: Path, **changed: str) -> Path:
    """Install the small pack with weekends and rules for petitions, and found the bodies that answer."""
    pack = write_pack(folder / "pack", **{**WITH_PETITIONS, **WEEK, **changed})
    installation.initialise(packs=[pack])
    for key, kind, name in _OFFICES:
        Organisation.objects.get_or_create(key=key, kind=kind, name=name)
    return pack


def noon(day: int, month: int = 3) -> datetime:
    """Return noon of a day of 2026."""
    return at_noon(date(2026, month, day))


def lodged(unit_key: str = "north", text: str = BRIDGE, day: int = 2, **more: object) -> Petition:
    """Lodge a petition of a unit on a day of March 2026."""
    told = {"channel": "report", "subject": "ROADS", "addressee": "CENTRE", **more}
    leader = f"leader@{unit_key}.example"
    return petitions.lodge(round_id=ROUND, unit_key=unit_key, text=text, by=leader, at=noon(day), **told)


def assigned(row: Petition | None = None, day: int = 3, **more: object) -> Petition:
    """Assign a petition to the ministry of works until the end of March."""
    row = row or lodged()
    told = {"lead": WORKS, **({"due_on": DUE} if "due_days" not in more else {}), **more}
    assignments.assign(petition=row.pk, by="analyst", at=noon(day), **told)
    return again(row)


def answered(row: Petition | None = None, day: int = 10, **more: object) -> Petition:
    """Answer a petition."""
    row = row or assigned()
    told = {"answer_class": "settled", "text": "The bridge is built.", **more}
    answers.answer(petition=row.pk, by="clerk@works.example", at=noon(day), **told)
    return again(row)


def again(row: Petition) -> Petition:
    """Return a petition as it stands now."""
    return Petition.objects.get(pk=row.pk)


def moved(row: object, kind: str = "petition") -> list[tuple[date, date, str]]:
    """Return every change of a deadline: what it was, what it is, and why."""
    rows = DeadlineChange.objects.filter(object=f"{kind}/{row.pk}").order_by("id")
    return list(rows.values_list("was_on", "is_on", "cause"))
