"""People: a small office and a province with somebody in each role, and telephones that show codes."""

import base64
import hashlib
import hmac
import struct
import time
from dataclasses import dataclass, field

from django.test import Client
from django.utils import timezone

from giaoban.actions import factors, invitations, people
from giaoban.records.models import Organisation, Person

#: Long, in the language of the place, and nobody's.
PASSWORD = "bảy con vịt qua cầu"  # noqa: S105
OFFICES = (
    ("north", "province", "Northern Province", "u-north"),
    ("south", "province", "Southern Province", "u-south"),
    ("office", "centre", "Central Office", ""),
    ("watch", "inspection", "Inspectorate", ""),
)


@dataclass
class Telephone:
    """An authenticator application: it holds one key and shows the code of the moment."""

    key: str
    shown: set[str] = field(default_factory=set)

    def code(self, at: float | None = None) -> str:
        """Return the code of the moment (RFC 6238, SHA-1, 30 seconds, six digits)."""
        step = int((time.time() if at is None else at) // 30)
        digest = hmac.new(base64.b32decode(self.key), struct.pack(">Q", step), hashlib.sha1).digest()
        offset = digest[-1] & 15
        number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"

    def fresh_code(self) -> str:
        """Return a code not shown yet: each opens once, and that of the next half minute is taken, too."""
        now = time.time()
        code = next(one for one in map(self.code, (now, now + 30, now - 30)) if one not in self.shown)
        self.shown.add(code)
        return code


def found_offices() -> None:
    """Make the organisations."""
    for key, kind, name, unit_key in OFFICES:
        Organisation.objects.get_or_create(key=key, kind=kind, name=name, unit_key=unit_key)


def join(email: str, organisation: str, role: str, language: str = "vi") -> Person:
    """Return a person who accepted an invitation to this role; no second factor is set up yet."""
    found_offices()
    person = Person(email=email, name=email.partition("@")[0], language=language, created_at=timezone.now())
    person.set_unusable_password()
    person.save()
    people.grant(email=email, organisation=organisation, role=role, by="tester")
    invitations.issue(person=person, by="tester")
    token = _token(person)
    return invitations.accept(token=token, password=PASSWORD)


def enrol(person: Person) -> Telephone:
    """Return the telephone that is this person's second factor now."""
    key = base64.b32encode(hashlib.sha256(person.email.encode()).digest()[:20]).decode()
    factors.enrol(person=person, secret=key)
    return Telephone(key)


def sign_in(client: Client, person: Person, telephone: Telephone) -> Client:
    """Return the client, signed in through the pages with password and code."""
    first = client.post("/vi/sign-in/", {"login": person.email, "password": PASSWORD})
    assert first.headers["Location"].endswith("/sign-in/code/"), first
    second = client.post("/vi/sign-in/code/", {"code": telephone.fresh_code()})
    assert second.status_code == 302, second.content.decode()
    return client


def signed_in(email: str, organisation: str, role: str) -> Client:
    """Return a client signed in as a new person in this role."""
    person = join(email, organisation, role)
    return sign_in(Client(), person, enrol(person))


def _token(person: Person) -> str:
    from giaoban.queries.invitations import link

    return link(person).rstrip("/").rpartition("/")[2]
