"""Search: the words of what may be found, the words that are asked for, and the marks of who may find it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from giaoban.core.conduct.policy import Parties, Scope
from giaoban.core.registry.units import fold

_WORD = re.compile(r"[^\W_]+")
#: Of a longer word only its beginning counts, in what is found and in what is asked.
_LONGEST_WORD = 60
_MOST_WORDS = 12
#: The last word that is asked for may be a beginning, from this many letters on.
_BEGINNING = 2


@dataclass(frozen=True)
class Asked:
    """What is looked for: every one of these words, the last one perhaps only its beginning, and any mark."""

    words: tuple[str, ...]
    marks: frozenset[str]

    @property
    def is_beginning(self) -> bool:
        """Return whether the last word stands for all that begin like it."""
        return bool(self.words) and len(self.words[-1]) >= _BEGINNING


def words(*texts: str) -> tuple[str, ...]:
    """Return the words of texts, each once, without case and marks: letters and digits only."""
    found = (one[:_LONGEST_WORD] for text in texts for one in _WORD.findall(fold(text)))
    return tuple(dict.fromkeys(found))


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words that somebody looks for; beyond the twelfth they are left aside."""
    return words(text)[:_MOST_WORDS]


def plain_number(text: str) -> str:
    """Return a number or symbol as it is compared: “12-NQ/TW” and “12 nq tw” are the same."""
    return "".join(_WORD.findall(fold(text)))


def marks_of(noun: str, parties: Parties) -> tuple[str, ...]:
    """Return the marks that a thing carries: for all who reach everything, for its unit and its bodies."""
    return (
        mark(noun, "all"),
        *([mark(noun, "unit", parties.unit_key)] if parties.unit_key else ()),
        *(mark(noun, "body", body) for body in sorted(parties.bodies)),
    )


def marks_for(noun: str, scope: Scope) -> frozenset[str]:
    """Return the marks by which somebody who reaches this scope finds things: one of them is enough."""
    if scope.is_all:
        return frozenset({mark(noun, "all")})
    own = (mark(noun, "unit", one) for one in scope.unit_keys)
    return frozenset({*own, *(mark(noun, "body", one) for one in scope.bodies)})


def mark(noun: str, whose: str, key: str = "") -> str:
    """Return one mark; it begins in a way that no word does, so that nobody can write it into a text."""
    return f"_{noun}_{whose}_{key.encode().hex()}"


def holds_all(asked: Iterable[str], *texts: str) -> bool:
    """Return whether texts hold every word that is asked for, the last one perhaps only its beginning."""
    wanted, there = tuple(asked), words(*texts)
    if not wanted:
        return False
    is_there = any(one.startswith(wanted[-1]) for one in there)
    return is_there and set(wanted[:-1]) <= set(there)
