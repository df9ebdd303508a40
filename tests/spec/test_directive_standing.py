"""Documents on a day: in force, amended, replaced or expired, by what bears on them; who carried them out."""

from datetime import date, timedelta

import pytest

from giaoban.core.conduct.cascades import follow, level_of
from giaoban.core.conduct.directive_reviews import standing
from giaoban.core.conduct.lineages import Bearing, Document, line_of, makes_circle, status

DAY = date(2025, 5, 30)
NEXT = DAY + timedelta(days=1)
BEFORE = DAY - timedelta(days=1)
OLD, NEW, NEWEST = 22, 296, 400
REGULATION = Document(OLD, date(2021, 7, 28))


def bearing(kind: str, on: date = DAY, source: int = NEW, target: int = OLD, **over: bool) -> Bearing:
    """Return how the newer document bears on the older one."""
    return Bearing(kind, source, target, on, **over)  # type: ignore[arg-type]


def test_a_document_holds_from_its_day_and_until_another_one_replaces_it():
    """22-QĐ/TW of 28/7/2021 was replaced by 296-QĐ/TW of 30/5/2025: on that day it holds no longer."""
    edges = [bearing("replaces")]
    days = (date(2021, 7, 27), date(2021, 7, 28), BEFORE, DAY, NEXT)
    assert [status(REGULATION, edges, day) for day in days] == [
        "not_yet", "in_force", "in_force", "replaced", "replaced",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "is_partial", "said"),
    [
        ("replaces", False, "replaced"),
        ("replaces", True, "replaced_in_part"),
        ("amends", False, "amended"),
        ("concretises", False, "in_force"),
        ("guides", False, "in_force"),
        ("based_on", False, "in_force"),
    ],
)
def test_only_what_replaces_or_amends_changes_where_a_document_stands(kind, is_partial, said):
    """From its day on, not before; what carries it out, guides it or rests on it leaves it as it is."""
    edges = [bearing(kind, is_partial=is_partial)]
    assert (status(REGULATION, edges, BEFORE), status(REGULATION, edges, DAY)) == ("in_force", said)


def test_what_a_document_does_to_others_says_nothing_of_itself():
    """296-QĐ/TW replaces another one and is in force."""
    assert status(Document(NEW, DAY), [bearing("replaces")], NEXT) == "in_force"


def test_a_replaced_part_outweighs_an_amendment_and_the_whole_outweighs_the_part():
    """Both stand in the record; one word says the gravest."""
    edges = [bearing("amends"), bearing("replaces", is_partial=True, source=NEWEST)]
    assert status(REGULATION, edges, DAY) == "replaced_in_part"
    assert status(REGULATION, [*edges, bearing("replaces", NEXT, 500)], NEXT) == "replaced"


def test_a_document_expires_on_the_first_day_on_which_it_does_not_hold():
    """One that holds until 29/5 ends on 30/5."""
    ending = Document(OLD, date(2021, 7, 28), DAY)
    assert [status(ending, [], day) for day in (BEFORE, DAY)] == ["in_force", "expired"]


def test_of_two_ends_the_earlier_one_ended_it():
    """A replacement after it had expired replaces nothing; on the same day it was replaced."""
    ending = Document(OLD, date(2021, 7, 28), DAY)
    said = [status(ending, [bearing("replaces", day)], NEXT) for day in (BEFORE, DAY, NEXT)]
    assert said == ["replaced", "replaced", "expired"]


def test_one_that_is_replaced_before_it_ever_held_is_replaced():
    """Until then it is not in force yet."""
    coming = Document(OLD, date(2025, 7, 1))
    said = [status(coming, [bearing("replaces")], day) for day in (BEFORE, DAY, date(2025, 7, 1))]
    assert said == ["not_yet", "replaced", "replaced"]


def test_the_line_of_a_document_leads_to_all_that_it_replaced_and_that_replaced_it():
    """Over any number of steps, in whole or in part; amendments are no part of it."""
    edges = [
        bearing("replaces"),
        bearing("replaces", source=NEWEST, target=NEW, is_partial=True),
        bearing("amends", source=9, target=NEW),
    ]
    assert line_of(NEW, edges) == ({OLD}, {NEWEST})
    assert line_of(OLD, edges) == (frozenset(), {NEW, NEWEST})
    assert line_of(9, edges) == (frozenset(), frozenset())


def test_documents_cannot_replace_each_other_in_a_circle():
    """Neither at once nor by way of others."""
    edges = [bearing("replaces"), bearing("replaces", source=NEWEST, target=NEW)]
    assert (
        makes_circle(OLD, NEWEST, edges) and makes_circle(OLD, NEW, edges) and makes_circle(NEW, NEW, edges)
    )
    assert not makes_circle(NEWEST, OLD, edges)


UNITS = ("north", "south", "young")


def test_a_unit_has_answered_by_its_own_document_or_by_why_it_needs_none():
    """Of three units one has a document, one needs none, one is missing: 2 of 3."""
    found = follow(UNITS, {"north": BEFORE}, {"south": DAY}, None, DAY)
    assert [one.state for one in found.answers] == ["document", "none_needed", "missing"]
    assert (found.done, len(found.answers), found.overdue) == (2, 3, 0)


def test_a_document_outweighs_a_word_that_none_is_needed():
    """Also where the word came later; what is dated later has not happened yet."""
    found = follow(UNITS, {"north": BEFORE, "south": NEXT}, {"north": DAY, "south": BEFORE}, None, DAY)
    assert [one.state for one in found.answers] == ["document", "none_needed", "missing"]
    assert found.answers[0].on == BEFORE


def test_a_unit_is_late_after_the_day_and_not_on_it():
    """Only one that is missing; without a day nobody is."""
    late = [follow(UNITS, {"north": BEFORE}, {}, due, DAY).overdue for due in (BEFORE, DAY, None)]
    assert late == [2, 0, 0]


def test_the_pack_says_which_level_carries_documents_out():
    """By a dated rule; without one nothing is asked of anybody."""
    rule = {"rule": "cascade", "valid_from": "2024-01-01", "valid_to": "", "level": "province"}
    assert (level_of([rule], DAY), level_of([rule], date(2023, 1, 1)), level_of([], DAY)) == (
        "province",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("held_on", "on", "said"),
    [
        (None, DAY, "due"),
        (None, NEXT, "overdue"),
        (DAY, NEXT, "held"),
        (NEXT, NEXT, "held_late"),
        (NEXT, DAY, "due"),
    ],
)
def test_a_review_is_held_in_time_on_its_day_and_late_after_it(held_on, on, said):
    """Until it is held it is due, then overdue; one that will be held tomorrow is not held today."""
    assert standing(DAY, held_on, on) == said
