"""Crawls: every address of the site, as the resolver knows it, asked by one reader; and what bytes say."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import duckdb
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from pypdf import PdfReader

from tests.house.permissions import addresses

_PART = re.compile(r"<(?:\w+:)?(\w+)>")


def every_address(known: Mapping[str, Sequence[object]], language: str, method: str) -> tuple[str, ...]:
    """Return every address that takes this method, in this language, with everything known of each part.

    Raises:  KeyError for a part of which nothing is known: a new page is not left out.
    """
    plain = {id(one) for one in get_resolver().url_patterns}
    return tuple(
        ("/" if id(one) in plain else f"/{language}/") + filled
        for where, one in addresses()
        if method in one.callback.methods
        for filled in fill(where, known)
    )


def fill(where: str, known: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """Yield the address with each combination of what is known of its parts."""
    for values in product(*(known[part] for part in _PART.findall(where))):
        given = iter(values)
        yield _PART.sub(lambda _: str(next(given)), where)  # noqa: B023 used up before the next


def told(client: Client, method: str, address: str, **heads: str) -> str:
    """Return all that the answer says: its heads, and its content as a reader sees it.

    Edges:   what a POST changes is taken back, also where it ends the session of the client.
    """
    kept, client.cookies = client.cookies, client.cookies.copy()
    with transaction.atomic():
        response = client.generic(method, address, headers=heads)
        content = response.getvalue() if response.streaming else response.content
        transaction.set_rollback(method == "POST")
    client.cookies = kept
    return f"{response.status_code} {dict(response.headers)} {response.cookies} {readable(content)}"


def contents(path: Path) -> str:
    """Return what a file says."""
    if path.suffix == ".parquet":
        return str(duckdb.read_parquet(str(path)).fetchall())
    return readable(path.read_bytes())


def readable(content: bytes) -> str:
    """Return the text of bytes: of all parts of a package, of the pages of a PDF, or as they are."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "\n".join(readable(package.read(name)) for name in package.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")
