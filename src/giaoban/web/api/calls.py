"""Calls: an address of the interface declares its action like a page, and what it takes and answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ValidationError

from giaoban.core.conduct.phases import Phase
from giaoban.web.access import READING, WRITING, View, declares, publication
from giaoban.web.api.bearers import admit, name_the_way
from giaoban.web.problems import JSON, not_understood

Call = Callable[..., BaseModel]


def serves(
    action: str,
    key: str = "",
    *,
    tells: type[BaseModel],
    takes: type[BaseModel] | None = None,
    unit: str = "",
    phase: Callable[[str], Phase] = publication,
) -> Callable[[Call], View]:
    """Return a decorator that serves a call as `declares` serves a page; what it returns is the answer.

    A call that `takes` a document writes, and gets it as its second argument, checked; any other only reads.
    """

    def declare(call: Call) -> View:
        @declares(action, key, unit=unit, methods=WRITING if takes else READING, phase=phase)
        @wraps(call)
        def answered(request: HttpRequest, **address: str) -> HttpResponse:
            sent = (read(request, takes),) if takes else ()
            told = call(request, *sent, **address)
            return HttpResponse(told.model_dump_json(), content_type=JSON)

        @wraps(answered)
        def called(request: HttpRequest, **address: str) -> HttpResponse:
            return name_the_way(request, admit(request) or answered(request, **address))

        # A token does not come along by itself, as a cookie does: nothing can be forged.
        called.csrf_exempt = True  # type: ignore[attr-defined]
        called.takes, called.tells = takes, tells  # type: ignore[attr-defined]
        return called

    return declare


def read(request: HttpRequest, takes: type[BaseModel]) -> Any:
    """Return the document that was sent; nothing at all is an empty one.

    Raises:  Invalid, with every fault, if it is not as the call takes it.
    """
    try:
        return takes.model_validate_json(request.body or b"{}")
    except ValidationError as faults:
        raise not_understood(faults) from faults
