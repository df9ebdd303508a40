"""The policy: what no grant allows is refused, with a reason."""

import pytest

from giaoban.core.conduct.grants import GRANTS
from giaoban.core.conduct.people import GIVEN, Actor, Held, address
from giaoban.core.conduct.phases import PHASES, STAGES
from giaoban.core.conduct.policy import ACTIONS, Scope, Subject, may, scope_of

PUBLIC = Actor()
PUBLISHED = sorted(
    a for (role, a), grant in GRANTS.items() if role == "public" and grant.phases == frozenset({"published"})
)


def actor(role: str, unit_key: str = "") -> Actor:
    """Return somebody who holds one role."""
    return Actor("somebody@office.example", frozenset({Held(role, "office", unit_key)}))


def of_body(action: str, *bodies: str) -> Subject:
    """Return a subject that these bodies lead or co-ordinate."""
    return Subject(action.partition(".")[0], "any", bodies=frozenset(bodies))


def of(action: str, unit_key: str = "", first_by: str = "") -> Subject:
    """Return a subject that fits the action."""
    return Subject(action.partition(".")[0], "any", unit_key, first_by)


@pytest.mark.parametrize("action", PUBLISHED)
def test_everybody_may_read_a_published_round_and_nobody_an_unpublished_one(action):
    """The phase of the round decides, for every action of the public pages, for whoever is signed in too."""
    for one in (PUBLIC, Actor("somebody"), actor("officer", "u-1"), actor("steward")):
        assert may(one, action, of(action), "published").allowed
        refused = may(one, action, of(action), "unpublished")
        assert not refused.allowed and refused.reason == "This round is not published." and refused.is_hidden


def test_what_is_public_is_these_pages_and_no_others():
    """A grant to everybody is a decision: it is written here a second time."""
    assert {action for role, action in GRANTS if role == "public"} - set(PUBLISHED) == {
        "session.begin", "session.end", "password.recover", "invitation.accept", "interface.read",
        "feed.read",
    }  # fmt: skip
    assert len(PUBLISHED) == 11


@pytest.mark.parametrize(
    "action", ["round.freeze", "round.read.all", "document.delete", "", "round", "ROUND.READ"]
)
def test_what_is_not_granted_is_refused(action):
    """Deny by default: an action that nobody wrote down is open to nobody."""
    for one in (PUBLIC, Actor("somebody"), *map(actor, GIVEN)):
        for phase in PHASES:
            answer = may(one, action, Subject(action.partition(".")[0]), phase)
            assert not answer.allowed and answer.reason and not answer.lacks


def test_an_unknown_role_or_phase_is_refused():
    """Even where the role's name looks powerful."""
    for action in sorted(ACTIONS - set(PUBLISHED)):
        allowed = may(actor("administrator", "u-1"), action, of(action, "u-1"), "collecting").allowed
        assert allowed == may(Actor("somebody"), action, of(action, "u-1"), "collecting").allowed
    assert not may(PUBLIC, "round.read", Subject("round"), "dissolved").allowed
    assert not may(actor("steward"), "people.invite", Subject("people"), "dissolved").allowed


def test_an_action_does_not_carry_over_to_another_noun():
    """Who may read rounds may not thereby read something else."""
    assert not may(PUBLIC, "round.read", Subject("ballot", "1"), "published").allowed


OWN = sorted({(role, action) for (role, action), grant in GRANTS.items() if grant.reach == "own"})


@pytest.mark.parametrize(("role", "action"), OWN)
def test_a_province_reaches_what_its_own_unit_owns_and_nothing_else(role, action):
    """Another unit's, nobody's, and a unit that there is not: all are hidden in the same way."""
    phase = next(one for one in PHASES if one in GRANTS[role, action].phases)
    mine = actor(role, "u-north")
    assert may(mine, action, of(action, "u-north"), phase).allowed
    others = [may(mine, action, of(action, unit), phase) for unit in ("u-south", "u-none", "")]
    assert not any(one.allowed for one in others) and all(one.is_hidden for one in others)
    assert others[0] == others[1] == others[2]
    assert may(PUBLIC, action, of(action, "u-north"), phase).lacks == "sign-in"


def test_a_role_counts_only_for_the_organisation_that_gives_it():
    """An officer here who is a leader there does not submit here, nor fill in there."""
    both = Actor(
        "somebody", frozenset({Held("officer", "north", "u-north"), Held("leader", "south", "u-south")})
    )
    assert both.unit_keys == {"u-north", "u-south"}
    assert may(both, "draft.save", of("draft.save", "u-north"), "collecting").allowed
    assert may(both, "submission.submit", of("submission.submit", "u-south"), "collecting").allowed
    assert not may(both, "draft.save", of("draft.save", "u-south"), "collecting").allowed
    assert not may(both, "submission.submit", of("submission.submit", "u-north"), "collecting").allowed


