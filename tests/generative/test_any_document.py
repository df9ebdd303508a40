"""Any document that a program or a spreadsheet sends is answered, never a failure, and never half stored."""

import csv
import io
import json

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from giaoban.actions import listings
from giaoban.core.errors import Conflict, Invalid
from giaoban.queries import submissions as reading
from giaoban.records.models import EntryVersion
from tests.factories.packs import ROUND
from tests.factories.programs import NORTH, SENT, programs
from tests.factories.reporting import GROWTH, PEOPLE, TARGET, enter, install

pytestmark = pytest.mark.django_db
WORDS = st.text(max_size=12) | st.sampled_from(
    [GROWTH, PEOPLE, TARGET, "8,1", "met", "", "\x00", "=1+1", "1.234"]
)
ATOMS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
ANY = st.recursive(
    ATOMS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4)
)
LINE = st.fixed_dictionaries(
    {"line_id": WORDS, "base": st.integers(-1, 3)},
    optional={
        "text": WORDS | ATOMS,
        "explanation": WORDS,
        "is_not_applicable": st.booleans() | ATOMS,
        "verdict": st.sampled_from(["", "met", "exceeded", "not_met"]) | ATOMS,
    },
)
MOMENTS = (
    st.datetimes().map(str) | st.sampled_from(["2030-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"]) | ATOMS
)
DOCUMENTS = {
    f"{NORTH}/lines": st.fixed_dictionaries(
        {"lines": st.lists(LINE, max_size=3)}, optional={"is_whole": st.booleans() | ATOMS}
    ),
    f"{SENT}/north/return": st.fixed_dictionaries({"reasons": st.dictionaries(WORDS, ATOMS, max_size=3)}),
    f"{SENT}/north/reopen": st.fixed_dictionaries(
        {"line_id": WORDS, "reason": WORDS, "expires_at": MOMENTS}, optional={"more": ATOMS}
    ),
    f"{NORTH}/complete": ANY,
    f"{SENT}/north/approve": ANY,
}
CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def cells(*sound: str) -> st.SearchStrategy[str]:
    """Return a strategy of cells that are sound, most of the time."""
    return st.integers(0, 9).flatmap(lambda one: CELLS if one == 0 else st.sampled_from(sound))


#: A version that is told as “now” is the one that stands there.
ROW = st.fixed_dictionaries(
    {
        "line_id": cells(GROWTH, PEOPLE, TARGET),
        "value": cells("8", "9", "10"),
        "verdict": cells("", ""),
        "not_applicable": cells("", "no"),
        "explanation": cells("", "=1+1", "floods"),
        "version": cells("now"),
    }
)
_TOGETHER = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def by(tmp_path, settings):
    """Return programs of every role; the small country's round is verified."""
    settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    install(tmp_path)
    enter("verifying")
    return programs()


@pytest.mark.parametrize("address", DOCUMENTS, ids=lambda address: address.rpartition("/")[2])
def test_any_document_is_answered(by, address):
    """With what the description says, or a refusal; a failure would be raised here."""
    roles = ("officer", "analyst", "approver")

    @_TOGETHER
    @given(sent=(DOCUMENTS[address] | ANY).map(_bytes) | st.binary(max_size=40), role=st.sampled_from(roles))
    def answered(sent: bytes, role: str) -> None:
        assert by[role].post(address, sent).status_code in (200, 403, 409, 422)

    answered()


@_TOGETHER
@given(
    rows=st.lists(ROW, max_size=3, unique_by=lambda row: row["line_id"]),
    heading=st.permutations(["line_id", "value", "verdict", "not_applicable", "explanation", "version"]),
    damage=cells("").map(str.encode),
)
def test_any_table_is_taken_whole_or_not_at_all(by, rows, heading, damage):
    """What is stored is what its answer tells; a refusal leaves everything as it was, and says why."""
    stands = {line_id: one.version for line_id, one in reading.kept(ROUND, "north").items()}
    text = io.StringIO()
    writer = csv.DictWriter(text, heading)
    writer.writeheader()
    for row in rows:
        version = str(stands.get(row["line_id"], 0)) if row["version"] == "now" else row["version"]
        writer.writerow({**row, "version": version})
    sent = {"content": text.getvalue().encode() + damage, "name": "form.csv", "classification": "public"}
    before = EntryVersion.objects.count()
    try:
        saved = listings.receive(round_id=ROUND, unit_key="north", by="officer", confirmed=True, **sent).saved
    except (Invalid, Conflict) as refusal:
        assert refusal.findings and EntryVersion.objects.count() == before
        return
    event(f"saved {len(saved)}")
    assert EntryVersion.objects.count() == before + len(saved)
    kept = reading.kept(ROUND, "north")
    assert all(kept[one.line_id].entry == one.entry for one in saved)


def _bytes(document: object) -> bytes:
    return json.dumps(document).encode("utf-8", "surrogatepass")
