"""Petitions: which step each stage allows, what an answer must say, and how bodies are compared."""

from datetime import date

import pytest

from giaoban.core.conduct.petitions import (
    STAGES,
    STEPS,
    Reply,
    Standing,
    Tally,
    check_assignment,
    check_reply,
    like_groups,
    obstacle,
    steps,
)

ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("stage", "taken"),
    [
        ("lodged", "split cluster route assign withdraw"),
        ("assigned", "route ask contribute pause transfer extend answer withdraw"),
        ("answered", "accept reopen withdraw"),
        ("accepted", "reopen"),
        ("withdrawn", ""),
        ("split", ""),
    ],
)
def test_a_stage_allows_these_steps_and_no_other(stage, taken):
    """What is accepted may come back, for a road map can fail; what is withdrawn or split goes on no more."""
    assert " ".join(steps(Standing(stage))) == taken


def test_a_petition_that_is_paused_is_not_handed_on_nor_paused_again():
    """It is resumed, extended, answered or withdrawn; an answer ends the pause."""
    paused = set(steps(Standing("assigned", is_paused=True)))
    assert set(steps(Standing("assigned"))) - paused == {"pause", "transfer"}
    assert paused - set(steps(Standing("assigned"))) == {"resume"}
    assert obstacle("transfer", Standing("assigned", is_paused=True)) == "paused"


def test_a_petition_in_a_cluster_leaves_it_before_it_is_split():
    """And lies in one cluster at a time."""
    clustered = Standing("lodged", is_clustered=True)
    assert obstacle("split", clustered) == obstacle("cluster", clustered) == "in_cluster"
    assert "leave_cluster" in steps(clustered) and "leave_cluster" not in steps(Standing("lodged"))


def test_every_stage_and_step_has_an_answer():
    """No combination is forgotten."""
    for stage in STAGES:
        for step in STEPS:
            assert (obstacle(step, Standing(stage)) == "other_stage") == (stage not in STEPS[step])


@pytest.mark.parametrize(
    ("reply", "codes"),
    [
        (Reply("settled", "It is built."), ()),
        (Reply("explained", "The law forbids it."), ()),
        (Reply("out_of_remit", "Ask another body."), ()),
        (Reply("forwarded", "Sent to the treasury."), ()),
        (Reply("in_progress", "By June.", date(2026, 6, 30)), ()),
        (Reply("in_progress", "By June."), ("no_road_map",)),
        (Reply("in_progress", "It was due.", date(2026, 3, 1)), ("settled_in_the_past",)),
        (Reply("", " "), ("unknown_class", "no_answer")),
    ],
)
def test_an_answer_has_a_class_and_a_text_and_a_road_map_while_it_is_in_progress(reply, codes):
    """Everything that lacks is told at once."""
    assert tuple(one.code for one in check_reply(reply, ON)) == codes


@pytest.mark.parametrize(
    ("lead", "others", "due_on", "codes"),
    [
        ("works", ("treasury",), ON, ()),
        ("", (), None, ("no_body", "no_deadline")),
        (
            "works",
            ("works", "moon"),
            date(2026, 3, 1),
            ("unknown_body", "lead_co_ordinates", "deadline_passed"),
        ),
    ],
)
def test_one_body_leads_and_a_deadline_is_set(lead, others, due_on, codes):
    """No general term exists, so nobody is given a petition without a day."""
    known = frozenset({"works", "treasury"})
    assert tuple(one.code for one in check_assignment(lead, others, known, due_on, ON)) == codes


def test_bodies_are_compared_with_those_that_were_given_about_as_many():
    """Of 1 to 4, of 5 to 19, of 20 to 99, of 100 and more; first who was least late with what was due."""
    small, late = Tally("small", 2, 0, 2, 0), Tally("late", 1, 1, 1, 1)
    middle, big = Tally("middle", 5, 0, 0, 0), Tally("big", 60, 40, 0, 0)
    found = like_groups([late, big, small, middle, Tally("idle")])
    assert [(start, end, [one.body for one in group]) for start, end, group in found] == [
        (100, None, ["big"]),
        (5, 20, ["middle"]),
        (1, 5, ["small", "late"]),
    ]
    assert (late.volume, late.due, small.due) == (4, 3, 2)
