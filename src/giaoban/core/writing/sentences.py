"""Sentences: a template and facts become spans; whatever comes from a figure is bound to it.

A template is plain text with placeholders. `{count}` asks the main fact, `{national.value}` another role,
`{header.as_of}` the round. `{items}` lists the members, `{items 3}` the first three (and those tied with the
third). `{reported province}` adds the noun in its form for the number. A field written with a capital
(`{word.Quantifier}`) begins with a capital. `[a|b]` is the first alternative whose placeholders all have
something to say, or nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from giaoban.core.errors import Invalid
from giaoban.core.writing.fields import FIELDS, say_field
from giaoban.core.writing.labels import grades_of
from giaoban.core.writing.numbers import plural
from giaoban.core.writing.periods import say_day, say_period
from giaoban.core.writing.statements import Fact, Figure, Sheet, take
from giaoban.core.writing.voice import Span, Spans, Subject, Voice, capitalise, join

PART = re.compile(r"\[(?P<options>[^\]]*)\]|\{(?P<asked>[^{}]*)\}")
ASKED = re.compile(r"(?:(?P<role>\w+)\.)?(?P<field>\w+)(?: (?P<argument>\S+))?")

#: A unit that a fact names, its own figure, and the measure that it is ordered by.
Member = tuple[str, Figure | None, str]


@dataclass(frozen=True)
class Scope:
    """Who may be asked: the facts by role and, inside a list, the member in hand."""

    voice: Voice
    facts: Mapping[str, Fact]
    item: str = "{name} ({value})"
    between: str = ""
    unit_key: str = ""
    point: Figure | None = None
    unsaid: list[str] = field(default_factory=list)

    def fill(self, template: str) -> Spans:
        """Return the template with every placeholder answered.

        Edges:   what has no answer is noted in `unsaid` and printed as the wording's word for missing.
        Raises:  Invalid if the template asks for something that no figure can answer.
        """
        spans: list[Span] = []
        place = 0
        for match in PART.finditer(template):
            spans.append(Span(template[place : match.start()]))
            spans.extend(self._option(match) if match["asked"] is None else self._answer(match["asked"]))
            place = match.end()
        spans.append(Span(template[place:]))
        return merge(tuple(spans))

    def _option(self, match: re.Match[str]) -> Spans:
        for option in match["options"].split("|"):
            attempt = replace(self, unsaid=[])
            spans = attempt.fill(option)
            if not attempt.unsaid:
                return spans
        return ()

    def _answer(self, asked: str) -> Spans:
        match = ASKED.fullmatch(asked)
        if match is None:
            detail = "Write {field}, {role.field} or {field noun}."
            raise Invalid(f"“{{{asked}}}” is not a placeholder", detail)
        role, wanted, argument = match["role"] or "main", match["field"], match["argument"] or ""
        spans = self.say(role, wanted[0].lower() + wanted[1:], argument)
        if not spans:
            self.unsaid.append(asked)
            return (Span(self.voice.wording["missing"]["text"]),)
        return capitalise(spans) if wanted[0].isupper() else spans

    def say(self, role: str, wanted: str, argument: str = "") -> Spans:
        """Return the answer of one role to one field; nothing where it has none."""
        if role == "header":
            return self._say_header(wanted)
        fact = self.facts.get(role)
        if wanted in LISTS:
            return LISTS[wanted](self, fact, argument) if fact else ()
        if wanted not in FIELDS:
            known = ", ".join(sorted({*FIELDS, *LISTS}))
            raise Invalid(f"There is no field “{wanted}” to write", f"Fields: {known}.")
        spans = say_field(self.voice, wanted, self._subject(role, fact)) if fact else ()
        return spans + self._noun(spans, argument) if spans and argument else spans

    def _subject(self, role: str, fact: Fact) -> Subject:
        if not self.unit_key:
            return Subject(fact, fact.single)
        if role == "main" and self.point is not None:
            return Subject(fact, self.point, self.unit_key)
        return Subject(fact, fact.of_unit(self.unit_key), self.unit_key)

    def _noun(self, spans: Spans, noun: str) -> Spans:
        forms = self.voice.wording.get("nouns", {}).get(noun, noun)
        return (Span(" " + plural(forms, int(spans[-1].value or 0))),)

    def _say_header(self, wanted: str) -> Spans:
        text = str(self.voice.sheet.header[wanted])
        say = say_period if wanted == "period" else say_day
        return (Span(say(text, self.voice.wording)),)


def merge(spans: Spans) -> Spans:
    """Return the spans without empty ones, neighbouring plain texts as one."""
    merged: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if merged and not span.role and not merged[-1].role:
            merged[-1] = Span(merged[-1].text + span.text)
        else:
            merged.append(span)
    return tuple(merged)


def members_of(sheet: Sheet, fact: Fact) -> list[Member]:
    """Return the units that a fact names, in its order, each with its own figure and its measure."""
    figure = fact.single
    if figure is None:
        return [(own["unit_key"], own, own["figure_id"]) for own in fact.figures]
    if figure["rule"] == "list":
        points = {point["unit_key"]: point for point in reversed(figure["working"]["points"])}
        ordered = [points[key] for key in figure["value"]]
        return [(one["unit_key"], sheet.figures[one["figure_id"]], one["measure"]) for one in ordered]
    if figure["rule"] == "ranking":
        inputs = {own["unit_key"]: own for own in map(sheet.figures.get, figure["inputs"]) if own}
        return [(row["unit_key"], inputs.get(row["unit_key"]), row["measure"]) for row in figure["value"]]
    return [(key, figure, "") for key in figure["value"] or ()]


def _members(scope: Scope, fact: Fact, limit: str) -> list[Member]:
    """Return the first so many members, and whoever is tied with the last of them."""
    members = members_of(scope.voice.sheet, fact)
    if not limit:
        return members
    number = int(limit)
    while number < len(members) and members[number][2] == members[number - 1][2]:
        number += 1
    return members[:number]


def _items(scope: Scope, fact: Fact, limit: str) -> Spans:
    facts = {**scope.facts, "main": fact}
    scopes = (
        replace(scope, facts=facts, unit_key=key, point=own) for key, own, _ in _members(scope, fact, limit)
    )
    between = {"comma": scope.between, "last": scope.between}
    lists = between if scope.between else scope.voice.wording["lists"]
    return join([member.fill(scope.item) for member in scopes], lists)


def name_all(voice: Voice, fact: Fact, unit_keys: Iterable[str]) -> Spans:
    """Return the names of units joined as a list, each bound to the fact's figure."""
    pieces = [Subject(fact, fact.single, key).bind(voice.name(key), "name") for key in unit_keys]
    return join(pieces, voice.wording["lists"])


