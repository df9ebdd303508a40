"""A round in motion: the small pack with weekends, a schedule around the turn of 2026, and a clock."""

from datetime import UTC, date, datetime

from tests.factories.packs import FILES, ROUND

DUE, TODAY = date(2026, 12, 25), date(2026, 12, 1)
_REVIEW = f"rounds/{ROUND}/round.yaml"
_DAYS = {
    "opened": "2026-11-20",
    "collecting": "2026-12-01",
    "verifying": "2026-12-28",
    "replying": "2027-01-06",
    "frozen": "2027-01-12",
    "conference": "2027-01-15",
    "following_up": "2027-01-18",
    "closed": "2027-12-31",
}
_SCHEDULE = "schedule:\n" + "".join(
    f'  - {{stage: {stage}, begins_on: "{day}"}}\n' for stage, day in _DAYS.items()
)
#: A form that asks one line of each unit.
FORM = {
    "forms/annual.yaml": """form: annual
titles: {en: Form}
source: invented
provenance: "{unit}: {round}"
sections:
  - section: growth
    titles: {en: Growth}
    lines:
      - {indicator: GROWTH}
""",
}
#: Files for `write_pack`: reports are due on Friday, 25 December 2026, the conference is on 15 January 2027.
LIVE = {
    "pack.yaml": FILES["pack.yaml"] + "weekend: [6, 7]\n",
    _REVIEW: FILES[_REVIEW]
    .replace('conference_on: "2024-01-31"', 'conference_on: "2027-01-15"')
    .replace('reporting_deadline: "2024-01-31"', f'reporting_deadline: "{DUE}"')
    + _SCHEDULE,
}
ASKING = {**LIVE, **FORM, _REVIEW: LIVE[_REVIEW] + "form: annual\n"}


def at_noon(day: date) -> datetime:
    """Return noon of a day: what a test's clock shows."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
