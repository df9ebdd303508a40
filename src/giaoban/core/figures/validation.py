"""Validation across rows: keys that stand twice, target versions that contradict each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.ledger import contests, contradiction
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.periods import parse_period


@dataclass(frozen=True)
class Placed:
    """A record and the row it was read from."""

    record: Observation | Target | Result
    where: Place


def key_of(record: Observation | Target | Result) -> tuple[str, ...]:
    """Return what may stand once: a figure or result per release and source, a target per version."""
    if isinstance(record, Observation):
        return (*record.key, record.released, record.source)
    if isinstance(record, Target):
        return ("target", record.target_id, record.valid_from, record.instrument)
    return ("result", record.target_id, record.released, record.source)


def is_same(one: Observation | Target | Result, other: Observation | Target | Result) -> bool:
    """Return whether two records say the same; numbers are compared as numbers (7 and 7.0 are one)."""
    return contents(one) == contents(other)


def contents(record: Observation | Target | Result) -> tuple[object, ...]:
    """Return what a record says, its numbers as numbers, for comparing."""
    fields = vars(record)
    numeric = {name: _as_number(fields[name]) for name in ("value", "weight") if name in fields}
    return (type(record).__name__, *{**fields, **numeric}.values())


def known_contents(record: Observation | Target | Result) -> tuple[tuple[object, ...], ...]:
    """Return what is known by a record: what it says, and the same sent again without its reason."""
    if isinstance(record, Observation) and record.revision_reason:
        return contents(record), contents(replace(record, revision_reason=""))
    return (contents(record),)


def check_duplicates(placed: Iterable[Placed]) -> tuple[Finding, ...]:
    """Return one finding per row whose key an earlier row has; both rows are named.

    Edges:   two files of one load may repeat a row in the same words; two rows of one table may not.
    """
    first: dict[tuple[str, ...], Placed] = {}
    findings = []
    for one in placed:
        other = first.setdefault(key_of(one.record), one)
        if other is not one and not (_are_apart(one, other) and is_same(one.record, other.record)):
            findings.append(_duplicate(one, other))
    return tuple(findings)


def check_versions(placed: Iterable[Placed], known: Iterable[Target]) -> tuple[Finding, ...]:
    """Return one finding per target that differs from a known version of the same instrument and date.

    Edges:   two instruments may set a target from one day only if they set the same: no rule says which
             of them prevails.
    """
    placed, known = tuple(placed), tuple(known)
    return _changed(placed, known) + _contested(placed, known)


def _contested(placed: Iterable[Placed], known: Iterable[Target]) -> tuple[Finding, ...]:
    places = {key_of(one.record): one.where for one in placed if isinstance(one.record, Target)}
    listed = {key_of(t): t for t in (*known, *(p.record for p in placed if isinstance(p.record, Target)))}
    return tuple(
        replace(contradiction(one, other), where=replace(where, column="valid_from"))
        for one, other in contests(listed.values())
        if (where := places.get(key_of(other)) or places.get(key_of(one)))
    )


def _changed(placed: Iterable[Placed], known: Iterable[Target]) -> tuple[Finding, ...]:
    versions: dict[tuple[str, ...], list[Target]] = defaultdict(list)
    for target in known:
        versions[key_of(target)].append(target)
    return tuple(
        _contradiction(one, versions[key_of(one.record)][0])
        for one in placed
        if key_of(one.record) in versions
        and not any(is_same(one.record, version) for version in versions[key_of(one.record)])
    )


def check_owners(placed: Iterable[Placed], known: Iterable[Target]) -> tuple[Finding, ...]:
    """Return one finding per target whose id another unit or period has: a result names only the id.

    Edges:   a scenario is no version of a target, nor the reverse: the two never share an id.
    """
    owners = {target.target_id: target for target in known}
    findings = []
    for one in placed:
        owner = owners.setdefault(one.record.target_id, one.record)
        for column in ("unit_key", "period", "kind"):
            if getattr(owner, column) != getattr(one.record, column):
                findings.append(_taken(one, owner, column))
                break
    return tuple(findings)


def _taken(one: Placed, owner: Target, column: str) -> Finding:
    return Finding(
        "target_id_taken",
        f"Target {owner.target_id} is one of {getattr(owner, column)}, "
        f"and cannot be one of {getattr(one.record, column)} as well",
        "Give this target an id of its own.",
        Place(one.where.file, one.where.sheet, one.where.row, "target_id"),
    )


def check_links(placed: Iterable[Placed], known: Iterable[Target]) -> tuple[Finding, ...]:
    """Return one finding per target that names a term or a national target which it cannot be a part of.

    Edges:   a yearly value lies within the term of its own unit; a target is cascaded from another unit's;
             both speak of the indicator that the other speaks of. Unknown ids are found with their rows.
    """
    placed = tuple(placed)
    by_id = {target.target_id: target for target in (*known, *(one.record for one in placed))}
    found = ((one, _misfits(one.record, by_id)) for one in placed)
    return tuple(_misfit(one, *each) for one, misfits in found for each in misfits)


def _misfits(target: Target, by_id: Mapping[str, Target]) -> Iterator[tuple[str, str, str]]:
    """Yield column, what does not fit, and what to do, for each link that leads to a wrong target."""
    term, national = by_id.get(target.term_target), by_id.get(target.cascaded_from)
    if term is not None and not _is_year_of(target, term):
        yield "term_target", "is no term of this unit around this period", "Name a target of several years."
    if national is not None and national.unit_key == target.unit_key:
        yield "cascaded_from", "is one of the same unit", "Name the target of the unit above."
    for column, other in (("term_target", term), ("cascaded_from", national)):
        if other is not None and other.indicator != target.indicator:
            named = other.indicator or "no indicator"
            yield column, f"speaks of {named}", f"Name a target of {target.indicator or 'no indicator'}."


def _is_year_of(target: Target, term: Target) -> bool:
    own, whole = parse_period(target.period), parse_period(term.period)
    is_within = whole.start_on <= own.start_on and own.end_on <= whole.end_on
    return is_within and own.months < whole.months and term.unit_key == target.unit_key


def _misfit(one: Placed, column: str, fault: str, remedy: str) -> Finding:
    title = f"Target {getattr(one.record, column)} {fault}"
    return Finding("wrong_link", title, remedy, replace(one.where, column=column))


def find_corrections(
    placed: Iterable[Placed], known: Iterable[Observation | Target | Result]
) -> tuple[Finding, ...]:
    """Return the warnings on rows that say something else than a known row of the same release and source.

    Shape:   one per such row, and one more for a figure corrected without a reason.
    """
    by_key = {key_of(record): record for record in known}
    differing = (
        (one, by_key[key_of(one.record)])
        for one in placed
        if key_of(one.record) in by_key
        and contents(one.record) not in known_contents(by_key[key_of(one.record)])
    )
    return tuple(finding for one, other in differing for finding in _corrections(one, other))


def _corrections(one: Placed, known: Observation | Target | Result) -> Iterator[Finding]:
    yield _correction(one, known)
    if isinstance(one.record, Observation) and not one.record.revision_reason:
        yield Finding(
            "correction_without_reason",
            "A known figure is corrected without a reason",
            "Fill in revision_reason and load the row again: the reason is then recorded beside it.",
            Place(one.where.file, one.where.sheet, one.where.row, "revision_reason"),
            "warning",
        )


def _correction(one: Placed, known: Observation | Target | Result) -> Finding:
    column = _first_difference(one.record, known)
    return Finding(
        "correction",
        f"The row corrects {column} “{getattr(known, column)}” to “{getattr(one.record, column)}”",
        "Both stay in the store; the later one counts.",
        Place(one.where.file, one.where.sheet, one.where.row, column),
        "warning",
    )


def _first_difference(record: object, known: object) -> str:
    return next(name for name, value in vars(record).items() if value != getattr(known, name))


def _as_number(value: object) -> object:
    if not isinstance(value, str) or not value:
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return number if number.is_finite() else value


def _are_apart(one: Placed, other: Placed) -> bool:
    return (one.where.file, one.where.sheet) != (other.where.file, other.where.sheet)


def _duplicate(one: Placed, other: Placed) -> Finding:
    there = f"row {other.where.row}"
    if _are_apart(one, other):
        there = str(other.where)
    subject = " · ".join(part for part in key_of(one.record) if part)
    return Finding(
        "duplicate_key",
        f"{subject} stands twice: {_value(other)} in {there}, {_value(one)} in row {one.where.row}",
        "Keep one of the two rows.",
        one.where,
    )


def _value(placed: Placed) -> str:
    record = placed.record
    value = record.target if isinstance(record, Target) else record.value
    return "no value" if value in (None, "") else f"“{value}”"


def _contradiction(one: Placed, known: Target) -> Finding:
    record, column = one.record, _first_difference(one.record, known)
    return Finding(
        "target_changed",
        f"Target {record.target_id} is already known with {column} “{getattr(known, column)}”, "
        f"now “{getattr(record, column)}”",
        "A new version needs its own valid_from.",
        Place(one.where.file, one.where.sheet, one.where.row, column),
    )