def _silent_names(scope: Scope, fact: Fact, _: str) -> Spans:
    if fact.single is None:
        return ()
    return name_all(scope.voice, fact, scope.voice.sheet.silent(fact.single))


def _ends(scope: Scope, fact: Fact, which: str) -> Spans:
    """The units at one end of a range (`{ends lowest}`, `{ends highest}`)."""
    if fact.single is None:
        return ()
    return name_all(scope.voice, fact, fact.single["working"][f"{which}_units"])


def _grades(scope: Scope, fact: Fact, _: str) -> Spans:
    return join(grades_of(scope.voice, fact), scope.voice.wording["lists"])


#: Fields that answer with a list of the language.
LISTS = {
    "items": _items,
    "silent_names": _silent_names,
    "ends": _ends,
    "grades": _grades,
}


def say(voice: Voice, statement: str, of: str | Mapping[str, Any]) -> Spans:
    """Return a statement of the wording over the analyses `of`.

    Shape:   the form is `absent` where nothing was reported, else `none`, `one` or `other` by how many units
             the main fact names; `item` says how each is listed, `between` what stands between two of them.
    Edges:   nothing where the round does not make the main analysis.
    Raises:  Invalid if the wording has no such statement.
    """
    facts = take(voice.sheet, of)
    if isinstance(of, Mapping) and not of:
        facts = {"main": Fact("", (), True)}
    if "main" not in facts:
        return ()
    forms = voice.wording["statements"].get(statement)
    if forms is None:
        title = f"The wording “{voice.language}” has no statement “{statement}”"
        raise Invalid(title, "Add it, or take it out of the outline.")
    return say_forms(voice, {"other": forms} if isinstance(forms, str) else forms, facts)


def say_forms(voice: Voice, forms: Mapping[str, str], facts: Mapping[str, Fact]) -> Spans:
    """Return the form of a statement that fits its main fact, filled."""
    scope = Scope(voice, facts, **{name: forms[name] for name in ("item", "between") if name in forms})
    return scope.fill(forms.get(_form(facts["main"], forms), voice.wording["missing"]["sentence"]))


def _form(main: Fact, forms: Mapping[str, str]) -> str:
    if main.analysis and not main.is_reported:
        return "absent"
    count = main.count
    if count == 0:
        return "none" if "none" in forms else "absent"
    return "one" if count == 1 and "one" in forms else "other"
