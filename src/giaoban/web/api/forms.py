"""Forms: a unit's own form for its programs: read, filled in, completed, taken back, submitted."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from pydantic import AwareDatetime, Field

from giaoban.actions import drafts, submissions
from giaoban.core.conduct import workflow
from giaoban.core.conduct.phases import Phase
from giaoban.core.figures import entries, forms
from giaoban.queries import checks, evidence, rounds
from giaoban.queries import forms as asking
from giaoban.queries import submissions as reading
from giaoban.queries.evidence import Piece
from giaoban.queries.submissions import Kept
from giaoban.web.actors import actor_of
from giaoban.web.api.calls import serves
from giaoban.web.api.schemas import (
    Asked,
    Entry,
    Finding,
    Findings,
    Lock,
    Nothing,
    Past,
    Sent,
    Standing,
    Told,
)
from giaoban.web.api.steps import require_lines, taken
from giaoban.web.components.wordings import words_of_round
from giaoban.web.province.answers import MOST_LINES, Answer


class Lines(Sent):
    """Lines of a form: each with the version it was typed over, `base`, 0 where it had none.

    With `is_whole` all of them are kept or none.
    """

    lines: Annotated[list[Answer], Field(max_length=MOST_LINES)]
    is_whole: bool = False


class Line(Asked):
    """One line of a unit's own form: what is asked, what is known, and what stands in it in which version."""

    last_year: Past | None
    last_report: Past | None
    entry: Entry
    version: int
    by: str
    at: AwareDatetime | None
    lock: Lock | None


class Attachment(Told):
    """One file that the form asks for, and the latest one that was brought."""

    attachment: str
    name: str
    is_required: bool
    brought: str
    sha256: str

    @classmethod
    def of(cls, asked: forms.Attachment, name: str, piece: Piece | None) -> "Attachment":
        """Return a file that is asked for."""
        told = {"brought": piece.name, "sha256": piece.sha256} if piece else {"brought": "", "sha256": ""}
        return cls(attachment=asked.attachment, name=name, is_required=asked.is_required, **told)


class Form(Told):
    """A unit's form in a round, as its own people see it."""

    round_id: str
    unit_key: str
    title: str
    unit_name: str
    stage: Phase
    standing: Standing
    lines: list[Line]
    attachments: list[Attachment]
    findings: list[Finding]


class SavedLine(Told):
    """What became of a line: with `conflict` or `locked` it was not changed, and `entry` stands there."""

    line_id: str
    outcome: Literal["saved", "unchanged", "conflict", "locked"]
    version: int
    entry: Entry
    findings: list[Finding]
    lock: Lock | None
    by: str
    at: AwareDatetime | None

    @classmethod
    def of(cls, saved: drafts.Saved) -> "SavedLine":
        """Return what became of a line."""
        return cls(
            line_id=saved.line_id,
            outcome=saved.outcome,
            version=saved.version,
            entry=Entry.of(saved.entry),
            findings=[Finding.of(one) for one in saved.findings],
            lock=Lock.of(saved.lock),
            by=saved.by,
            at=saved.at,
        )


class SavedLines(Told):
    """One answer a line, in the order sent."""

    lines: list[SavedLine]


@serves("draft.read", "unit_key", tells=Form, unit="unit_key", phase=rounds.stage)
def read_form(request: HttpRequest, round_id: str, unit_key: str) -> Form:
    """Read my unit's form: what is asked and known, what stands in each line, and what is to be said."""
    words, _ = words_of_round(round_id)
    form = asking.of_unit(round_id, unit_key, words.language)
    standing, stage = reading.standing(round_id, unit_key), rounds.stage(round_id)
    kept, brought = reading.kept(round_id, unit_key), evidence.attachments(round_id, unit_key)
    return Form(
        round_id=round_id,
        unit_key=unit_key,
        title=words.name(form.titles),
        unit_name=asking.unit_in(round_id, unit_key).full_name,
        stage=stage,
        standing=Standing.of(standing),
        lines=[_line(line, kept.get(line.line_id), standing, stage) for line in form.lines],
        attachments=[
            Attachment.of(one, words.name(one.names), brought.get(one.attachment)) for one in form.attachments
        ],
        findings=_findings(round_id, unit_key, words.language),
    )


@serves("draft.read", "unit_key", tells=Findings, unit="unit_key", phase=rounds.stage)
def read_findings(request: HttpRequest, round_id: str, unit_key: str) -> Findings:
    """Read everything that is to be said of my unit's form as it stands."""
    words, _ = words_of_round(round_id)
    return Findings(findings=_findings(round_id, unit_key, words.language))


@serves("draft.save", "unit_key", tells=SavedLines, takes=Lines, unit="unit_key", phase=rounds.stage)
def save_lines(request: HttpRequest, sent: Lines, round_id: str, unit_key: str) -> SavedLines:
    """Save lines of my unit's form; each is told what became of it. The same again changes nothing."""
    require_lines(round_id, unit_key, [one.line_id for one in sent.lines])
    kept = drafts.save(
        round_id=round_id,
        unit_key=unit_key,
        sent=[one.sent() for one in sent.lines],
        by=actor_of(request).person,
        via="api",
        is_whole=sent.is_whole,
    )
    return SavedLines(lines=[SavedLine.of(one) for one in kept])


@serves("submission.complete", "unit_key", tells=Standing, takes=Nothing, unit="unit_key", phase=rounds.stage)
def complete(request: HttpRequest, sent: Nothing, round_id: str, unit_key: str) -> Standing:
    """Complete the form: it goes to the leader, unless something is missing or wrong."""
    return taken(submissions.complete, request, round_id, unit_key)


@serves("submission.recall", "unit_key", tells=Standing, takes=Nothing, unit="unit_key", phase=rounds.stage)
def recall(request: HttpRequest, sent: Nothing, round_id: str, unit_key: str) -> Standing:
    """Take a completed form back to the desk."""
    return taken(submissions.recall, request, round_id, unit_key)


@serves("submission.submit", "unit_key", tells=Standing, takes=Nothing, unit="unit_key", phase=rounds.stage)
def submit(request: HttpRequest, sent: Nothing, round_id: str, unit_key: str) -> Standing:
    """Send a completed form to the central office."""
    return taken(submissions.submit, request, round_id, unit_key)


def _findings(round_id: str, unit_key: str, language: str) -> list[Finding]:
    return [Finding.of(one) for one in checks.of_submission(round_id, unit_key, language)]


def _line(line: forms.Line, kept: Kept | None, standing: workflow.Standing, stage: Phase) -> Line:
    entry = kept.entry if kept else entries.Entry(line.line_id)
    return Line(
        **Asked.told(line),
        last_year=Past.of(line.last_year),
        last_report=Past.of(line.last_report),
        entry=Entry.of(entry),
        version=kept.version if kept else 0,
        by=kept.by if kept else "",
        at=kept.at if kept else None,
        lock=Lock.of(_lock(line, standing, stage)),
    )


def _lock(line: forms.Line, standing: workflow.Standing, stage: Phase) -> workflow.Lock | None:
    # The round's own stage closes everything; the workflow of a submission does not know it.
    if not workflow.is_open_phase(stage):
        return workflow.Lock("The round is not in a phase for this.")
    return workflow.lock_of(line.line_id, standing, timezone.now())
