"""Lineages: where a document stands on a day, by what bears on it, and which ones replaced one another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from giaoban.core.conduct.directives import Edge

Status = Literal["not_yet", "in_force", "amended", "replaced_in_part", "replaced", "expired"]
STATUSES: tuple[Status, ...] = get_args(Status)
#: Where a document no longer directs anybody.
ENDED: frozenset[Status] = frozenset({"replaced", "expired"})


@dataclass(frozen=True)
class Document:
    """One document by its key: the day from which it holds, and the first day on which it no longer does."""

    key: int
    holds_from: date
    holds_to: date | None = None


@dataclass(frozen=True)
class Bearing:
    """How one document bears on another from a day on; a replacement may be of a part only."""

    kind: Edge
    source: int
    target: int
    on: date
    is_partial: bool = False


def status(document: Document, edges: Iterable[Bearing], on: date) -> Status:
    """Return where a document stands on a day.

    Edges:   only what bears on it by that day counts, in whatever order it was entered. Of a replacement and
             an end of its own, the earlier one ended it; on the same day it was replaced.
    """
    borne = [one for one in edges if one.target == document.key and one.on <= on]
    replaced_on = min((one.on for one in borne if _is_whole(one)), default=None)
    if replaced_on and (document.holds_to is None or replaced_on <= document.holds_to):
        return "replaced"
    if document.holds_to and document.holds_to <= on:
        return "expired"
    if on < document.holds_from:
        return "not_yet"
    if any(one.kind == "replaces" for one in borne):
        return "replaced_in_part"
    return "amended" if any(one.kind == "amends" for one in borne) else "in_force"


def line_of(key: int, edges: Iterable[Bearing]) -> tuple[frozenset[int], frozenset[int]]:
    """Return what a document replaced, directly or not, and what replaced it; in whole or in part."""
    links = [(one.source, one.target) for one in edges if one.kind == "replaces"]
    return _reached(key, links), _reached(key, [(target, source) for source, target in links])


def makes_circle(source: int, target: int, edges: Iterable[Bearing]) -> bool:
    """Return whether `source` could not replace `target`, since it was itself replaced by way of it."""
    return source == target or source in line_of(target, edges)[0]


def _is_whole(one: Bearing) -> bool:
    return one.kind == "replaces" and not one.is_partial


def _reached(key: int, links: Collection[tuple[int, int]]) -> frozenset[int]:
    """Return every document to which the links lead from one, but for itself."""
    found: set[int] = set()
    waiting = {key}
    while waiting:
        waiting = {end for start, end in links if start in waiting} - found
        found |= waiting
    return frozenset(found - {key})
