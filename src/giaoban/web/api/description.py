"""The description of the interface (OpenAPI 3.1), made of what each call declares, takes and tells."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, get_resolver
from pydantic.json_schema import models_json_schema

from giaoban.web.access import declares
from giaoban.web.api.schemas import Problem
from giaoban.web.problems import JSON, PROBLEM

#: Status → when it is answered; those of a writing call stand below.
_REFUSALS: Mapping[str, str] = {
    "401": "No access token, or one that opens nothing.",
    "403": "The role of the person does not include this, or the round is not in a phase for it.",
    "404": "There is no such thing, or none that this person may know of.",
    "default": "Any other refusal.",
    "429": "Too many wrong access tokens from this network address.",
}
_REFUSALS_OF_WRITING: Mapping[str, str] = {
    "409": "Somebody else was faster, or the line is locked: nothing was changed.",
    "422": "What was sent breaks a rule: every finding at once, nothing was changed.",
}
_ABOUT = (
    "For programs of units and of the central office: the same forms, checks and steps as the pages. "
    "Titles and details come in the language of Accept-Language."
)


@declares("interface.read")
def describe(request: HttpRequest) -> HttpResponse:
    """Describe every call of the interface."""
    return JsonResponse(description())


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """Return the OpenAPI document."""
    calls = dict(_calls())
    shown = [(call.tells, "serialization") for call in calls.values()]
    taken = [(call.takes, "validation") for call in calls.values() if call.takes]
    refs, defined = models_json_schema(
        [*taken, *shown, (Problem, "serialization")], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Giao Ban", "version": "1", "description": _ABOUT},
        "paths": {address: _path(address, call, refs) for address, call in calls.items()},
        "components": {
            "schemas": defined["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _calls() -> Iterator[tuple[str, Any]]:
    """Yield each address of the interface with its call."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLPattern) and hasattr(entry.callback, "tells"):
            yield "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(entry.pattern)), entry.callback


def _path(address: str, call: Any, refs: Mapping[Any, Any]) -> dict[str, Any]:
    operation = _operation(call, refs)
    if call.takes:
        schema = refs[call.takes, "validation"]
        is_needed = bool(call.takes.model_fields)
        body = {"required": is_needed, "content": {JSON: {"schema": schema}}}
        operation |= {"requestBody": body}
    names = re.findall(r"{(\w+)}", address)
    slug = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
    parameters = [{"name": name, "in": "path", "required": True, "schema": slug} for name in names]
    return {"parameters": parameters, "post" if call.takes else "get": operation}


def _operation(call: Any, refs: Mapping[Any, Any]) -> dict[str, Any]:
    refusals = _REFUSALS | (_REFUSALS_OF_WRITING if call.takes else {})
    told = {"description": "As asked.", "content": {JSON: {"schema": refs[call.tells, "serialization"]}}}
    problem = {PROBLEM: {"schema": refs[Problem, "serialization"]}}
    refused = {status: {"description": when, "content": problem} for status, when in refusals.items()}
    return {
        "operationId": call.__name__,
        "summary": call.__doc__.splitlines()[0],
        "x-action": call.action,
        "responses": {"200": told, **refused},
    }
