"""Checks: what the rules of a pack find in what a unit reports, and in what all units sent together."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache

from django.utils import timezone

from giaoban.core.errors import Finding
from giaoban.core.figures.entries import Entry, observe
from giaoban.core.figures.forms import Form
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.series import Teller, by_key
from giaoban.core.registry.packs import Pack, Round
from giaoban.core.review.rules.answers import Answers
from giaoban.core.review.rules.checking import check_form, hindrances, in_order
from giaoban.core.review.rules.kinds import TOPIC, ControlTotal, OwnPast, Peers, Rule, in_force, read_rules
from giaoban.core.review.rules.signals import check_own_past, check_peers
from giaoban.core.review.rules.totals import check_total, laid_over
from giaoban.queries import evidence, figures, forms, narratives, packs, submissions
from giaoban.queries.evidence import Piece

#: What stands as source of a figure that is only sent: it is compared, and never kept.
_SENT = "sent"


def of_submission(round_id: str, unit_key: str, language: str = "") -> tuple[Finding, ...]:
    """Return everything that is to be said of the unit's draft, for its own people: faults, rules, signals.

    Shape:   what hinders completing first, in the order of the form; then the files that are owed, and what
             the report in words contradicts.
    Edges:   nothing in it rests on what another unit reports.
    Raises:  NotFound if the unit is not under review, or the round asks for no form.
    """
    form = forms.of_unit(round_id, unit_key, language)
    there = evidence.attachments(round_id, unit_key)
    return of_report(form, submissions.entries(round_id, unit_key), there)


def of_sent(round_id: str, unit_key: str, language: str = "") -> tuple[Finding, ...]:
    """Return the same of what the unit has sent to the central office; else as `of_submission`."""
    form, sent = forms.of_unit(round_id, unit_key, language), submissions.sent(round_id, unit_key)
    there = evidence.sent_attachments(round_id, unit_key)
    return of_report(form, {key: one.entry for key, one in sent.items()}, there)


def of_report(form: Form, entries: Mapping[str, Entry], files: Mapping[str, Piece]) -> tuple[Finding, ...]:
    """Return the same of a form whose entries, and whose files by attachment, are at hand."""
    pack, review = packs.of_round(form.round_id)
    told = narratives.contradictions(pack, review, form, entries, files.values())
    return (*_of_form(pack, review, form, entries), *evidence.missing(form, files), *told)


def of_round(round_id: str, language: str = "") -> tuple[Finding, ...]:
    """Return what shows only over all that was sent: control totals, then units unlike their peers.

    Shape:   each finding names its line in `where.column`, one of a unit the unit in its value `unit_key`.
    Edges:   for a control total, what was not sent yet counts as it is known; drafts never do.
    """
    pack, review = packs.of_round(round_id)
    rules = in_force(_rules(pack), _day(review))
    sent = {
        key: {line_id: one.entry for line_id, one in own.items()}
        for key, own in submissions.sent_of_round(round_id).items()
    }
    asked = forms.of_round(round_id, language)
    answers = {key: Answers(asked[key], entries) for key, entries in sent.items() if key in asked}
    own = language if language in pack.languages else pack.languages[0]
    return (
        *_totals(pack, review, rules, _sent_figures(answers.values()), own),
        *(
            one
            for rule in rules
            if type(rule) is Peers
            for one in check_peers(rule, pack.units_of(review), answers)
        ),
    )


def faulty(pack: Pack, review: Round, form: Form, entries: Mapping[str, Entry]) -> int:
    """Return in how many lines that a unit has answered something hinders completing: only the number.

    Edges:   what is only missing does not count, nor what the unit's own past says.
    """
    found = hindrances(check_form(form, entries, _rules(pack), _day(review)))
    answered = {line_id for line_id, entry in entries.items() if not entry.is_blank}
    return len({one.where.column for one in found} & answered)


def _of_form(pack: Pack, review: Round, form: Form, entries: Mapping[str, Entry]) -> tuple[Finding, ...]:
    rules, day = _rules(pack), _day(review)
    found = check_form(form, entries, rules, day)
    return in_order(form, (*found, *_own_past(pack, form, entries, in_force(rules, day))))


def _own_past(pack: Pack, form: Form, entries: Mapping[str, Entry], rules: Iterable[Rule]) -> list[Finding]:
    judging = [rule for rule in rules if type(rule) is OwnPast]
    histories = forms.histories(pack, form.unit_key) if judging else {}
    answers = Answers(form, entries)
    return [one for rule in judging for one in check_own_past(rule, answers, histories)]


def _totals(
    pack: Pack, review: Round, rules: Iterable[Rule], sent: Iterable[Observation], language: str
) -> list[Finding]:
    judging = [rule for rule in rules if isinstance(rule, ControlTotal)]
    known = figures.known(pack.pack_id).observations if judging else ()
    told = Teller(by_key(laid_over(known, sent)), pack.lineage, timezone.localdate().isoformat())
    return [one for rule in judging for one in check_total(rule, pack, review, told, language)]


def _sent_figures(answers: Iterable[Answers]) -> list[Observation]:
    today = timezone.localdate().isoformat()
    return [
        figure
        for one in answers
        for figure in observe(
            one.form,
            [entry for line_id, entry in one.entries.items() if line_id in one.form.by_id],
            released=today,
            source=_SENT,
        )[0]
    ]


def _rules(pack: Pack) -> tuple[Rule, ...]:
    return _rules_of(pack.pack_id, pack.digest)


@lru_cache(maxsize=16)
def _rules_of(pack_id: str, digest: str) -> tuple[Rule, ...]:
    """Return the rules of a pack; read once for one content of it."""
    return read_rules(packs.pack(pack_id).rules.get(TOPIC, ()))


def _day(review: Round) -> str:
    """Return the last day of the period under review: the rules of that day hold."""
    return (review.period.end_on - timedelta(days=1)).isoformat()
