"""Roles in words: what the roles of an organisation and the seats of a conference are called."""

from django.utils.translation import gettext_lazy as _

_ROLES = {
    "officer": _("reporting officer"),
    "leader": _("leader who submits"),
    "analyst": _("analyst"),
    "approver": _("approver"),
    "steward": _("steward of rounds and people"),
    "respondent": _("respondent of a ministry"),
    "inspector": _("inspector"),
    "chair": _("chair"),
    "clerk": _("clerk"),
    "delegate": _("delegate"),
    "observer": _("observer"),
    "teller": _("teller"),
}


def say_role(role: str) -> str:
    """Return what a role is called."""
    return str(_ROLES.get(role, role))
