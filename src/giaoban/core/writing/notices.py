"""Notices: the conclusion notice as blocks, its tasks said as sentences, its figures bound as when quoted."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from giaoban.core.conduct.resolutions import Assignment, Clause, headings
from giaoban.core.errors import Finding, Place, Severity
from giaoban.core.writing.claims import Claim, check
from giaoban.core.writing.numbers import join_words
from giaoban.core.writing.passages import Passage, normal

#: What is wrong with a figure, and what to do, by whether it holds a notice back.
DIFFERS = (
    "What the clause says is not what its figure says",
    "Write it as the factsheet has it, or take it out.",
)
ADDED = (
    "The clause says more, or other, than the sentence it was quoted from",
    "See whether the factsheet bears it out.",
)
_HOLDING = ("changed_number", "changed_count", "changed_name")

Span = Mapping[str, Any]
Block = dict[str, Any]
_OPTION = re.compile(r"\[([^\]]*)\]")
_ASKED = re.compile(r"\{(\w+)\}")


def fill(template: str, words: Mapping[str, str]) -> str:
    """Return the template with its words; one that is asked for with a capital begins with a capital.

    Shape:   `[a|b]` is the first alternative whose words all have something to say, or nothing.
    """
    known = {**words, **{_capital(name): _capital(text) for name, text in words.items()}}
    return _OPTION.sub(lambda part: _option(part[1], known), template).format(**known)


def say_date(form: str, on: date, wording: Mapping[str, Any]) -> str:
    """Return a day in the words of a form that asks for {day}, {month}, {plain_day}, {plain_month}, {year}.

    Shape:   `wording["notices"]["months"]` says how each month is written as {month_name}.
    """
    return form.format(
        day=f"{on.day:02d}",
        month=f"{on.month:02d}",
        plain_day=on.day,
        plain_month=on.month,
        month_name=wording["notices"]["months"][on.month - 1],
        year=on.year,
    )


def say_task(task: Assignment, names: Mapping[str, str], wording: Mapping[str, Any]) -> str:
    """Return the sentence that gives a task: who leads with whom, what, and by when.

    Edges:   what is not known yet is left out as the wording's [brackets] say.
    """
    words, lists = wording["notices"], wording["lists"]
    due = say_date(words["due"][task.precision], task.due_on, wording) if task.due_on else ""
    told = {
        "lead": join_words([names[key] for key in task.leads], lists),
        "others": join_words([names[key] for key in task.others], lists),
        "what": _bare(task.what),
        "due": due,
        "product": _bare(task.product),
    }
    return fill(words["task"], told)


def compose(
    clauses: Sequence[Clause], names: Mapping[str, str], wording: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the notice as blocks, each named by what it says: a clause in its version, or a task.

    Shape:   {"blocks": […], "tables": {}, "charts": {}}, as a report's; paragraphs of one clause share a
             `name`, and its `number` stands before the first.
    """
    roman, words = headings(clauses), wording["notices"]
    blocks: list[Block] = []
    for section in dict.fromkeys(one.section for one in clauses):
        if section in roman:
            heading = words["headings"][section].format(roman=roman[section])
            blocks.append({"kind": "heading", "level": 1, "text": heading})
        for place, one in enumerate((one for one in clauses if one.section == section), 1):
            blocks.extend(_clause(one, f"{place}. " if section in roman else ""))
            blocks.extend(_task(task, names, wording) for task in one.tasks)
    return {"blocks": blocks, "tables": {}, "charts": {}}


def bind(text: str, basis: Iterable[Span]) -> list[dict[str, Any]]:
    """Return a text as spans in which whatever it still says of its basis is bound to the figure.

    Edges:   a bound span is looked for after the one before it; one that is gone binds nothing.
    """
    spans: list[dict[str, Any]] = []
    place = 0
    for span in (span for span in basis if span.get("figure_id") and span["text"]):
        start = text.find(span["text"], place)
        if start >= 0:
            spans += [{"text": text[place:start]}, dict(span)]
            place = start + len(span["text"])
    return [span for span in (*spans, {"text": text[place:]}) if span["text"]]


def doubt(clause: Clause, label: str, names: Iterable[str]) -> tuple[Finding, ...]:
    """Return a finding for each claim of a clause that the figures it was quoted from do not bear out.

    Edges:   a number or a name that was changed holds the notice back; what was added is to be looked at, and
             what was left out is nobody's business.
    """
    if not clause.basis:
        return ()
    quoted = {"blocks": [{"kind": "paragraph", "spans": list(clause.basis)}], "tables": {}, "charts": {}}
    claims = check(quoted, (Passage(normal(clause.text)),), names)
    return tuple(_finding(claim, clause, label) for claim in claims if claim.kind != "missing")


def _finding(claim: Claim, clause: Clause, label: str) -> Finding:
    holds = claim.kind in _HOLDING
    title, detail = DIFFERS if holds else ADDED
    values = (("clause", str(clause.clause_id)), ("expected", claim.expected), ("found", claim.found))
    severity: Severity = "error" if holds else "warning"
    return Finding(claim.kind, title, detail, Place(label), severity, values)


def _clause(clause: Clause, label: str) -> Iterator[Block]:
    """Yield a paragraph for each line of the clause."""
    name, lines = f"c_{clause.clause_id}_{clause.version}", _lines(bind(clause.text, clause.basis))
    for place, spans in enumerate(lines):
        yield {"kind": "paragraph", "name": name, "number": "" if place else label, "spans": spans}


def _lines(spans: Iterable[Span]) -> list[list[Span]]:
    lines: list[list[Span]] = [[]]
    for span in spans:
        first, *more = span["text"].split("\n")
        lines[-1].append({**span, "text": first})
        lines += [[{**span, "text": text}] for text in more]
    return lines


def _task(task: Assignment, names: Mapping[str, str], wording: Mapping[str, Any]) -> Block:
    spans = [{"text": say_task(task, names, wording)}]
    return {"kind": "paragraph", "name": f"t_{task.task_id}", "number": "", "spans": spans}


def _option(options: str, known: Mapping[str, str]) -> str:
    said = (one for one in options.split("|") if all(map(known.get, _ASKED.findall(one))))
    return next(said, "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bare(text: str) -> str:
    return text.strip().rstrip(".;, ")
