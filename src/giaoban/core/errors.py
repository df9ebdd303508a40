"""What can go wrong, in words an officer can act on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Place:
    """Where a finding stands: file, sheet, row (as a spreadsheet numbers it) and column name."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row is not None else ""
        column = f"column {self.column}" if self.column else ""
        return ", ".join(part for part in (self.file, self.sheet, row, column) if part)


#: An error stops the work; what needs an explanation stops it until one is written; a warning never does.
Severity = Literal["error", "explanation", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing wrong or doubtful: what (title), what to do (detail), where, and how grave.

    `values` are the numbers and names in its texts, by name, so that a page can say it in another language.
    """

    code: str
    title: str
    detail: str = ""
    where: Place = field(default_factory=Place)
    severity: Severity = "error"
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.where), self.title, self.detail) if part)


#: One thing that a form is held to: its column, whether it is broken there, what is wrong, and what to do.
Check = tuple[str, bool, str, str]


def broken(checks: Iterable[Check]) -> tuple[Finding, ...]:
    """Return a finding for each check that is broken, by its column."""
    return tuple(
        Finding(column, title, detail, Place(column=column))
        for column, is_broken, title, detail in checks
        if is_broken
    )


class Refusal(Exception):
    """A request that cannot be carried out; `title` says what, `detail` what to do, `where` the place.

    `findings` carries every fault at once, where there are several.
    """

    def __init__(
        self, title: str, detail: str = "", where: Place | None = None, findings: tuple[Finding, ...] = ()
    ) -> None:
        super().__init__(title)
        self.title, self.detail, self.where = title, detail, where or Place()
        self.findings = findings

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.where), self.title, self.detail) if part)


class Invalid(Refusal):
    """The input breaks a rule."""


class NotAllowed(Refusal):
    """The person may not do this now; the detail says why not."""


class Conflict(Refusal):
    """Somebody else changed the same thing; both versions are kept."""


class NotFound(Refusal):
    """No such thing, or none that this person may know of."""
