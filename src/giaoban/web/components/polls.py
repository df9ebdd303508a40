"""Polls in words: what a quorum asks, what came of a poll, and the list to recount it by."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from giaoban.queries import polls

QUORUMS = {
    "none": gettext_lazy("none: whoever votes decides"),
    "over_half": gettext_lazy("more than half"),
    "two_thirds": gettext_lazy("at least two thirds"),
}
BASES = {
    "eligible": gettext_lazy("of all who have a vote"),
    "present": gettext_lazy("of those who are present and have a vote"),
}
OUTCOMES = {
    "decided": gettext_lazy("Decided"),
    "tied": gettext_lazy("No decision: several options have the most votes"),
    "without_quorum": gettext_lazy("Closed without quorum: nothing is decided"),
    "too_few": gettext_lazy("Not counted: with so few votes, the result would say who voted what"),
}


def say_quorum(poll: Any) -> str:
    """Return how many have to vote, of how many."""
    if poll.quorum == "none":
        return _("none is set")
    said = ngettext("%(needed)s vote of %(of)s", "%(needed)s votes of %(of)s", poll.needed)
    return said % {"needed": poll.needed, "of": poll.of}


def say_kind(poll: Any) -> str:
    """Return whether a poll is secret or open."""
    return _("secret poll") if poll.is_secret else _("open poll")


def outcome(poll: Any) -> dict[str, Any]:
    """Return what a page shows of a poll: its terms, and once it is closed what came of it."""
    told = {"poll": poll, "kind": say_kind(poll), "quorum": say_quorum(poll)}
    result = polls.result(poll)
    if result is None:
        return {**told, "options": list(enumerate(poll.options))}
    leading = set(result.leading)
    rows = [
        (option, votes, place in leading)
        for place, (option, votes) in enumerate(zip(poll.options, result.counts, strict=False))
    ]
    return {
        **told,
        "result": result,
        "rows": rows,
        "said": str(OUTCOMES[result.outcome]),
        "decided": next((option for option, _votes, is_leading in rows if is_leading), "")
        if result.outcome == "decided"
        else "",
    }


def recount(poll: Any) -> dict[str, Any]:
    """Return the list that a result can be recounted by, and whether it gives the same."""
    return {
        "is_same": polls.recounted(poll) == polls.result(poll),
        "roll": [
            (one.delegate, poll.options[one.choice] if one.choice is not None else "")
            for one in polls.roll(poll)
        ],
        "ballots": [(one.key, poll.options[one.choice]) for one in polls.ballots(poll)],
    }
