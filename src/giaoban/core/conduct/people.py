"""People: who acts, in which role, for which organisation; an e-mail address is a person's name."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

Kind = Literal["province", "centre", "ministry", "inspection"]
#: `public` is everybody, `entrant` who has given the password only, `person` who has also shown the second
#: factor; `chair` and those after it are the seats of a conference; the others are given by an organisation.
Role = Literal[
    "public",
    "entrant",
    "person",
    "officer",
    "leader",
    "analyst",
    "approver",
    "steward",
    "respondent",
    "inspector",
    "chair",
    "clerk",
    "delegate",
    "observer",
    "teller",
]

KINDS: tuple[Kind, ...] = get_args(Kind)
ROLES: tuple[Role, ...] = get_args(Role)
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
#: Which roles an organisation of each kind can give.
ROLES_OF: Mapping[Kind, tuple[Role, ...]] = {
    "province": ("officer", "leader"),
    "centre": ("analyst", "approver", "steward"),
    "ministry": ("respondent",),
    "inspection": ("inspector",),
}
GIVEN: tuple[Role, ...] = tuple(role for roles in ROLES_OF.values() for role in roles)
#: The seats of a conference: they count in its own rooms only.
SEATS: tuple[Role, ...] = ("chair", "clerk", "delegate", "observer", "teller")


#: What stands before the key of a unit that leads or co-ordinates without an office here.
UNIT = "unit/"


class Held(NamedTuple):
    """One role that a person holds for one organisation, and the unit that the organisation reports for.

    A seat is held at a conference, whose key then stands in place of an organisation.
    """

    role: str
    organisation: str
    unit_key: str = ""
    conference: str = ""

    @property
    def bodies(self) -> frozenset[str]:
        """Return the names under which the organisation leads and co-ordinates: its key, or its unit's."""
        own = {self.organisation} if self.organisation and not self.conference else set[str]()
        return frozenset(own | ({f"{UNIT}{self.unit_key}"} if self.unit_key else set()))


_PUBLIC = Held("public", "")


@dataclass(frozen=True)
class Actor:
    """Who asks. Nobody has signed in where `person` is empty; a role counts only for its organisation.

    Without the second factor no role counts, whatever stands in `roles`.
    """

    person: str = ""
    roles: frozenset[Held] = frozenset()
    has_second_factor: bool = True

    @property
    def unit_keys(self) -> frozenset[str]:
        """Return the units that this person reports for."""
        return frozenset(held.unit_key for held in self.roles if held.unit_key)

    def roles_for(self, unit_key: str) -> frozenset[str]:
        """Return the roles that this person holds for the organisation that reports for a unit."""
        return frozenset(held.role for held in self.roles if held.unit_key == unit_key)

    def holds(self) -> tuple[Held, ...]:
        """Return every role of this actor with the ones that nobody has to give."""
        if not self.person:
            return (_PUBLIC,)
        if not self.has_second_factor:
            return (_PUBLIC, Held("entrant", ""))
        return (_PUBLIC, Held("person", ""), *sorted(self.roles))


def address(text: str) -> str:
    """Return an e-mail address in the one form in which people are known: composed, small letters."""
    return unicodedata.normalize("NFC", text.strip().casefold())


def is_address(text: str) -> bool:
    """Return whether a text is an e-mail address in its one form."""
    return _ADDRESS.fullmatch(text) is not None
