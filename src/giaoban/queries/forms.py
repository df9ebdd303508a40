"""Forms: what a unit owes in a round, with what is known of each line already."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone

from giaoban.core.errors import Invalid, NotFound
from giaoban.core.figures import ledger
from giaoban.core.figures.forms import Form, Line, Past, form_of, with_past
from giaoban.core.figures.numerals import parse_number
from giaoban.core.figures.observations import Observation, choose
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.registry.periods import Period, parse_period
from giaoban.core.registry.units import Unit
from giaoban.queries import figures, packs, workspace
from giaoban.records.models import Segment

#: How many earlier values stand beside a line.
MOST_PAST = 12


def unit_in(round_id: str, unit_key: str) -> Unit:
    """Return one unit under review in the round.

    Raises:  NotFound if there is no such round, or the unit is not under review in it.
    """
    return unit_of(*packs.of_round(round_id), unit_key)


def unit_of(pack: Pack, review: Round, unit_key: str) -> Unit:
    """Return one unit under review in a round of a pack; else as `unit_in`."""
    found = {unit.unit_key: unit for unit in pack.units_of(review)}
    if unit_key not in found:
        title = f"There is no unit “{unit_key}” in the round “{review.round_id}”"
        raise NotFound(title, "See the list of units.")
    return found[unit_key]


def of_unit(round_id: str, unit_key: str, language: str = "") -> Form:
    """Return what the unit owes in the round, its indicators named in `language` (else the pack's own).

    Edges:   what is known is what the store holds now; read it, never change it: it is shared.
    Raises:  NotFound if the unit is not under review, or the round asks for no form.
    """
    pack, review = packs.of_round(round_id)
    own = language if language in pack.languages else pack.languages[0]
    knowledge = _known(pack.pack_id, _mark(pack.pack_id), timezone.localdate().isoformat())
    return _form(pack, review, knowledge, unit_key, own)


def of_round(round_id: str, language: str = "") -> Mapping[str, Form]:
    """Return what every unit under review owes in the round, by unit; asked once, whatever their number."""
    pack, review = packs.of_round(round_id)
    knowledge = _known(pack.pack_id, _mark(pack.pack_id), timezone.localdate().isoformat())
    own = language if language in pack.languages else pack.languages[0]
    keys = [unit.unit_key for unit in pack.units_of(review)]
    return {key: _form(pack, review, knowledge, key, own) for key in keys}


def histories(pack: Pack, unit_key: str) -> dict[str, dict[str, Decimal]]:
    """Return every value in force of the unit's indicators, by indicator and period."""
    knowledge = _known(pack.pack_id, _mark(pack.pack_id), timezone.localdate().isoformat())
    found: dict[str, dict[str, Decimal]] = {}
    for code in pack.indicators:
        past = knowledge.of_indicator(unit_key, code)
        found[code] = {one.period: one.value for one in past if one.value is not None}
    return found


def history(round_id: str, unit_key: str, line: Line) -> tuple[Past, ...]:
    """Return the last values in force of the line's indicator for the unit, the latest period first."""
    pack, _ = packs.of_round(round_id)
    knowledge = _known(pack.pack_id, _mark(pack.pack_id), timezone.localdate().isoformat())
    found = [past for past in knowledge.of_indicator(unit_key, line.indicator) if past.value is not None]
    return tuple(sorted(found, key=lambda past: _ends(past.period), reverse=True)[:MOST_PAST])


class _Knowledge:
    """What the store holds of one pack on one day, by unit; kept until the store or the day changes."""

    def __init__(self, pack_id: str, today: str) -> None:
        known = figures.known(pack_id)
        self.today = today
        self.forms: dict[tuple[str, str, str, str], Form] = {}
        self.past: dict[tuple[str, str], list[Past]] = {}
        self.targets: dict[str, list[Target]] = {}
        for target in ledger.in_force(known.targets, today):
            self.targets.setdefault(target.unit_key, []).append(target)
        self.observations: dict[tuple[str, str], dict[str, list[Observation]]] = {}
        for one in known.observations:
            own = self.observations.setdefault((one.unit_key, one.indicator), {})
            own.setdefault(one.period, []).append(one)
        self.results: dict[str, list[Result]] = {}
        for result in known.results:
            self.results.setdefault(result.target_id, []).append(result)

    def of_indicator(self, unit_key: str, indicator: str) -> list[Past]:
        """Return the value in force of each period; chosen once, however often it is asked for."""
        key = (unit_key, indicator)
        if key not in self.past:
            periods = self.observations.get(key, {})
            chosen = (choose(own, self.today).chosen for own in periods.values())
            self.past[key] = [_past(one) for one in chosen if one is not None]
        return self.past[key]


def _mark(pack_id: str) -> tuple[str, int]:
    """Return what changes whenever the store of a pack does: the workspace, and its last segment."""
    last = Segment.objects.filter(pack_id=pack_id).values_list("id", flat=True).order_by("id").last()
    return str(workspace.home()), last or 0


@lru_cache(maxsize=8)
def _known(pack_id: str, mark: tuple[str, int], today: str) -> _Knowledge:
    return _Knowledge(pack_id, today)


def _form(pack: Pack, review: Round, knowledge: _Knowledge, unit_key: str, language: str) -> Form:
    """Return a unit's form, which is made once for each state of the store."""
    key = (pack.digest, review.round_id, unit_key, language)
    if key not in knowledge.forms:
        knowledge.forms[key] = _made(pack, review, knowledge, unit_key, language)
    return knowledge.forms[key]


def _made(pack: Pack, review: Round, knowledge: _Knowledge, unit_key: str, language: str) -> Form:
    unit_of(pack, review, unit_key)
    names = {code: indicator.name(language) for code, indicator in pack.indicators.items()}
    form = form_of(pack, review, unit_key, knowledge.targets.get(unit_key, ()), names)
    lines = tuple(_told(line, knowledge, pack, review, unit_key) for line in form.lines)
    return Form(form.round_id, unit_key, form.titles, form.sections, lines, form.attachments)


def _told(line: Line, knowledge: _Knowledge, pack: Pack, review: Round, unit_key: str) -> Line:
    period = parse_period(line.period)
    indicator = pack.indicators.get(line.indicator)
    if indicator is None or indicator.unit_measure != line.unit_measure:
        return with_past(line, None, _last_result(knowledge, line))
    known = knowledge.of_indicator(unit_key, line.indicator)
    last_year = next((one for one in known if one.period == period.years_before(1).text), None)
    return with_past(line, last_year, _last_result(knowledge, line) or _last_report(known, period))


def _last_report(known: list[Past], period: Period) -> Past | None:
    """Return what was reported last of the period: its nine months, before the year is over."""
    within = [one for one in known if parse_period(one.period).overlaps(period)]
    return max(within, key=lambda one: (_ends(one.period), one.released), default=None)


def _last_result(knowledge: _Knowledge, line: Line) -> Past | None:
    if line.kind != "result":
        return None
    known = sorted(knowledge.results.get(line.line_id, ()), key=lambda result: result.released)
    if not known:
        return None
    last = known[-1]
    return Past(line.period, _number(last.value), last.obs_status, last.released, last.source)


def _number(text: str) -> Decimal | None:
    try:
        return parse_number(text)
    except Invalid:
        return None


def _past(one: Observation) -> Past:
    return Past(one.period, one.value, one.obs_status, one.released, one.source)


def _ends(period: str) -> tuple[str, int]:
    parsed = parse_period(period)
    return parsed.end_on.isoformat(), parsed.months
