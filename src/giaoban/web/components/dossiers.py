"""Dossiers: what a unit has sent, as the central office reads it, beside what was known and found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.core.conduct.phases import Phase
from giaoban.core.conduct.workflow import SENT, Opening, Standing
from giaoban.core.errors import Finding, NotFound
from giaoban.core.figures.forms import Form, Line
from giaoban.core.registry.packs import Round
from giaoban.core.registry.units import Unit
from giaoban.core.review.previews import Preview
from giaoban.queries import checks, forms, people, previews, rounds, submissions
from giaoban.queries.submissions import Version
from giaoban.web.components.marks import Mark, mark, tally_marks
from giaoban.web.components.rows import Asked, ask, say_answer, say_entry, tell_finding
from giaoban.web.components.standings import Reason, say_moment, say_opening
from giaoban.web.components.wordings import Words, words_of_round

#: For how many days a line is reopened where nobody chooses otherwise.
_DAYS_OPEN = 3


@dataclass(frozen=True)
class Leaf:
    """One line of a dossier: what was asked and sent, how it changed, what is found and said of it.

    `before` is the approved answer where another one was sent since; `is_pending` marks a line that is being
    corrected, so that what depends on it is not settled.
    """

    number: int
    line: Line
    asked: Asked
    answer: str
    explanation: str
    before: str
    verdict: Mark | None
    is_pending: bool
    opening: Reason | None
    notes: Sequence[Mapping[str, str]]
    comments: int
    files: int


@dataclass(frozen=True)
class Section:
    """The leaves of one section of the form."""

    title: str
    leaves: Sequence[Leaf]


@dataclass(frozen=True)
class Dossier:
    """What a unit has sent in a round, as it stands now; `names` says what people are called.

    `general` are the findings on no single line: files that are owed, and what a report in words contradicts.
    """

    words: Words
    review: Round
    unit: Unit
    form: Form
    stage: Phase
    standing: Standing
    leaves: Sequence[Leaf]
    preview: Preview
    names: Mapping[str, str]
    general: Sequence[Mapping[str, str]] = ()

    @property
    def title(self) -> str:
        """Return what the form is called."""
        return self.words.name(self.form.titles)

    @property
    def sections(self) -> list[Section]:
        """Return the leaves by section, in the order of the form."""
        grouped = {
            name: [one for one in self.leaves if one.line.section == name] for name in self.form.sections
        }
        return [
            Section(self.words.name(self.form.sections[name]), own) for name, own in grouped.items() if own
        ]

    @property
    def tally(self) -> list[Mark]:
        """Return the marks of the settled targets."""
        return tally_marks(self.preview.tally)

    @property
    def open_leaves(self) -> list[Leaf]:
        """Return the lines that were sent back or reopened."""
        return [one for one in self.leaves if one.opening]

    @property
    def doubtful(self) -> int:
        """Return how many lines have something to look at."""
        return sum(bool(one.notes) for one in self.leaves)

    @property
    def sent_by(self) -> str:
        """Return who took the last step."""
        return self.names.get(self.standing.by, self.standing.by)

    @property
    def by_id(self) -> dict[str, Leaf]:
        """Return the leaves by their line."""
        return {one.line.line_id: one for one in self.leaves}


def open_dossier(round_id: str, unit_key: str) -> Dossier:
    """Return what a unit has sent.

    Raises:  NotFound if the unit is not under review, or has sent nothing yet.
    """
    words, review = words_of_round(round_id)
    form = forms.of_unit(round_id, unit_key, words.language)
    standing, sent = submissions.standing(round_id, unit_key), submissions.sent(round_id, unit_key)
    if not sent and standing.status not in SENT:
        raise NotFound("Nothing was sent", "Wait for the unit.")
    seen = _Seen(
        words,
        review,
        standing,
        sent,
        submissions.approved(round_id, unit_key),
        previews.of_unit(round_id, unit_key),
        people.names({standing.by, *(one.by for one in standing.openings)}),
        submissions.counts_by_line(round_id, unit_key),
        _by_line(checks.of_sent(round_id, unit_key, words.language)),
    )
    leaves = [seen.leaf(number, line) for number, line in enumerate(form.lines, start=1)]
    unit = forms.unit_of(words.pack, review, unit_key)
    stage = rounds.stage(round_id)
    general = [
        tell_finding(one)
        for line_id, found in seen.found.items()
        if line_id not in form.by_id
        for one in found
    ]
    return Dossier(words, review, unit, form, stage, standing, leaves, seen.preview, seen.names, general)


def until(days: int = _DAYS_OPEN) -> datetime:
    """Return until when a line is reopened where nobody chooses otherwise: the end of a day soon."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=17, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class _Seen:
    """Everything that the leaves are made of."""

    words: Words
    review: Round
    standing: Standing
    sent: Mapping[str, Version]
    approved: Mapping[str, Version]
    preview: Preview
    names: Mapping[str, str]
    counts: Mapping[str, tuple[int, int]]
    found: Mapping[str, Sequence[Finding]]

    def leaf(self, number: int, line: Line) -> Leaf:
        """Return one leaf."""
        line_id = line.line_id
        comments, files = self.counts.get(line_id, (0, 0))
        verdict = self.preview.verdicts.get(line_id)
        sent = self.sent.get(line_id)
        return Leaf(
            number,
            line,
            ask(line, self.words, self.review.period.text),
            say_answer(sent.entry) if sent else _("not reported"),
            sent.entry.explanation if sent else "",
            self._before(line_id),
            mark(verdict) if verdict else None,
            line_id in self.preview.pending or any(one.kind == "reopened" for one in self._own(line_id)),
            self._opening(line_id),
            [tell_finding(one) for one in self.found.get(line_id, ())],
            comments,
            files,
        )

    def _before(self, line_id: str) -> str:
        approved, sent = self.approved.get(line_id), self.sent.get(line_id)
        is_changed = approved and sent and approved.version != sent.version
        return say_entry(approved.entry) if approved and is_changed else ""

    def _own(self, line_id: str) -> list[Opening]:
        return [one for one in self.standing.openings if one.line_id == line_id]

    def _opening(self, line_id: str) -> Reason | None:
        own = self._own(line_id)
        return say_opening(own[-1], self.names.get(own[-1].by, own[-1].by)) if own else None


def say_sent(dossier: Dossier, at: datetime | None) -> str:
    """Return when and by whom the last step was taken."""
    return " · ".join(part for part in (dossier.sent_by, say_moment(at)) if part)


def _by_line(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.where.column, []).append(one)
    return found
