"""Tables of an edited document against the printed ones: rows found again, then cell by cell."""

from collections import Counter
from collections.abc import Iterable, Iterator

from giaoban.core.writing.comparisons import Claim, bindings, compare, kind_of
from giaoban.core.writing.passages import Grid, Passage, squeezed


def check_grids(expected: list[Grid], found: list[Grid], names: frozenset[str]) -> Iterator[Claim]:
    """Yield each claim of the found tables that the expected ones do not make; places name row and column."""
    free = list(found)
    for grid in expected:
        twin = max(free, key=lambda other: _shared(grid, other), default=None)
        if twin is None or not _shared(grid, twin):
            marks = [mark for row in grid.rows for cell in row for mark in cell.marks]
            title = ", ".join(squeezed(cell.text) for cell in grid.rows[0])
            yield Claim("missing", title, "", grid.place, bindings(marks[:1]))
            continue
        free.remove(twin)
        yield from _check_rows(grid, twin, names)
    for grid in free:
        for row in grid.rows:
            yield from (claim for cell in row for claim in compare([], [cell], names))


def _shared(left: Grid, right: Grid) -> int:
    words = [
        Counter(squeezed(cell.text) for row in grid.rows for cell in row if cell.text)
        for grid in (left, right)
    ]
    return (words[0] & words[1]).total()


def _row_key(row: tuple[Passage, ...]) -> tuple[str, ...]:
    return tuple(squeezed(cell.text) for cell in row)


def _check_rows(expected: Grid, found: Grid, names: frozenset[str]) -> Iterator[Claim]:
    left, right = _unmatched(expected.rows[1:], found.rows), _unmatched(found.rows, expected.rows)
    yield from _moved_rows(expected, found)
    right = [row for row in right if _row_key(row) != _row_key(expected.rows[0])]
    for row in left:
        twin = max(right, key=lambda other: _alike(row, other), default=None)
        if twin is None or not _alike(row, twin):
            yield _missing_row(row, expected)
            continue
        right.remove(twin)
        yield from _check_cells(row, twin, names)
    for row in right:
        yield from (claim for cell in row for claim in compare([], [cell], names))


def _unmatched(rows: Iterable[tuple[Passage, ...]], others: Iterable[tuple[Passage, ...]]) -> list:
    left, unmatched = Counter(_row_key(row) for row in others), []
    for row in rows:
        if left[_row_key(row)] > 0:
            left[_row_key(row)] -= 1
        else:
            unmatched.append(row)
    return unmatched


def _moved_rows(expected: Grid, found: Grid) -> Iterator[Claim]:
    """Yield one claim if the rows that stayed as they were now stand in another order."""
    keys = [_row_key(row) for row in expected.rows], [_row_key(row) for row in found.rows]
    kept = set(keys[0]) & set(keys[1])
    orders = [[key for key in side if key in kept] for side in keys]
    if len(orders[0]) == len(orders[1]) and orders[0] != orders[1]:
        moved = [place for place, key in enumerate(orders[0]) if orders[1][place] != key]
        marks = [
            m for row in expected.rows if _row_key(row) == orders[0][moved[0]] for c in row for m in c.marks
        ]
        told = [" · ".join(side[moved[0]]) for side in orders]
        row = keys[1].index(orders[1][moved[0]])
        yield Claim("changed_order", *told, found.rows[row][0].place, bindings(marks))


def _alike(left: tuple[Passage, ...], right: tuple[Passage, ...]) -> int:
    equal = sum(a.text == b.text and bool(a.text) for a, b in zip(left, right, strict=False))
    marks = [{mark.figure_id for cell in row for mark in cell.marks} for row in (left, right)]
    return equal + 2 * len(marks[0] & marks[1])


def _missing_row(row: tuple[Passage, ...], grid: Grid) -> Claim:
    marks = [mark for cell in row for mark in cell.marks]
    return Claim("missing", " · ".join(_row_key(row)), "", grid.place, bindings(marks))


def _check_cells(
    expected: tuple[Passage, ...], found: tuple[Passage, ...], names: frozenset[str]
) -> Iterator[Claim]:
    row_marks = [mark for cell in expected for mark in cell.marks]
    empty = Passage("", place=found[0].place if found else "")
    for place, cell in enumerate(expected):
        other = found[place] if place < len(found) else empty
        if squeezed(cell.text) == squeezed(other.text):
            continue
        marks = cell.marks or (row_marks if squeezed(cell.text) in names else ())
        if marks:
            kind = kind_of(marks[0].role if cell.marks else "", squeezed(cell.text), names)
            words = squeezed(other.text)
            yield Claim(
                kind if words else "missing", squeezed(cell.text), words, other.place, bindings(marks[:1])
            )
        else:
            yield from compare([cell], [other], names)
