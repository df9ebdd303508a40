"""Problems: refusals as documents for programs (RFC 9457), where a page would be no answer."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from giaoban.core.errors import Conflict, Finding, Invalid, Place, Refusal
from giaoban.web.components.findings import say

#: Below this everything is a document, whatever is preferred.
INTERFACE = "/api/"
PROBLEM, JSON = "application/problem+json", "application/json"
#: Which refusal is answered with which status; what is not listed stops at 400.
_STATUSES: dict[type[Refusal], tuple[int, str]] = {Conflict: (409, "conflict"), Invalid: (422, "invalid")}


def is_wanted(request: HttpRequest) -> bool:
    """Return whether whoever asks prefers a document to a page, as whoever sends one does."""
    if request.path_info.startswith(INTERFACE):
        return True
    preferred = request.get_preferred_type(["text/html", JSON, PROBLEM])
    return preferred in (JSON, PROBLEM) or request.content_type == JSON


def problem(
    status: int, code: str, title: str, detail: str = "", findings: Iterable[Finding] = (), **more: Any
) -> JsonResponse:
    """Return a refusal as a document: `title` says what, `detail` what to do, `code` is for programs.

    Like every refusal it may tell of a person, so it is nobody else's copy.
    """
    told = {"status": status, "code": code, "title": title, "detail": detail}
    listed = {"findings": [told_of(one) for one in findings]}
    response = JsonResponse({**told, **listed, **more}, status=status, content_type=PROBLEM)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def of_refusal(refusal: Refusal) -> JsonResponse:
    """Return what an action refused, with every fault at once."""
    status, code = _STATUSES.get(type(refusal), (400, "refused"))
    said = (refusal.title, refusal.detail)
    return problem(status, code, *(_(text) if text else "" for text in said), refusal.findings)


def not_understood(faults: ValidationError) -> Invalid:
    """Return the refusal of a document that is not as its address takes it, with every fault."""
    found = tuple(
        Finding("not_understood", one["msg"], where=Place(column=".".join(map(str, one["loc"]))))
        for one in faults.errors(include_input=False, include_url=False)
    )
    return Invalid(_("The document is not as this address takes it"), _("See the list."), findings=found)


def not_signed_in(reason: str) -> JsonResponse:
    """Return that nobody is signed in, or no longer."""
    response = problem(401, "sign_in", reason)
    # A 401 has to name a way (RFC 9110, 11.6.1); this one makes no browser ask for a password by itself.
    response.headers["WWW-Authenticate"] = 'Session realm="Giao Ban"'
    return response


def told_of(finding: Finding) -> dict[str, Any]:
    """Return a finding as a document tells it: its place in the same object."""
    where = finding.where
    place = {"file": where.file, "sheet": where.sheet, "row": where.row, "column": where.column}
    title, detail = say(finding)
    return {"severity": finding.severity, "code": finding.code, "title": title, "detail": detail, **place}