def test_the_centre_never_sees_a_draft():
    """What is not submitted is the province's own."""
    for role in ("analyst", "approver", "steward", "inspector", "respondent"):
        for phase in PHASES:
            assert not may(actor(role), "draft.read", of("draft.read", "u-north"), phase).allowed


def test_out_of_phase_the_answer_says_when():
    """The phases in which this person may do it are named."""
    answer = may(actor("officer", "u-1"), "draft.save", of("draft.save", "u-1"), "frozen")
    assert not answer.allowed and not answer.is_hidden
    assert answer.open_in == ("collecting", "verifying", "replying")


def test_another_person_approves_than_the_one_who_accepted():
    """Also where one person holds both roles."""
    both = Actor("ha", frozenset({Held("analyst", "office"), Held("approver", "office")}))
    theirs, own = of("submission.approve", "u-1", "binh"), of("submission.approve", "u-1", "ha")
    assert may(both, "submission.approve", theirs, "verifying").allowed
    refused = may(both, "submission.approve", own, "verifying")
    assert not refused.allowed and "another person" in refused.reason


def test_another_person_closes_a_task_than_the_one_who_reported_it():
    """Also where the office itself leads, and one person both reports and closes."""
    both = Actor("ha", frozenset({Held("analyst", "office")}))
    assert may(both, "task.report", of_body("task.report", "office"), "published").allowed
    assert may(both, "task.close", of("task.close", first_by="binh"), "published").allowed
    refused = may(both, "task.close", of("task.close", first_by="ha"), "published")
    assert not refused.allowed and refused.reason.startswith("You reported this yourself")


def test_who_has_signed_in_without_a_role_keeps_to_their_own_account():
    """Nothing of a round is open to them but what is published."""
    open_ = {a for a in ACTIONS if any(may(Actor("somebody"), a, of(a, "u-1"), p).allowed for p in STAGES)}
    everybodys = {"session.begin", "session.end", "password.recover", "invitation.accept"}
    everybodys |= {"interface.read", "feed.read"}
    assert open_ - everybodys == {
        "account.change", "password.change", "password.confirm",
        "factor.enrol", "factor.read", "factor.renew", "calendar.read", "desk.read",
        "conference.list", "feed.renew",
        "token.create", "token.end", "search.read", "filter.save", "filter.remove",
    }  # fmt: skip


@pytest.mark.parametrize("role", GIVEN)
def test_without_the_second_factor_no_role_counts(role):
    """Only setting it up is open, besides what everybody may."""
    entrant = Actor("somebody", frozenset({Held(role, "office", "u-1")}), has_second_factor=False)
    for action in sorted(ACTIONS):
        for phase in PHASES:
            answer = may(entrant, action, of(action, "u-1"), phase)
            public = may(PUBLIC, action, of(action, "u-1"), phase).allowed
            assert answer.allowed == (public or action in ("factor.enrol", "password.confirm"))


@pytest.mark.parametrize(
    "typed", ["Hà@Sở.example", "  ha\u0300@SỞ.example ", "HÀ@sở.EXAMPLE", "ha\u0300@so\u031b\u0309.example"]
)
def test_an_address_is_one_however_it_is_typed(typed):
    """Capitals, blanks around it, composed letters or not."""
    assert address(typed) == "hà@sở.example"


OF_BODY = sorted(
    (role, action) for (role, action), grant in GRANTS.items() if grant.reach in ("body", "party")
)


@pytest.mark.parametrize(("role", "action"), OF_BODY)
def test_an_office_reaches_what_it_leads_or_co_ordinates_and_what_is_of_another_is_hidden(role, action):
    """By its own key, or by its unit's where the task was set before it had an office; nobody's is hidden."""
    mine = actor(role, "u-north")
    for body in ("office", "unit/u-north"):
        assert may(mine, action, of_body(action, body, "another"), "published").allowed
    for other in (of_body(action, "another", "unit/u-south"), of_body(action)):
        answer = may(mine, action, other, "published")
        assert not answer.allowed and answer.is_hidden


def test_a_party_is_also_the_unit_that_asks_and_a_body_alone_is_not():
    """Who asks may read on; only who leads may answer."""
    mine, own = actor("leader", "u-north"), of("petition.read", "u-north")
    assert may(mine, "petition.read", own, "published").allowed
    assert may(mine, "petition.answer", of("petition.answer", "u-north"), "published").is_hidden


def test_a_list_holds_what_its_pages_open_for():
    """The scope of an action is what `may` lets pass: all, own units, own bodies; nothing for nobody."""
    assert scope_of(actor("analyst"), "petition.read").is_all
    mine = scope_of(actor("leader", "u-north"), "petition.read")
    assert (mine.is_all, mine.unit_keys, mine.bodies) == (False, {"u-north"}, {"office", "unit/u-north"})
    ministry = scope_of(actor("respondent"), "task.track")
    assert (ministry.unit_keys, ministry.bodies) == (frozenset(), {"office"})
    for one in (PUBLIC, Actor("somebody"), Actor("x", actor("analyst").roles, has_second_factor=False)):
        assert scope_of(one, "petition.read") == Scope()
