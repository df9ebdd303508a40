"""Inspections: the small pack with branches and contents, rows of a plan, and a large plan with overlaps."""

import random
from datetime import date, timedelta
from pathlib import Path

from giaoban.actions import inspections, installation
from giaoban.core.conduct.plans import Planned
from giaoban.records.models import Inspection
from tests.factories.packs import write_pack
from tests.house.tree import PACKS

YEAR = 2026
NEW_YEAR = date(YEAR, 1, 1)
BRANCHES = ("PARTY", "STATE", "AUDIT")
CONTENTS = ("finance", "finance.budget", "land", "personnel")
#: The pack's files that differ from the small pack's own.
WITH_INSPECTIONS = {
    "codelists/inspection_branches.csv": "codelist,code,name_en,symbol_en,source\n"
    + "".join(f"inspection_branches,{one},{one.title()} inspection,,invented\n" for one in BRANCHES),
    "codelists/inspection_contents.csv": "codelist,code,name_en,symbol_en,source\n"
    + "".join(f"inspection_contents,{one},On {one},,invented\n" for one in CONTENTS),
    "rules/classification.yaml": (PACKS / "vn/rules/classification.yaml").read_text("utf-8"),
}


def install(folder: Path, **changed: str) -> None:
    """Install the small pack with its branches and contents."""
    installation.initialise(packs=[write_pack(folder / "pack", **{**WITH_INSPECTIONS, **changed})])


def row(number: str = "P-1", **changed: object) -> Planned:
    """Return a sound row of a plan: the first ten days of March at the health office."""
    told = {
        "body": "Inspection commission", "branch": "PARTY", "objects": ("Sở Y tế",), "contents": ("finance",),
        "begins_on": date(YEAR, 3, 1), "last_on": date(YEAR, 3, 10), "cancelled": "",
    }  # fmt: skip
    return Planned(number, **{**told, **changed})


def plan(number: str = "P-1", by: str = "analyst", **changed: object) -> Inspection:
    """Put a row into the plan."""
    return inspections.plan(pack_id="test", year=YEAR, sent=row(number, **changed), by=by)


def meeting() -> tuple[Inspection, Inspection]:
    """Plan two rows that meet on two days over the budget of one office, spelt in two ways."""
    one = plan()
    other = plan(
        "S-1", body="Inspectorate", branch="STATE", objects=("Sở  y tế", "Sở Xây dựng"),
        contents=("finance.budget",), begins_on=date(YEAR, 3, 9), last_on=date(YEAR, 3, 20),
    )  # fmt: skip
    return one, other


def large_plan(seed: int) -> tuple[list[Planned], set[tuple[str, str]]]:
    """Return 500 rows, and the pairs planted among them as numbers; no other two of them overlap."""
    chance = random.Random(seed)  # noqa: S311
    rows = [_any(chance, f"A{n:03}", f"Cơ quan số {n}") for n in range(460)]
    planted = set()
    for n, one in enumerate(chance.sample(rows, 20)):
        other = chance.choice([branch for branch in BRANCHES if branch != one.branch])
        # It begins on a day of the other one, at the latest on its last.
        begins_on = min(one.begins_on + timedelta(days=chance.randrange(20)), date(YEAR, 12, 31))
        narrow = "finance.budget" if one.contents == ("finance",) else one.contents[0]
        about = {"body": f"Body {n}", "objects": (one.objects[0].upper(),), "contents": (narrow,)}
        days = {"begins_on": begins_on, "last_on": begins_on + timedelta(days=9)}
        rows.append(row(f"B{n:03}", branch=other, **about, **days))
        planted.add((one.number, f"B{n:03}"))
        # What only seems to meet it: begun the day after both ended, or at an organisation of a like name.
        end = max(one.last_on, days["last_on"]) + timedelta(days=1)
        later = {**about, "begins_on": end, "last_on": end + timedelta(days=5)}
        near = {**about, **days, "objects": (f"{one.objects[0]}a",)}
        rows.append(row(f"C{n:03}", branch=other, **(later if n % 2 and end.year == YEAR else near)))
    chance.shuffle(rows)
    return rows, planted


def _any(chance: random.Random, number: str, name: str) -> Planned:
    begins_on = NEW_YEAR + timedelta(days=chance.randrange(300))
    about = {"branch": chance.choice(BRANCHES), "contents": (chance.choice(CONTENTS),), "objects": (name,)}
    days = {"begins_on": begins_on, "last_on": begins_on + timedelta(days=19)}
    return row(number, body=f"Body of {number}", **about, **days)
