"""Submissions: what units have sent, for the central office: read, returned, accepted, approved, reopened."""

from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest
from pydantic import AwareDatetime, Field

from giaoban.actions import submissions
from giaoban.core.figures import forms
from giaoban.core.figures.entries import LONGEST_EXPLANATION
from giaoban.queries import checks, rounds
from giaoban.queries import forms as asking
from giaoban.queries import submissions as reading
from giaoban.queries.submissions import Version
from giaoban.web.api.calls import serves
from giaoban.web.api.schemas import Asked, Entry, Finding, Findings, Nothing, Sent, Standing, Told
from giaoban.web.api.steps import require_lines, taken
from giaoban.web.components.wordings import words_of_round

_LineId = Annotated[str, Field(max_length=200)]
_Reason = Annotated[str, Field(max_length=LONGEST_EXPLANATION)]
#: No time of a reopening lies so far ahead; later ones are mistyped.
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class Return(Sent):
    """Lines that are to come back to their unit, each with the reason."""

    reasons: Annotated[dict[_LineId, _Reason], Field(max_length=1000)]


class Reopening(Sent):
    """One approved line that its unit may correct, until when, and why."""

    line_id: _LineId
    reason: _Reason
    expires_at: Annotated[AwareDatetime, Field(lt=_LATEST)]


class SentLine(Asked):
    """One line as it was sent to the central office."""

    entry: Entry
    version: int
    by: str
    at: AwareDatetime
    via: str


class SubmissionState(Told):
    """One unit under review: where its submission stands, and how many lines it has sent."""

    unit_key: str
    unit_name: str
    standing: Standing
    sent: int


class Submissions(Told):
    """Every unit under review in a round, in the order of the pack."""

    submissions: list[SubmissionState]


class Submission(Told):
    """What a unit has sent, and everything that is to be said of that."""

    round_id: str
    unit_key: str
    unit_name: str
    standing: Standing
    lines: list[SentLine]
    findings: list[Finding]


@serves("submission.read", tells=Submissions, phase=rounds.stage)
def list_submissions(request: HttpRequest, round_id: str) -> Submissions:
    """List where every unit's submission stands."""
    words, review = words_of_round(round_id)
    standings, sent = reading.standings(round_id), reading.sent_of_round(round_id)
    return Submissions(
        submissions=[
            SubmissionState(
                unit_key=unit.unit_key,
                unit_name=unit.full_name,
                standing=Standing.of(standings.get(unit.unit_key, reading.NOT_BEGUN)),
                sent=len(sent.get(unit.unit_key, ())),
            )
            for unit in words.pack.units_of(review)
        ]
    )


@serves("submission.read", "unit_key", tells=Submission, unit="unit_key", phase=rounds.stage)
def read_submission(request: HttpRequest, round_id: str, unit_key: str) -> Submission:
    """Read what a unit has sent and what is to be said of it; nothing of what it has not sent."""
    words, _ = words_of_round(round_id)
    form, sent = asking.of_unit(round_id, unit_key, words.language), reading.sent(round_id, unit_key)
    found = checks.of_sent(round_id, unit_key, words.language) if sent else ()
    return Submission(
        round_id=round_id,
        unit_key=unit_key,
        unit_name=asking.unit_in(round_id, unit_key).full_name,
        standing=Standing.of(reading.standing(round_id, unit_key)),
        lines=[_line(line, sent[line.line_id]) for line in form.lines if line.line_id in sent],
        findings=[Finding.of(one) for one in found],
    )


@serves("submission.read", tells=Findings, phase=rounds.stage)
def read_round_findings(request: HttpRequest, round_id: str) -> Findings:
    """Read what shows only over all that was sent: control totals, and units unlike their peers."""
    words, _ = words_of_round(round_id)
    return Findings(findings=[Finding.of(one) for one in checks.of_round(round_id, words.language)])


@serves("submission.return", "unit_key", tells=Standing, takes=Return, phase=rounds.stage)
def return_lines(request: HttpRequest, sent: Return, round_id: str, unit_key: str) -> Standing:
    """Return lines to their unit, each with the reason."""
    require_lines(round_id, unit_key, sent.reasons)
    return taken(submissions.return_, request, round_id, unit_key, reasons=sent.reasons)


@serves("submission.accept", "unit_key", tells=Standing, takes=Nothing, phase=rounds.stage)
def accept(request: HttpRequest, sent: Nothing, round_id: str, unit_key: str) -> Standing:
    """Find a submission in order, for a second person to approve."""
    return taken(submissions.accept, request, round_id, unit_key)


@serves("submission.approve", "unit_key", tells=Standing, takes=Nothing, phase=rounds.stage)
def approve(request: HttpRequest, sent: Nothing, round_id: str, unit_key: str) -> Standing:
    """Approve what another person has accepted: it is stored."""
    return taken(submissions.approve, request, round_id, unit_key)


@serves("cell.reopen", "unit_key", tells=Standing, takes=Reopening, phase=rounds.stage)
def reopen(request: HttpRequest, sent: Reopening, round_id: str, unit_key: str) -> Standing:
    """Open one approved line again for its unit until a time; all others stay sealed."""
    require_lines(round_id, unit_key, [sent.line_id])
    about = sent.model_dump()
    return taken(submissions.reopen, request, round_id, unit_key, **about)


def _line(line: forms.Line, sent: Version) -> SentLine:
    about = {"version": sent.version, "by": sent.by, "at": sent.at, "via": sent.via}
    return SentLine(**Asked.told(line), entry=Entry.of(sent.entry), **about)
