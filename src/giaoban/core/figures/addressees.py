"""Addressees: whether a workbook that came back belongs to the round and the unit that it was sent for."""

from collections.abc import Iterable

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.faults import fault
from giaoban.core.figures.workbooks import Issued
from giaoban.core.registry.changes import Change
from giaoban.core.registry.units import Unit

#: A workbook of which not a line can be taken for the unit, and one that tells of a part of it only.
FOREIGN, FORMER = ("other_round", "other_unit"), "former_unit"


def check_addressee(
    manifest: Issued, round_id: str, title: str, unit: Unit, changes: Iterable[Change], file: str
) -> tuple[Finding, ...]:
    """Return why the workbook is not the unit's own in the round, or what became of the unit since.

    Edges:   a unit is known by its key: another code or name since changes nothing. One that goes on whole
             under another key is a warning; one that was joined with others is a part, and no value of it
             is the whole's.
    """
    where = Place(file)
    if manifest.round_id != round_id:
        return (fault("other_round", where, issued=manifest.round_title, asked=title),)
    if manifest.unit_key == unit.unit_key:
        return ()
    names = {"issued": manifest.unit_name, "asked": unit.full_name}
    passed = [
        one for one in changes if (one.predecessor, one.successor) == (manifest.unit_key, unit.unit_key)
    ]
    if not passed:
        return (fault("other_unit", where, **names),)
    change = passed[-1]
    names |= {"day": f"{change.effective_on:%d/%m/%Y}", "instrument": change.instrument}
    if change.kind == "continuation":
        return (fault("continued_unit", where, "warning", **names),)
    return (fault(FORMER, where, **names),)
