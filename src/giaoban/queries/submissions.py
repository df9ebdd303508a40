"""Submissions: where they stand, what stands in their lines, and what was sent to the central office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from giaoban.core.conduct.workflow import Opening, Standing
from giaoban.core.errors import NotFound
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import figure_id
from giaoban.records import models
from giaoban.records.models import EntryVersion, Event, Submission

#: Where a submission stands that nobody has begun.
NOT_BEGUN = Standing("drafting")


@dataclass(frozen=True)
class Kept:
    """What stands in one line at the unit's desk: the entry, its version, who saved it and when."""

    entry: Entry
    version: int
    by: str
    at: datetime
    is_changed: bool


@dataclass(frozen=True)
class Version:
    """One saved version of a line."""

    entry: Entry
    version: int
    by: str
    at: datetime
    via: str


@dataclass(frozen=True)
class Said:
    """One comment or reply: on a line, or on the whole where `line_id` is empty."""

    line_id: str
    text: str
    by: str
    at: datetime


def standing(round_id: str, unit_key: str) -> Standing:
    """Return where the unit's submission stands; one that nobody has begun is being drafted."""
    row = _row(round_id, unit_key)
    return NOT_BEGUN if row is None else standing_of(row)


def standing_of(row: Submission) -> Standing:
    """Return where this submission stands, with its open lines; nothing was ever opened of a new one."""
    rows = () if row.status == "drafting" else row.openings.filter(closed_at=None)
    return Standing(row.status, tuple(map(_opening, rows)), row.by)  # type: ignore[arg-type]


def standings(round_id: str) -> dict[str, Standing]:
    """Return where every submission of the round that was begun stands, by unit."""
    rows = Submission.objects.filter(round_id=round_id).prefetch_related("openings")
    return {row.unit_key: _standing(row) for row in rows}


def kept(round_id: str, unit_key: str) -> dict[str, Kept]:
    """Return what stands in each line at the unit's desk, by line: its draft, for its own people only."""
    rows = models.Entry.objects.filter(submission__round_id=round_id, submission__unit_key=unit_key)
    return {row.line_id: _kept(row) for row in rows}


def entries(round_id: str, unit_key: str) -> dict[str, Entry]:
    """Return the entries at the unit's desk by line: its draft, for its own people only."""
    return {line_id: one.entry for line_id, one in kept(round_id, unit_key).items()}


def entries_of_round(round_id: str) -> dict[str, dict[str, Entry]]:
    """Return the entries at all desks, by unit and line: drafts, to be counted and never shown."""
    rows = models.Entry.objects.filter(submission__round_id=round_id).values_list(
        "submission__unit_key", "line_id", "text", "explanation", "is_not_applicable", "verdict"
    )
    found: dict[str, dict[str, Entry]] = {}
    for unit_key, *said in rows.order_by():
        found.setdefault(unit_key, {})[said[0]] = Entry(*said)
    return found


def sent(round_id: str, unit_key: str) -> dict[str, Version]:
    """Return what the unit has sent to the central office, by line; nothing before it was submitted."""
    return _versions(round_id, "sent").get(unit_key, {})


def sent_of_round(round_id: str) -> dict[str, dict[str, Version]]:
    """Return what every unit has sent to the central office, by unit and line."""
    return _versions(round_id, "sent")


def approved(round_id: str, unit_key: str) -> dict[str, Version]:
    """Return what was approved, by line."""
    return _versions(round_id, "approved").get(unit_key, {})


def versions(round_id: str, unit_key: str, line_id: str) -> tuple[Version, ...]:
    """Return every saved version of one line, the latest first: for the unit's own people only."""
    rows = EntryVersion.objects.filter(
        entry__submission__round_id=round_id, entry__submission__unit_key=unit_key, entry__line_id=line_id
    )
    return tuple(map(_version, rows.select_related("entry").order_by("-version")))


def entries_at(round_id: str, unit_key: str, versions: Mapping[str, int]) -> dict[str, Entry]:
    """Return what stood in each line in the version named for it; one without such a version is left out."""
    rows = EntryVersion.objects.filter(
        entry__submission__round_id=round_id,
        entry__submission__unit_key=unit_key,
        version__in=set(versions.values()),
    ).select_related("entry")
    asked = (row for row in rows if versions.get(row.entry.line_id) == row.version)
    return {row.entry.line_id: entry_of(row, row.entry.line_id) for row in asked}


