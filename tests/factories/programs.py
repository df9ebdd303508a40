"""Programs: they ask the interface with a person's access token, and every answer is held to its schema."""

import json
import re
from functools import cache
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from giaoban.actions import tokens
from giaoban.records.models import Organisation, Person
from tests.factories.packs import ROUND
from tests.factories.sessions import person

ROOT = "/api/v1/rounds"
NORTH, SENT = f"{ROOT}/{ROUND}/units/north", f"{ROOT}/{ROUND}/submissions"
#: role → name, office, unit.
POSTS = {
    "officer": ("ha@north.example", "north", "north"),
    "leader": ("binh@north.example", "north", "north"),
    "analyst": ("an@office.example", "office", ""),
    "approver": ("duyet@office.example", "office", ""),
    "steward": ("chi@office.example", "office", ""),
    "inspector": ("kiem@watch.example", "watch", ""),
    "respondent": ("minh@ministry.example", "ministry", ""),
}
_KINDS = {"watch": "inspection", "ministry": "ministry"}


class Program:
    """One program with its token, without any cookie."""

    def __init__(self, token: str = "", language: str = "vi") -> None:
        self.client, self.token, self.language = Client(enforce_csrf_checks=True), token, language

    def get(self, address: str) -> Any:
        """Return the answer to a reading call."""
        return self.ask("get", address)

    def post(self, address: str, sent: Any = None) -> Any:
        """Return the answer to a writing call: a document, or bytes as they are."""
        body = sent if isinstance(sent, bytes) else json.dumps({} if sent is None else sent).encode()
        return self.ask("post", address, data=body, content_type="application/json")

    def ask(self, method: str, address: str, **about: Any) -> Any:
        """Return the answer, once it was held to what the description says of it."""
        heads = {"accept-language": self.language}
        if self.token:
            heads["authorization"] = f"Bearer {self.token}"
        response = getattr(self.client, method)(address, headers=heads, **about)
        faults = [fault.message for fault in _schema(method, address, response).iter_errors(response.json())]
        assert faults == [], (address, response.status_code, faults)
        return response


def program(person: Person, language: str = "vi") -> Program:
    """Return a program that acts for the person."""
    return Program(tokens.create(person=person, name="a program", days=30), language)


def programs(*roles: str) -> dict[str, Program]:
    """Return a program of a new person in each of these roles, in all of them where none is named."""
    return {role: program(holder(role)) for role in roles or POSTS}


def holder(role: str) -> Person:
    """Return a new person in this role."""
    email, office, unit_key = POSTS[role]
    if office in _KINDS:
        Organisation.objects.get_or_create(key=office, kind=_KINDS[office], name=office)
    return person(email, email.partition("@")[0], office, role, unit_key)


def _schema(method: str, address: str, response: Any) -> Draft202012Validator:
    """Return what the description says of this answer; where it knows no such call, of any refusal."""
    calls = {pattern: path for pattern, path in _paths().items() if re.fullmatch(pattern, address)}
    path = next(iter(calls.values()), {})
    answers = path.get(method, {}).get("responses", {})
    kind = response.headers["Content-Type"]
    told = answers.get(str(response.status_code), answers.get("default"))
    schema = told["content"][kind]["schema"] if told else {"$ref": "#/components/schemas/Problem"}
    assert kind == ("application/json" if response.status_code == 200 else "application/problem+json")
    return Draft202012Validator({**schema, **_components()}, format_checker=FormatChecker())


@cache
def _paths() -> dict[str, Any]:
    from giaoban.web.api.description import description

    return {re.sub(r"{\w+}", "[^/]+", path): told for path, told in description()["paths"].items()}


@cache
def _components() -> dict[str, Any]:
    from giaoban.web.api.description import description

    return {"components": description()["components"]}
