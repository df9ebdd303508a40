"""Crawls: somebody asks for every address of the site, with everything known in its place, and follows links."""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import product
from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from tests.factories.canaries import text_of
from tests.house.permissions import addresses

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
_LINK = re.compile(r'(?:href|src|action|data-lines|data-state)="(/[^"#]*)')
_LANGUAGES = ("/", "/vi/")


def spelled(known: Mapping[str, Sequence[object]]) -> list[tuple[str, bool]]:
    """Return every address with every combination of what is known, and whether it takes a form.

    Raises:  KeyError for a part of an address that nobody has named a value for.
    """
    return [
        (address, "POST" in pattern.callback.methods)
        for where, pattern in addresses()
        for address in _each(where, pattern.callback, known)
    ]


def _each(where: str, view: object, known: Mapping[str, Sequence[object]]) -> Iterator[str]:
    parts = _PLACE.findall(where)
    for values in product(*(known[part] for part in parts)):
        chosen = dict(zip(parts, values, strict=True))
        path = _PLACE.sub(lambda part, chosen=chosen: quote(str(chosen[part[1]])), where)
        yield next(f"{root}{path}" for root in _LANGUAGES if _leads_to(f"{root}{path}", view))


def _leads_to(address: str, view: object) -> bool:
    try:
        return resolve(address).func is view
    except Resolver404:
        return False


class Visitor:
    """Somebody at the site: a browser with its cookies, and a program with a token where programs ask."""

    def __init__(self, client: Client, token: str) -> None:
        self.client, self.token = client, token

    def crawl(self, known: Sequence[tuple[str, bool]], word: str) -> Iterator[tuple[str, str]]:
        """Yield every address with all that its answer gives away; a page that searches is asked for `word`.

        Edges:   what a form would change is taken back at once, for whoever comes next.
        """
        yield from self._read([address for address, _ in known], word)
        for address, is_writing in known:
            if is_writing:
                yield f"POST {address}", self._write(address)

    def _read(self, first: Sequence[str], word: str) -> Iterator[tuple[str, str]]:
        waiting, seen = deque(first), set(first)
        while waiting:
            address = waiting.popleft()
            response = self.client.get(address, headers=self._heads(address))
            told = _told(response)
            yield address, told
            for link in _links(address, response, told, word):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    def _write(self, address: str) -> str:
        sender = Client(raise_request_exception=False)
        sender.cookies = self.client.cookies.copy()
        kind = {"content_type": "application/json", "data": "{}"} if _is_for_programs(address) else {}
        with transaction.atomic():
            told = _told(sender.post(address, headers=self._heads(address), **kind))
            transaction.set_rollback(True)
        return told

    def _heads(self, address: str) -> dict[str, str]:
        is_shown = self.token and _is_for_programs(address)
        return {"authorization": f"Bearer {self.token}"} if is_shown else {}


def _is_for_programs(address: str) -> bool:
    return address.startswith("/api/")


def _told(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers}\n{text_of(content)}"


def _links(address: str, response: HttpResponse, told: str, word: str) -> Iterator[str]:
    if "Location" in response.headers:
        yield response.headers["Location"].partition("#")[0]
    if response.headers.get("Content-Type", "").startswith("text/html"):
        found = (unescape(link) for link in _LINK.findall(told))
        yield from (link for link in found if not link.startswith(("/static/", "/en/", "//")))
        if 'name="q"' in told and "?" not in address:
            yield f"{address}?q={word}"
