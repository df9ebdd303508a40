"""Convening: a pack with a programme and limits of conferences, and its round opened on a fixed day."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from giaoban.actions import conferences, installation
from giaoban.records.models import Conference, RoundStage
from tests.factories.packs import ROUND, write_pack
from tests.factories.schedules import LIVE

KEY = "review-2023"
RULES = """\
rules:
  - {rule: conference_notice, title: N, valid_from: "2020-01-01", valid_to: "", source: x, confidence: MEM,
     working_days: 3}
  - {rule: concluding_speech, title: S, valid_from: "2020-01-01", valid_to: "", source: x, confidence: MEM,
     minutes: 50}
  - {rule: taking_up, title: Open, valid_from: "2020-01-01", valid_to: "", source: x, confidence: MEM,
     minutes: 5}
  - rule: programme
    title: Programme
    valid_from: "2020-01-01"
    valid_to: ""
    source: invented
    confidence: MEM
    sections:
      - titles: {en: Opening}
        items: [{titles: {en: Opening speech}, minutes: 10}]
      - titles: {en: Opinions}
        items: [{titles: {en: Opinions of the districts}, minutes: 90}]
      - titles: {en: Conclusion}
        items:
          - {titles: {en: Concluding speech}, minutes: 45, kind: conclusion, decision_sought: {en: Tasks}}
"""
#: The round of this pack plans its conference for Friday, 15 January 2027.
PACK = {**LIVE, "rules/conferences.yaml": RULES}


def at(text: str) -> datetime:
    """Return a time as clocks show it in the zone of the installation."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone.get_default_timezone_name()))


def install(folder: Path, stage: str = "frozen", **changed: str) -> None:
    """Install the pack, and let its round stand in a stage."""
    installation.initialise(packs=[write_pack(folder / "pack", **PACK, **changed)])
    RoundStage.objects.create(round_id=ROUND, stage=stage, at=timezone.now(), by="tester")


def convened(**told: object) -> Conference:
    """Return a conference that was just prepared, on the planned morning unless told otherwise."""
    morning = {"begins_at": at("2027-01-15T08:00"), "ends_at": at("2027-01-15T11:30")}
    about = {"title": "Review of 2023", "place": "Hall A", "telephone": "1900 0000"}
    return conferences.convene(**{"round_id": ROUND, "key": KEY, "by": "steward", **about, **morning, **told})
