"""The policy: what no grant allows is refused, with a reason."""

import pytest

from giaoban.core.conduct.policy import ACTIONS, Actor, Subject, may

PUBLIC = Actor()


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_everybody_may_read_a_published_round_and_nobody_an_unpublished_one(action):
    """The phase of the round decides, for every action there is."""
    subject = Subject(action.partition(".")[0], "any")
    assert may(PUBLIC, action, subject, "published").allowed
    refused = may(PUBLIC, action, subject, "unpublished")
    assert not refused.allowed and refused.reason == "This round is not published."


@pytest.mark.parametrize(
    "action", ["round.freeze", "round.read.all", "document.delete", "", "round", "ROUND.READ"]
)
def test_what_is_not_granted_is_refused(action):
    """Deny by default: an action that nobody wrote down is open to nobody."""
    answer = may(PUBLIC, action, Subject(action.partition(".")[0]), "published")
    assert not answer.allowed and answer.reason


def test_an_unknown_role_or_phase_is_refused():
    """Even where the role's name looks powerful."""
    assert not may(Actor("administrator"), "round.read", Subject("round"), "published").allowed
    assert not may(PUBLIC, "round.read", Subject("round"), "frozen").allowed


def test_an_action_does_not_carry_over_to_another_noun():
    """Who may read rounds may not thereby read something else."""
    assert not may(PUBLIC, "round.read", Subject("ballot", "1"), "published").allowed
