"""One stretch of edited text against what was printed there: which bound spans no longer say the same."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from giaoban.core.writing.atoms import Atom, Stream, counterpart, groups, pair, stream, vocabulary
from giaoban.core.writing.passages import Mark, Passage, squeezed

_COUNTS = {"count", "reported", "of"}
_NUMBERS = {"value", "threshold", "rank", "tally", "share"}
_FEW_WORDS = 4


@dataclass(frozen=True)
class Claim:
    """One claim of the edited text that its figures do not bear out.

    `kind` is changed_number, changed_count, changed_name, changed_word, changed_order, missing,
    added_number or added_name; `bindings` are the (figure_id, unit_key) that it contradicts.
    """

    kind: str
    expected: str
    found: str
    place: str
    bindings: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def figure_id(self) -> str:
        """Return the first figure that the claim contradicts; empty for an addition."""
        return self.bindings[0][0] if self.bindings else ""


def compare(expected: list[Passage], found: list[Passage], names: frozenset[str]) -> list[Claim]:
    """Return each claim of the found passages that the expected ones, taken together, do not make."""
    pattern = vocabulary(expected, names)
    return _Comparison(stream(expected, pattern), stream(found, pattern), names, found[0].place).claims()


class _Comparison:
    """Expected text and found text, atom by atom."""

    def __init__(self, expected: Stream, found: Stream, names: frozenset[str], place: str) -> None:
        self.expected, self.found, self.names, self.place = expected, found, names, place
        self.pairs = pair(expected, found)
        self.partner = {i: j for i, j in self.pairs if i is not None}
        self.inside = {mark: self._atoms_in(mark) for mark in expected.marks}
        self.bound = {i for atoms in self.inside.values() for i in atoms}
        wrong = [(i, j) for i, j in self.pairs if not self._is_equal(i, j)]
        self.wrong_left = [i for i, _ in wrong if i is not None]
        self.wrong_right = [j for _, j in wrong if j is not None]
        left, right = self._texts(expected, self.wrong_left), self._texts(found, self.wrong_right)
        self.moved = Counter(left) & Counter(right)

    def claims(self) -> list[Claim]:
        touched = [mark for mark in self.expected.marks if set(self.inside[mark]) & set(self.wrong_left)]
        moved = [mark for mark in touched if self._is_moved(mark)]
        changed = [mark for mark in touched if mark not in moved]
        order = self._order(moved)
        if not order and self._numbers_stayed():
            moved = []
        changes = changed if order else [mark for mark in touched if mark in changed or mark in moved]
        return [*order, *_with_missing_joined(map(self._change, changes), self.expected), *self._additions()]

    def _atoms_in(self, mark: Mark) -> list[int]:
        atoms = enumerate(self.expected.atoms)
        return [i for i, atom in atoms if atom.start < mark.end and mark.start < atom.end]

    def _is_equal(self, i: int | None, j: int | None) -> bool:
        return i is not None and j is not None and self.expected.atoms[i].text == self.found.atoms[j].text

    @staticmethod
    def _texts(side: Stream, places: Iterable[int]) -> list[str]:
        return [side.atoms[place].text for place in places]

    def _is_moved(self, mark: Mark) -> bool:
        wrong = [i for i in self.inside[mark] if i in self.wrong_left]
        return all(self.moved[self.expected.atoms[i].text] for i in wrong)

    def _numbers_stayed(self) -> bool:
        """Return whether the moved numbers stand in their old order after all."""
        sides = [
            [atom.text for atom in side.atoms if atom.is_number and atom.text in self.moved]
            for side in (self.expected, self.found)
        ]
        return sides[0] == sides[1]

    def _order(self, moved: list[Mark]) -> list[Claim]:
        """Return one claim if the names, or the words of another role, stand in another order."""
        words = [mark for mark in self.expected.marks if mark.role not in _NUMBERS | _COUNTS | {""}]
        for role in dict.fromkeys(mark.role for mark in words):
            own = [mark for mark in words if mark.role == role]
            expected, found = self._both(Counter(map(self._text, own)))
            wrong = [place for place, atom in enumerate(found) if atom.text != expected[place].text]
            if wrong:
                marks = [mark for mark in own if mark.start in {expected[place].start for place in wrong}]
                told = [", ".join(atom.text for atom in side) for side in (expected, found)]
                return [Claim("changed_order", *told, found[wrong[0]].place, bindings(moved or marks))]
        return []

    def _both(self, listed: Counter[str]) -> tuple[list[Atom], list[Atom]]:
        """Return the listed atoms of each side, without those that are not on both sides equally often."""
        sides = [[atom for atom in side.atoms if listed[atom.text]] for side in (self.expected, self.found)]
        counts = [Counter(atom.text for atom in side) for side in sides]
        left, right = ([a for a in side if counts[0][a.text] == counts[1][a.text]] for side in sides)
        return left, right

    def _text(self, mark: Mark) -> str:
        return self.expected.text[mark.start : mark.end]

    def _change(self, mark: Mark) -> tuple[Mark, Claim]:
        found, place = self._found(mark)
        kind = kind_of(mark.role, self._text(mark), self.names) if found else "missing"
        return mark, Claim(kind, self._text(mark), found, place, bindings([mark]))

    def _found(self, mark: Mark) -> tuple[str, str]:
        partners = [self.partner.get(i) for i in self.inside[mark]]
        known = [self.found.atoms[j] for j in partners if j is not None]
        wrong = [self.partner.get(i) for i in self.inside[mark] if i in self.wrong_left]
        answers = [self.found.atoms[j] for j in wrong if j is not None]
        if answers:
            words = self.found.text[known[0].start : known[-1].end]
            is_near = len(words) <= 2 * len(self._text(mark)) + 8
            return (words if is_near else answers[0].text), answers[0].place
        words = counterpart(self.expected.text, self.found.text, mark.start, mark.end)
        is_answer = len(words.split()) <= len(self._text(mark).split()) + _FEW_WORDS
        return (words if is_answer else ""), known[0].place if known else self.place

    def _additions(self) -> Iterator[Claim]:
        left = self.moved.copy()
        taken = {self.partner[i] for i in self.bound if self.partner.get(i) is not None}
        added = []
        for j in self.wrong_right:
            atom = self.found.atoms[j]
            if left[atom.text]:
                left[atom.text] -= 1
            elif j not in taken:
                added.append(atom)
        for group in groups((atom for atom in added if atom.is_number), self.found.text):
            words = self.found.text[group[0].start : group[-1].end]
            before = [known for atom in group if (known := self._number_before(atom))]
            kind = "changed_number" if before else "added_number"
            yield Claim(kind, " ".join(before), words, group[0].place)
        if any(mark.role == "name" for mark in self.expected.marks):
            yield from (Claim("added_name", "", atom.text, atom.place) for atom in self._names(added))

    def _number_before(self, atom: Atom) -> str:
        """Return the unbound number (a year, say) that stood where the atom stands."""
        places = [i for i, j in self.pairs if j is not None and self.found.atoms[j] == atom and i is not None]
        return "".join(self.expected.atoms[i].text for i in places)

    def _names(self, atoms: list[Atom]) -> list[Atom]:
        return [atom for atom in atoms if atom.text in self.names]


def kind_of(role: str, text: str, names: frozenset[str]) -> str:
    """Return what kind of claim a changed span is."""
    if role in _COUNTS:
        return "changed_count"
    if role in _NUMBERS or any(letter.isdigit() for letter in text):
        return "changed_number"
    return "changed_name" if role == "name" or text in names else "changed_word"


def bindings(marks: Iterable[Mark]) -> tuple[tuple[str, str], ...]:
    """Return the figures, with their units, that the marks are bound to."""
    return tuple(dict.fromkeys((mark.figure_id, mark.unit_key) for mark in marks))


def _with_missing_joined(changes: Iterable[tuple[Mark, Claim]], expected: Stream) -> list[Claim]:
    """Return the claims with neighbouring missing spans told as one: a deleted sentence is one claim."""
    joined: list[tuple[int, int, Claim]] = []
    order = {mark: place for place, mark in enumerate(expected.marks)}
    for mark, claim in changes:
        if (
            claim.kind == "missing"
            and joined
            and joined[-1][2].kind == "missing"
            and joined[-1][0] == order[mark] - 1
        ):
            _, start, before = joined.pop()
            words = squeezed(expected.text[start : mark.end])
            both = tuple(dict.fromkeys((*before.bindings, *claim.bindings)))
            claim = Claim("missing", words, "", before.place, both)
            joined.append((order[mark], start, claim))
        else:
            joined.append((order[mark], mark.start, claim))
    return [claim for _, _, claim in joined]
