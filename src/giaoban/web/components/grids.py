"""The grid: a unit's form as rows to fill in, with what is known, what is typed and what is said of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from giaoban.actions.drafts import Saved
from giaoban.core.conduct.phases import Phase
from giaoban.core.conduct.workflow import Lock, Standing, is_open_phase, lock_of
from giaoban.core.errors import Finding
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import Form, Line
from giaoban.core.registry.packs import Round
from giaoban.core.registry.units import Unit
from giaoban.queries import checks, evidence, forms, people, rounds, submissions
from giaoban.queries.submissions import Kept
from giaoban.web.components.rows import Row, ask
from giaoban.web.components.standings import Reason, say_lock, say_moment, say_opening, say_refusal
from giaoban.web.components.wordings import Words, words_of_round


@dataclass(frozen=True)
class Refused:
    """A line that was typed and not kept: what was typed, and what became of it."""

    typed: Entry
    saved: Saved


@dataclass(frozen=True)
class Section:
    """The rows of one section of the form."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Grid:
    """A unit's form in a round as its people see it now; `names` says what people are called."""

    words: Words
    review: Round
    unit: Unit
    form: Form
    stage: Phase
    standing: Standing
    findings: tuple[Finding, ...]
    rows: Sequence[Row]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return what the form is called."""
        return self.words.name(self.form.titles)

    @property
    def sections(self) -> list[Section]:
        """Return the rows by section, in the order of the form."""
        grouped = {
            name: [row for row in self.rows if row.line.section == name] for name in self.form.sections
        }
        titles = self.form.sections
        return [Section(self.words.name(titles[name]), rows) for name, rows in grouped.items() if rows]

    @property
    def returned(self) -> list[Row]:
        """Return the lines that came back or were reopened."""
        return [row for row in self.rows if row.opening]

    @property
    def answered(self) -> int:
        """Return how many of the required lines are answered."""
        return sum(not row.entry.is_blank for row in self.rows if row.line.is_required)

    @property
    def required(self) -> int:
        """Return how many lines have to be answered."""
        return sum(row.line.is_required for row in self.rows)

    @property
    def lock(self) -> Reason | None:
        """Return why the form is locked, where all of it is."""
        locks = [row.lock for row in self.rows]
        return locks[0] if locks and all(locks) else None

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """Return the rows by their line."""
        return {row.line.line_id: row for row in self.rows}


def open_grid(round_id: str, unit_key: str, refused: Mapping[str, Refused] | None = None) -> Grid:
    """Return the grid of a unit's form; lines in `refused` show what was typed beside what stands there.

    Raises:  NotFound if the unit is not under review, or the round asks for no form.
    """
    words, review = words_of_round(round_id)
    form = forms.of_unit(round_id, unit_key, words.language)
    standing, kept = submissions.standing(round_id, unit_key), submissions.kept(round_id, unit_key)
    desk = _Desk(words, review, rounds.stage(round_id), standing, kept, refused or {})
    desk.counts.update(submissions.counts_by_line(round_id, unit_key))
    entries = {line_id: one.entry for line_id, one in kept.items()}
    found = checks.of_report(form, entries, evidence.attachments(round_id, unit_key))
    for one in found:
        desk.said.setdefault(one.where.column, []).append(one)
    rows = [desk.row(number, line) for number, line in enumerate(form.lines, start=1)]
    unit = forms.unit_of(words.pack, review, unit_key)
    return Grid(words, review, unit, form, desk.stage, standing, found, rows, desk.names)


@dataclass(frozen=True)
class _Desk:
    """Everything that the rows are made of."""

    words: Words
    review: Round
    stage: Phase
    standing: Standing
    kept: Mapping[str, Kept]
    refused: Mapping[str, Refused]
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    said: dict[str, list[Finding]] = field(default_factory=dict)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return what the people are called who saved or opened something."""
        return people.names(_people(self.standing, self.kept.values()))

    def row(self, number: int, line: Line) -> Row:
        """Return one row."""
        kept, refused = self.kept.get(line.line_id), self.refused.get(line.line_id)
        there = refused.saved if refused else kept
        comments, files = self.counts.get(line.line_id, (0, 0))
        return Row(
            number,
            line,
            ask(line, self.words, self.review.period.text),
            refused.typed if refused else kept.entry if kept else Entry(line.line_id),
            there.version if there else 0,
            self._name(there.by) if there else "",
            say_moment(there.at) if there else "",
            self._lock(line),
            self._opening(line),
            tuple(self.said.get(line.line_id, ())),
            comments,
            files,
            say_refusal(refused.saved, self._name(refused.saved.by)) if refused else "",
            refused.saved.entry if refused else None,
        )

    def _name(self, email: str) -> str:
        return self.names.get(email, email)

    def _lock(self, line: Line) -> Reason | None:
        # The round's own stage closes everything; the workflow of a submission does not know it.
        if not is_open_phase(self.stage):
            return say_lock(Lock("The round is not in a phase for this."))
        lock = lock_of(line.line_id, self.standing, timezone.now())
        return say_lock(lock) if lock else None

    def _opening(self, line: Line) -> Reason | None:
        own = [one for one in self.standing.openings if one.line_id == line.line_id]
        return say_opening(own[-1], self._name(own[-1].by)) if own else None


def _people(standing: Standing, kept: Iterable[Kept]) -> set[str]:
    openers = {one.by for one in standing.openings}
    return {standing.by, *openers, *(one.by for one in kept)} - {""}
