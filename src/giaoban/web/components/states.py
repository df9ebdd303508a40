"""States in words: how far a unit is with its report, and what is to be done with it by whom."""

from django.utils.translation import gettext_lazy

_STATES = {
    "not_begun": gettext_lazy("not begun"),
    "drafting": gettext_lazy("filling in"),
    "completed": gettext_lazy("completed at the unit"),
    "submitted": gettext_lazy("submitted"),
    "returned": gettext_lazy("returned"),
    "accepted": gettext_lazy("accepted"),
    "approved": gettext_lazy("approved figures"),
    "reopened": gettext_lazy("reopened"),
}
_TASKS = {
    "drafting": gettext_lazy("to fill in and complete"),
    "returned": gettext_lazy("to correct what came back"),
    "reopened": gettext_lazy("to correct a reopened line"),
    "completed": gettext_lazy("to submit"),
    "submitted": gettext_lazy("to check"),
    "accepted": gettext_lazy("to approve"),
}


def say_state(state: str) -> str:
    """Return how far a unit is."""
    return str(_STATES.get(state, state))


def say_task(status: str) -> str:
    """Return what whoever a submission in this status waits for has to do."""
    return str(_TASKS.get(status, status))
