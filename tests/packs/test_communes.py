"""The communes of 2023 and 2025 and the 10,604 links between them, through the reader of packs."""

import sys
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from giaoban.core.figures.restatement import Part, restate
from giaoban.core.registry.hierarchies import ADMINISTRATIVE
from giaoban.core.registry.lineage import Lineage
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.units import find
from giaoban.files.packs import read_pack
from tests.factories.communes import new_key, old_key, rows_of, write_communes
from tests.spec.test_restatement import SUM

pytestmark = pytest.mark.data

MERGER = date(2025, 7, 1)
EVE = MERGER - timedelta(days=1)
#: Old codes that are no commune of the list of 2023: five island districts without communes …
ISLANDS = {"318", "471", "498", "536", "755"}
#: … and fifteen communes that arose between April 2023 and March 2025.
AROSE = {
    "03980", "03983", "03984", "07693", "07732", "07744", "16387", "16411", "18448", "20176",
    "20674", "25102", "25174", "25177", "25186",
}  # fmt: skip
#: A link of the source that leaves its province: a commune is taken for its namesake in the province beside.
STRAYED = {("30622", "30259")}


@pytest.fixture(scope="module")
def pack(tmp_path_factory) -> Pack:
    """The pack `vn` with every district and commune."""
    return read_pack(write_communes(tmp_path_factory.mktemp("packs") / "vn"))


@pytest.fixture(scope="module")
def links() -> list[tuple[str, str, str]]:
    """The links as the source has them: old code, new code, full or partial."""
    rows = rows_of("commune_changes_2025")
    return [(row["old_commune_code"], row["new_commune_code"], row["share"]) for row in rows]


def test_every_commune_and_every_link_is_read(pack, links):
    """10,598 communes of April 2023, 3,321 since July 2025, 705 districts; 9,592 links of whole communes."""
    counts = Counter((unit.level, unit.unit_key.partition("-")[0]) for unit in pack.units.values())
    assert counts["commune", "c2023"] - len(AROSE) == 10_598
    assert (counts["commune", "c2025"], counts["district", "d2023"]) == (3_321, 705)
    read = {(c.predecessor, c.successor): c.share for c in pack.changes if c.successor.startswith("c2025-")}
    assert read == {(old_key(o), new_key(n)): "1" if share == "full" else "" for o, n, share in links}
    assert (len(read), Counter(read.values())) == (10_604, {"1": 9_592, "": 1_012})


def test_every_old_code_is_in_the_list_of_2023_or_is_named(links):
    """Twenty are not; with them, and without those no link names, March 2025 had 10,047 communes."""
    listed = {row["commune_code"] for row in rows_of("communes_2023")}
    linked = {old for old, _, _ in links}
    assert linked - listed == ISLANDS | AROSE
    assert {row["district_code"] for row in rows_of("districts_2023")} >= ISLANDS
    assert len(listed) - len(listed - linked) + len(AROSE) == 10_047


def test_every_commune_of_2025_came_from_somewhere(pack):
    """None is without a predecessor, and none of the links leads to a commune that the list does not have."""
    for row in rows_of("communes_2025"):
        made_of = pack.lineage.trace(new_key(row["commune_code"]), MERGER, EVE)
        assert made_of and new_key(row["commune_code"]) not in made_of


def test_each_commune_is_traced_back_and_forth_with_unknown_shares_in_sight(pack, links):
    """From any day to any other: what went over whole is whole, and 1,012 parts are told as not known."""
    said = {(old_key(o), new_key(n)): Decimal(1) if share == "full" else None for o, n, share in links}
    back, forth = {}, {}
    for at, on in ((MERGER, EVE), (date(2026, 11, 22), date(2025, 3, 1))):
        for new in sorted({new for _, new in said}):
            back |= {(old, new): share for old, share in pack.lineage.trace(new, at, on).items()}
        for old in sorted({old for old, _ in said}):
            forth |= {(old, new): share for new, share in pack.lineage.trace(old, on, at).items()}
        assert back == forth == said


def test_each_commune_stays_in_what_became_of_its_province(pack, links):
    """The province above the old commune merged into the one above the new; the one exception is named."""
    strayed = set()
    for old, new, _ in links:
        before = _province(pack, old_key(old), EVE)
        if before and set(pack.lineage.trace(before, EVE, MERGER)) != {_province(pack, new_key(new), MERGER)}:
            strayed.add((old, new))
    assert strayed == STRAYED


def _province(pack: Pack, unit_key: str, on: date) -> str:
    above = pack.hierarchies.ancestors_of(unit_key, ADMINISTRATIVE, on)
    return next((key for key in above if pack.units[key].level == "province"), "")


def test_a_sum_over_a_divided_commune_is_missing_and_names_it(pack):
    """One commune of the merger is whole, the other came over in part: there is no sum for the new one."""
    shares = pack.lineage.trace(new_key("00004"), MERGER, EVE)
    told = restate(SUM, [Part(key, share, Decimal(100)) for key, share in shares.items()])
    unknown = tuple(key for key, share in shares.items() if share is None)
    assert unknown and told.value is None
    assert (told.missing, told.unshared) == (unknown, unknown)


def test_a_name_that_many_communes_have_is_answered_with_all_of_them(pack):
    """Names pass on, and are shared: each candidate is one unit key, told apart by day and parent."""
    found = find(pack.units.values(), "Tân Phú", EVE)
    assert len(found) == len({unit.unit_key for unit in found}) > 10
    assert all(unit.is_valid_on(EVE) for unit in found)


def test_tracing_takes_the_same_steps_however_many_others_there_are(pack):
    """A trace among 10,604 links runs the same lines as one among a tenth of them; none looks at the rest."""
    communes = [c for c in pack.changes if c.successor.startswith("c2025-")]
    few, many = Lineage(tuple(communes[: len(communes) // 10])), Lineage(tuple(communes))
    asked = [change.successor for change in few.changes[:300]]
    assert _steps(many, asked) == _steps(few, asked) > len(asked)


def _steps(lineage: Lineage, asked: list[str]) -> int:
    """Return how many lines are run; the index is made before."""
    lineage.trace(asked[0], MERGER, EVE)
    count = 0

    def step(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        for key in asked:
            lineage.trace(key, MERGER, EVE)
    finally:
        sys.settrace(before)
    return count
