"""Steps: a submission is passed on by a program, and it is told where it stands then."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from giaoban.core.errors import Conflict, Invalid, Place
from giaoban.core.figures.faults import fault
from giaoban.queries import forms, submissions
from giaoban.web.actors import actor_of
from giaoban.web.api.schemas import Standing
from giaoban.web.components.standings import say_status


def taken(
    step: Callable[..., Any], request: HttpRequest, round_id: str, unit_key: str, **more: Any
) -> Standing:
    """Take a step and return where the submission stands then.

    Raises:  as the step does; a Conflict says where the submission stands by now, and by whom.
    """
    place = {"round_id": round_id, "unit_key": unit_key}
    try:
        step(**place, by=actor_of(request).person, **more)
    except Conflict as refusal:
        raise _overtaken(**place) from refusal
    return Standing.of(submissions.standing(**place))


def require_lines(round_id: str, unit_key: str, line_ids: Iterable[str]) -> None:
    """Refuse lines that the unit's form does not have, all at once.

    Raises:  Invalid; NotFound if there is no such form.
    """
    form = forms.of_unit(round_id, unit_key)
    unknown = [line_id for line_id in line_ids if line_id not in form.by_id]
    if unknown:
        found = tuple(fault("unknown_line", Place(column=one), text=one) for one in unknown)
        raise Invalid(_("The form does not have these lines"), _("See the list."), findings=found)


def _overtaken(round_id: str, unit_key: str) -> Conflict:
    now = submissions.standing(round_id, unit_key)
    title = _("Somebody was faster: the report is by now {status} ({by}).")
    return Conflict(title.format(status=say_status(now.status), by=now.by))
