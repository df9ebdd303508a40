"""Papers: which seats may read a paper of a conference, and which of its papers still holds."""

from collections.abc import Collection, Mapping

from giaoban.core.conduct.people import SEATS

#: Whom a paper is for → the seats that may read it.
READERS: Mapping[str, frozenset[str]] = {
    "seats": frozenset(SEATS),
    "delegates": frozenset({"chair", "clerk", "delegate"}),
    "leaders": frozenset({"chair", "clerk"}),
}
#: Who brings the papers reads all of them, and with the clerk also what no longer holds.
OFFICE = "steward"
_KEEPERS = frozenset({OFFICE, "clerk"})


def may_read(audience: str, roles: Collection[str], holds: bool = True) -> bool:
    """Return whether somebody with these roles at a conference may read a paper that is for `audience`.

    Edges:   an audience that is not known is nobody; what was replaced or withdrawn no longer `holds`, and
             only who keeps the papers finds it.
    """
    if not holds and not _KEEPERS & set(roles):
        return False
    return OFFICE in roles or bool(READERS.get(audience, frozenset()) & set(roles))
