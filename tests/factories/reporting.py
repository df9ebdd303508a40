"""Reporting: the small country with a form, a round that collects, and what its units fill in."""

from pathlib import Path

from django.utils import timezone

from giaoban.actions import drafts, installation, submissions
from giaoban.actions import figures as loading
from giaoban.core.conduct.phases import STAGES
from giaoban.core.figures.entries import Entry
from giaoban.records.models import RoundStage
from tests.factories.packs import FILES, ROUND, write_pack
from tests.factories.tables import TARGETS, target, write_csv

_ROUND_FILE = f"rounds/{ROUND}/round.yaml"
FORM = """\
form: annual
titles: {en: Annual form}
source: invented
provenance: "Report of {unit}: {round}"
sections:
  - section: general
    titles: {en: General}
    lines:
      - {indicator: GROWTH, low: "-50", high: "100"}
      - {indicator: PEOPLE, low: "0", required: false}
  - section: targets
    titles: {en: Own targets}
    targets: true
"""
#: The pack's files that differ from the small pack's own: a form, and a round that asks for it.
WITH_FORM = {
    "forms/annual.yaml": FORM,
    _ROUND_FILE: FILES[_ROUND_FILE].replace("country_unit: land\n", "country_unit: land\nform: annual\n"),
}
GROWTH, PEOPLE, TARGET = "GROWTH@2023", "PEOPLE@2023", "north-1"


def install(folder: Path, **changed: str) -> None:
    """Install the small pack with its form, and give the northern district a target."""
    installation.initialise(packs=[write_pack(folder / "pack", **{**WITH_FORM, **changed})])
    loading.load(files=[write_csv(folder / "t.csv", TARGETS, target())], round_id=ROUND, by="tester")


def enter(stage: str) -> None:
    """Let the round pass its stages up to this one."""
    passed = set(RoundStage.objects.filter(round_id=ROUND).values_list("stage", flat=True))
    for one in STAGES[: STAGES.index(stage) + 1]:
        if one not in passed:
            RoundStage.objects.create(round_id=ROUND, stage=one, at=timezone.now(), by="tester")


def typed(line_id: str, text: str, base: int = 0, **more: object) -> drafts.Sent:
    """Return a line as somebody typed it over the version `base`."""
    return drafts.Sent(Entry(line_id, text, **more), base)  # type: ignore[arg-type]


def save(*sent: drafts.Sent, unit_key: str = "north", by: str = "officer", **more: object):
    """Save lines of a unit's draft through the grid."""
    asked = {"round_id": ROUND, "unit_key": unit_key, "sent": sent, "by": by, "via": "grid"}
    return drafts.save(**{**asked, **more})


def fill_in(unit_key: str = "north") -> None:
    """Fill in every required line of a unit's form."""
    lines = [typed(GROWTH, "8,1"), *([typed(TARGET, "8,1")] if unit_key == "north" else [])]
    save(*lines, unit_key=unit_key)


def pass_on(*steps: str, unit_key: str = "north") -> None:
    """Let a submission take these steps, each by who has the role."""
    people = {"complete": "officer", "submit": "leader", "accept": "analyst", "approve": "approver"}
    for step in steps:
        getattr(submissions, step)(round_id=ROUND, unit_key=unit_key, by=people[step])
