"""Phases in words: what the stages of a round and of its conference are called on pages."""

from django.utils.translation import gettext_lazy

_PHASES = {
    "published": gettext_lazy("published"),
    "unpublished": gettext_lazy("not published"),
    "opened": gettext_lazy("opened"),
    "collecting": gettext_lazy("collecting"),
    "verifying": gettext_lazy("verifying"),
    "replying": gettext_lazy("replying"),
    "frozen": gettext_lazy("frozen"),
    "conference": gettext_lazy("conference"),
    "following_up": gettext_lazy("following up"),
    "closed": gettext_lazy("closed"),
    "preparing": gettext_lazy("being prepared"),
    "convened": gettext_lazy("convened"),
    "sitting": gettext_lazy("sitting"),
    "adjourned": gettext_lazy("adjourned"),
    "concluded": gettext_lazy("concluded"),
    "called_off": gettext_lazy("called off"),
}


def say_phase(phase: str) -> str:
    """Return what a phase of a round or a conference is called."""
    return str(_PHASES.get(phase, phase))
