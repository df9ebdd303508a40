"""Drift: what a published review said, held against what is known now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

#: What tells one figure of a round from the next: an analysis has one figure a unit, or one a target.
_IDENTITY = ("analysis", "unit_key", "target_id")
_ABOUT = (*_IDENTITY, "indicator", "period")
_REACHED = {"exceeded": True, "met": True, "not_met": False}


@dataclass(frozen=True)
class Drift:
    """One figure that says something else now.

    `was` and `now` are None where there was no such figure, or no value; `difference` is exact, for numbers
    only; `is_flip` marks a target met before and missed now, or the reverse; `statements` are the
    published sentences that rest on it.
    """

    figure_id: str
    analysis: str
    unit_key: str
    indicator: str
    period: str
    target_id: str
    was: Any
    now: Any
    difference: Decimal | None
    is_flip: bool
    statements: tuple[str, ...]


def drift(published: Mapping[str, Any], present: Mapping[str, Any]) -> tuple[Drift, ...]:
    """Return every figure of `published` whose value differs in `present`, and every one new there.

    Shape:   in the order of the published figures, then the new ones.
    Edges:   a figure whose sources were revised to the same value has not drifted.
    """
    old, new = ({_identity(f): f for f in sheet["figures"]} for sheet in (published, present))
    said = _statements(published)
    pairs = ((old.get(key), new.get(key)) for key in dict.fromkeys([*old, *new]))
    return tuple(_drift(was, now, said) for was, now in pairs if _plain(was) != _plain(now))


def _identity(figure: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(figure[name] for name in _IDENTITY)


def _plain(figure: Mapping[str, Any] | None) -> Any:
    """Return the value without the ids of the figures that it rests on, which change with every source."""
    value = figure["value"] if figure else None
    if figure and figure["rule"] == "disagreement":
        return [{name: one[name] for name in ("analysis", "met", "total")} for one in value]
    return value


def _drift(
    was: Mapping[str, Any] | None, now: Mapping[str, Any] | None, said: Mapping[str, list[str]]
) -> Drift:
    figure = was or now or {}
    before, after = _plain(was), _plain(now)
    is_flip = figure["rule"] == "attainment" and has_flipped(before, after)
    about = {name: figure[name] for name in _ABOUT}
    statements = tuple(dict.fromkeys(said.get(figure["figure_id"], ()))) if was else ()
    return Drift(
        figure["figure_id"],
        **about,
        was=before,
        now=after,
        difference=_difference(before, after),
        is_flip=is_flip,
        statements=statements,
    )


def has_flipped(was: str | None, now: str | None) -> bool:
    """Return whether a target was decided both times, and met only one of the two."""
    both = {_REACHED[verdict] for verdict in (was, now) if verdict in _REACHED}
    return len(both) == 2


def _difference(before: Any, after: Any) -> Decimal | None:
    if not (isinstance(before, str) and isinstance(after, str)):
        return None
    try:
        return Decimal(after) - Decimal(before)
    except InvalidOperation:
        return None


def _statements(sheet: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the sentences of the pack's own language by the figures that they are bound to."""
    said: dict[str, list[str]] = {}
    for block in sheet["documents"][sheet["header"]["languages"][0]]["blocks"]:
        text = "".join(span["text"] for span in block.get("spans", ()))
        for figure_id in _bound(block):
            said.setdefault(figure_id, []).append(text)
    return said


def _bound(block: Mapping[str, Any]) -> Iterator[str]:
    yield from (span["figure_id"] for span in block.get("spans", ()) if span.get("figure_id"))
