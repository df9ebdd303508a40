"""Positions: the small pack with subjects and bodies to ask, a conference, and what its units write."""

from pathlib import Path

from giaoban.actions import installation, positions
from giaoban.core.conduct.positions import Content
from giaoban.queries import positions as reading
from tests.factories.conferences import KEY
from tests.factories.packs import write_pack

RULES = """\
rules:
  - rule: petitions
    title: Numbers and words
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: DER
    number: "{period}-{code}/{number}"
    digits: 2
    longest: 200
    threshold: "0.5"
    fewest_shared: 3
    fewest_words: 2
    letters: [a, b, c, d]
    stop_words: [the, a, of, for, to, and]
    stop_phrases: [we ask]
"""
#: The pack's files that differ from the small pack's own.
WITH_PETITIONS = {
    "rules/petitions.yaml": RULES,
    "codelists/subjects.csv": """\
codelist,code,name_en,symbol_en,source
subjects,ROADS,Roads,,invented
subjects,SCHOOLS,Schools,,invented
""",
    "codelists/addressees.csv": """\
codelist,code,name_en,symbol_en,source
addressees,CENTRE,Central government,,invented
addressees,MINISTRY,Ministry,,invented
""",
}
BRIDGE = "We ask for money to build the northern bridge over the river."
TEACHERS = "We ask for more teachers."


def install(folder: Path, **changed: str) -> None:
    """Install the small pack with its rules for petitions."""
    installation.initialise(packs=[write_pack(folder / "pack", **{**WITH_PETITIONS, **changed})])


def petition(text: str = BRIDGE, **more: object) -> Content:
    """Return a petition to the centre."""
    return Content(**{"kind": "petition", "text": text, "subject": "ROADS", "addressee": "CENTRE", **more})


def save(text: str = BRIDGE, unit_key: str = "north", position_id: int = 0, base: int = 0, **more: object):
    """Save what an officer wrote, and return its key."""
    place = {"conference": KEY, "unit_key": unit_key, "position_id": position_id, "base": base}
    return positions.save(**place, content=petition(text, **more), by=f"officer of {unit_key}")


def file(position_id: int, unit_key: str = "north") -> str:
    """File a position as it stands at the unit's desk, and return its number."""
    base = reading.own(KEY, unit_key, position_id).version
    place = {"conference": KEY, "unit_key": unit_key, "position_id": position_id}
    return positions.file(**place, base=base, by=f"leader of {unit_key}")


def filed(text: str = BRIDGE, unit_key: str = "north", **more: object) -> int:
    """Save and file what a unit wrote, and return its key."""
    position_id = save(text, unit_key, **more)
    file(position_id, unit_key)
    return position_id
