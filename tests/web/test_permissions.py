"""The matrix of permissions: every page and every verb is in it, and the page says what the policy does."""

import re

import pytest

from giaoban.core.conduct.grants import ACTIONS, GRANTS
from giaoban.core.conduct.people import GIVEN, ROLES
from giaoban.core.conduct.phases import PHASES
from tests.house import permissions
from tests.house.permissions import INSIDE, OPERATOR, OTHER, OWN, VERBS, addresses, asked, verbs


@pytest.mark.parametrize("role", ROLES)
def test_the_policy_does_what_the_matrix_says(role):
    """Role × action × phase, on what is one's own and on others'; whoever has a role is a person, too."""
    everybodys = ("public",) if role in ("public", "entrant") else ("public", "person")
    for action in sorted(ACTIONS):
        grants = [GRANTS[one, action] for one in {role, *everybodys} if (one, action) in GRANTS]
        for phase in PHASES:
            reaches = {grant.reach for grant in grants if phase in grant.phases}
            assert (phase in asked(role, action, OTHER)) == ("all" in reaches), (action, phase)
            assert (phase in asked(role, action, OWN)) == bool(reaches), (action, phase)


def test_every_page_declares_an_action_and_its_methods():
    """And no page takes a POST unless some role may do what it declares."""
    found = list(addresses())
    assert len(found) > 25
    undeclared = [where for where, one in found if getattr(one.callback, "action", None) not in ACTIONS]
    assert undeclared == []
    assert [where for where, one in found if set(one.callback.methods) - {"GET", "HEAD", "POST"}] == []
    writing = {where for where, one in found if "POST" in one.callback.methods}
    # By a cookie nothing is written without the mark of a form; by a token there is nothing to forge.
    exempt = {where for where, one in found if where in writing and one.callback.csrf_exempt}
    assert exempt == {where for where in writing if where.startswith("api/v1/")}
    rooms = ("account", "sign", "password", "invitations", "office", "centre", "conferences", "api/v1/")
    rooms += ("petitions/", "tasks/", "directives/", "inspections/", "desk/")
    desks = re.compile("/form/|/submissions/|/overview/|/petitions/|/directives/")
    assert all(where.startswith(rooms) or desks.search(where) for where in writing)


def test_every_verb_of_the_actions_room_is_declared():
    """A new verb says which action a page must declare to use it."""
    assert verbs() - set(VERBS) == set(), "declare them in tests/house/permissions.py"
    assert set(VERBS) - verbs() == set(), "these are gone"
    assert set(VERBS.values()) - {OPERATOR, INSIDE} <= ACTIONS


def test_no_role_is_without_meaning():
    """Each role that an organisation gives is in the matrix."""
    assert set(GIVEN) - {role for role, _ in GRANTS} == set()


def test_the_page_of_permissions_is_fresh():
    """docs/permissions.md is what `make docs` writes."""
    assert permissions.PAGE.read_text("utf-8") == permissions.render()