def sent_versions(round_id: str, unit_key: str, line_id: str) -> tuple[Version, ...]:
    """Return the versions of one line that were ever sent to the central office, the latest first."""
    sendings = Event.objects.filter(object=f"{round_id}/{unit_key}", verb="submission.submitted")
    numbers = {sent.get(line_id) for sent in sendings.values_list("payload__versions", flat=True)}
    return tuple(one for one in versions(round_id, unit_key, line_id) if one.version in numbers)


def comments(round_id: str, unit_key: str, line_id: str | None = None) -> tuple[Said, ...]:
    """Return what was said of the submission, in order; of one line only where one is named."""
    rows = models.Comment.objects.filter(submission__round_id=round_id, submission__unit_key=unit_key)
    return tuple(map(_said, rows if line_id is None else rows.filter(line_id=line_id)))


def replies(round_id: str, unit_key: str) -> tuple[Said, ...]:
    """Return what the unit's leader replied, in order."""
    rows = models.Reply.objects.filter(submission__round_id=round_id, submission__unit_key=unit_key)
    return tuple(map(_said, rows))


def counts_by_line(round_id: str, unit_key: str) -> dict[str, tuple[int, int]]:
    """Return how many comments and how many files each line has, by line."""
    found: dict[str, tuple[int, int]] = {}
    for place, noun in enumerate((models.Comment, models.Evidence)):
        rows = noun.objects.filter(submission__round_id=round_id, submission__unit_key=unit_key)
        for line_id, count in rows.values_list("line_id").annotate(Count("id")).order_by():
            pair = list(found.get(line_id, (0, 0)))
            pair[place] = count
            found[line_id] = (pair[0], pair[1])
    return found


def pending(round_id: str) -> dict[str, frozenset[str]]:
    """Return the approved lines that are being corrected, by unit: what depends on them is not settled."""
    rows = models.Opening.objects.filter(submission__round_id=round_id, kind="reopened", closed_at=None)
    found: dict[str, set[str]] = {}
    for unit_key, line_id in rows.values_list("submission__unit_key", "line_id"):
        found.setdefault(unit_key, set()).add(line_id)
    return {unit_key: frozenset(lines) for unit_key, lines in found.items()}


def pending_figures(round_id: str, period: str) -> frozenset[tuple[str, str]]:
    """Return unit and indicator or target of each approved line that is being corrected."""
    ending = figure_id("", period)
    return frozenset(
        (unit_key, line_id.removesuffix(ending))
        for unit_key, lines in pending(round_id).items()
        for line_id in lines
    )


def require_begun(round_id: str, unit_key: str) -> Submission:
    """Return the submission.

    Raises:  NotFound if the unit has not begun one.
    """
    row = _row(round_id, unit_key)
    if row is None:
        raise NotFound(f"“{unit_key}” has reported nothing in the round “{round_id}” yet", "Wait for it.")
    return row


def _row(round_id: str, unit_key: str) -> Submission | None:
    return Submission.objects.filter(round_id=round_id, unit_key=unit_key).first()


def _standing(row: Submission) -> Standing:
    open_ = tuple(_opening(one) for one in row.openings.all() if one.closed_at is None)
    return Standing(row.status, open_, row.by)  # type: ignore[arg-type]


def _opening(row: models.Opening) -> Opening:
    return Opening(row.line_id, row.kind, row.reason, row.by, row.at, row.expires_at)  # type: ignore[arg-type]


def _versions(round_id: str, which: str) -> Mapping[str, dict[str, Version]]:
    rows = EntryVersion.objects.filter(
        entry__submission__round_id=round_id, **{f"entry__{which}": F("version")}
    ).select_related("entry__submission")
    found: dict[str, dict[str, Version]] = {}
    for row in rows:
        found.setdefault(row.entry.submission.unit_key, {})[row.entry.line_id] = _version(row)
    return found


def entry_of(row: models.Entry | EntryVersion, line_id: str) -> Entry:
    """Return what a row says of a line."""
    return Entry(line_id, row.text, row.explanation, row.is_not_applicable, row.verdict)


def _kept(row: models.Entry) -> Kept:
    is_changed = row.version != (row.approved or row.sent)
    return Kept(entry_of(row, row.line_id), row.version, row.saved_by, row.saved_at, is_changed)


def _version(row: EntryVersion) -> Version:
    return Version(entry_of(row, row.entry.line_id), row.version, row.by, row.at, row.via)


def _said(row: models.Comment | models.Reply) -> Said:
    return Said(row.line_id, row.text, row.by, row.at)
