"""Edited text against figures: what is a claim, and what is only wording."""

from collections.abc import Callable

import pytest

from giaoban.core.writing.claims import Claim, check
from giaoban.core.writing.passages import Grid, Passage, Piece, expected_pieces
from giaoban.core.writing.proofs import source_rows
from tests.factories.factsheets import sample_factsheet

FACTSHEET = sample_factsheet()
DOCUMENT = FACTSHEET["documents"]["vi"]
NAMES = {unit["name"] for unit in FACTSHEET["units"]}
LEADING = next(p.text for p in expected_pieces(DOCUMENT) if isinstance(p, Passage) and "Bắc Giang" in p.text)
NEGATIVE = next(
    p.text for p in expected_pieces(DOCUMENT) if isinstance(p, Passage) and "Quảng Ngãi" in p.text
)


def read_back(change: Callable[[str], str | list[str]] = lambda text: text) -> list[Piece]:
    """Return the printed pieces as read from a file without bookmarks, each paragraph's text changed."""
    pieces: list[Piece] = []
    for piece in expected_pieces(DOCUMENT):
        if isinstance(piece, Grid):
            pieces.append(piece)
            continue
        texts = change(piece.text)
        pieces += [Passage(text) for text in ([texts] if isinstance(texts, str) else texts) if text]
    return pieces


def claims(change: Callable[[str], str | list[str]]) -> list[tuple[str, str, str]]:
    return [(claim.kind, claim.expected, claim.found) for claim in check(DOCUMENT, read_back(change), NAMES)]


def test_untouched_text_makes_no_claim() -> None:
    assert claims(lambda text: text) == []


@pytest.mark.parametrize(
    ("old", "new", "claim"),
    [
        ("13,45%", "13,54%", ("changed_number", "13,45%", "13,54%")),
        ("-9,28%", "9,28%", ("changed_number", "-9,28%", "9,28%")),
        ("13,45%", "13,45 điểm", ("changed_number", "13,45%", "13,45 điểm")),
        ("này là 7:", "này là 8:", ("changed_count", "7", "8")),
        ("này là 7:", "này là tám:", ("changed_count", "7", "tám")),
        ("Tính trên 61", "Tính trên 63", ("changed_count", "61", "63")),
        ("Nam Định", "Ninh Bình", ("changed_name", "Nam Định", "Ninh Bình")),
        ("Nam Định", "Nam Địng", ("changed_name", "Nam Định", "Nam Địng")),
        ("sản phẩm giảm ở", "sản phẩm tăng ở", ("changed_word", "giảm", "tăng")),
        ("Quảng Nam (-8,25%); ", "", ("missing", "Quảng Nam (-8,25%", "")),
        ("Đề nghị", "Còn 15 ngày. Đề nghị", ("added_number", "", "15")),
        ("Đề nghị", "Trước ngày 25/12/2024, đề nghị", ("added_number", "", "25/12/2024")),
        ("Quảng Nam (", "Quảng Nam, Lào Cai (", ("added_name", "", "Lào Cai")),
    ],
)
def test_each_kind_of_change_is_exactly_one_claim(old: str, new: str, claim: tuple[str, str, str]) -> None:
    assert old in "\n".join((LEADING, NEGATIVE, "Đề nghị", "Tính trên 61"))
    assert claims(lambda text: text.replace(old, new)) == [claim]


def test_two_names_swapped_are_one_claim_of_order() -> None:
    """The values stay where they were, so each now stands behind the wrong name."""
    found = claims(
        lambda text: (
            text.replace("Bắc Giang", "@").replace("Hậu Giang", "Bắc Giang").replace("@", "Hậu Giang")
        )
    )
    assert [kind for kind, *_ in found] == ["changed_order"]
    assert found[0][1].startswith("Bắc Giang, Hậu Giang, Quảng Ninh")
    assert found[0][2].startswith("Hậu Giang, Bắc Giang, Quảng Ninh")


def test_two_entries_swapped_with_their_values_are_one_claim_of_order() -> None:
    one, other = "Bắc Giang (13,45%)", "Nam Định (10,19%)"
    found = claims(lambda text: text.replace(one, "@").replace(other, one).replace("@", other))
    assert [kind for kind, *_ in found] == ["changed_order"]


def test_two_values_swapped_are_two_changed_numbers() -> None:
    found = claims(lambda text: text.replace("13,45", "@").replace("12,27", "13,45").replace("@", "12,27"))
    assert sorted(found) == [("changed_number", "12,27%", "13,45%"), ("changed_number", "13,45%", "12,27%")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Kinh tế nhiều nơi", "Nhìn chung, kinh tế của nhiều địa phương"),
        ("; Hậu Giang", ", tiếp đến là Hậu Giang"),
        ("Đề nghị cấp ủy các địa phương", "Đề nghị các cấp ủy"),
        ("I. Tình hình chung", "III. TÌNH HÌNH CHUNG"),
        ("1. Tăng trưởng", "2. Tăng trưởng kinh tế"),
        ("có số liệu.", "có số liệu./."),
        ("này là 7: ", "này là 7:\u00a0"),
    ],
)
def test_wording_alone_makes_no_claim(old: str, new: str) -> None:
    assert any(old in piece.text for piece in expected_pieces(DOCUMENT) if isinstance(piece, Passage))
    assert claims(lambda text: text.replace(old, new)) == []


def test_a_bound_word_is_not_mistaken_for_the_same_word_elsewhere_in_its_paragraph() -> None:
    figure = {"figure_id": "f" * 16, "role": "verb", "unit_key": ""}
    spans = [
        {"text": "Thu ngân sách "},
        {"text": "tăng", **figure},
        {"text": " mạnh; tốc độ tăng của các năm khác nhau."},
    ]
    document = {
        "blocks": [{"kind": "paragraph", "statement": "s", "spans": spans}],
        "tables": {},
        "charts": {},
    }
    edited = Passage("Thu ngân sách giảm mạnh; tốc độ tăng của các năm khác nhau.")
    assert [(c.kind, c.expected, c.found) for c in check(document, [edited])] == [
        ("changed_word", "tăng", "giảm")
    ]


def test_a_paragraph_split_in_two_makes_no_claim() -> None:
    assert claims(lambda text: text.split("; ", 2) if "Bắc Giang (" in text else text) == []


def test_two_paragraphs_run_together_make_no_claim() -> None:
    joined = f"{LEADING} {NEGATIVE}"
    found = claims(lambda text: joined if text == LEADING else "" if text == NEGATIVE else text)
    assert found == []


def test_paragraphs_in_another_order_make_no_claim() -> None:
    assert check(DOCUMENT, read_back()[::-1], NAMES) == ()


def test_a_deleted_paragraph_is_one_missing_claim_with_all_its_figures() -> None:
    (claim,) = check(DOCUMENT, read_back(lambda text: "" if text == NEGATIVE else text), NAMES)
    assert (claim.kind, claim.expected) == ("missing", NEGATIVE)
    assert len(claim.bindings) == 1 + 2 * 4


def test_an_added_paragraph_claims_each_of_its_numbers() -> None:
    added = Passage("Thu ngân sách đạt 1.234 tỷ đồng, vượt 5% dự toán.", place="paragraph 9")
    found = check(DOCUMENT, [*read_back(), added], NAMES)
    assert [(claim.kind, claim.found, claim.place) for claim in found] == [
        ("added_number", "1.234", "paragraph 9"),
        ("added_number", "5", "paragraph 9"),
    ]


def edited_table(edit: Callable[[list[list[str]]], None]) -> list[Claim]:
    pieces = read_back()
    grid = next(piece for piece in pieces if isinstance(piece, Grid))
    rows = [[cell.text for cell in row] for row in grid.rows]
    edit(rows)
    changed = Grid(
        tuple(tuple(Passage(text, place=f"row {n}") for text in row) for n, row in enumerate(rows, 1))
    )
    return list(check(DOCUMENT, [changed if piece is grid else piece for piece in pieces], NAMES))


def test_a_changed_cell_is_one_claim_with_its_place() -> None:
    (claim,) = edited_table(lambda rows: rows[1].__setitem__(2, "5,10"))
    assert (claim.kind, claim.expected, claim.found, claim.place) == (
        "changed_number",
        "5,01",
        "5,10",
        "row 2",
    )


def test_a_name_changed_in_a_table_is_found_though_the_cell_is_unbound() -> None:
    (claim,) = edited_table(lambda rows: rows[1].__setitem__(1, "Hà Nam"))
    assert (claim.kind, claim.expected, claim.found) == ("changed_name", "Hà Nội", "Hà Nam")
    assert claim.figure_id


def test_a_deleted_row_is_missing_and_an_added_row_adds_numbers() -> None:
    (claim,) = edited_table(lambda rows: rows.pop(5))
    assert (claim.kind, claim.expected) == ("missing", "08 · Tuyên Quang · 7,08")
    added = edited_table(lambda rows: rows.append(["", "Cộng", "412,3"]))
    assert [(claim.kind, claim.found) for claim in added] == [("added_number", "412,3")]


def test_rows_in_another_order_are_one_claim() -> None:
    (claim,) = edited_table(lambda rows: rows.insert(1, rows.pop(9)))
    assert claim.kind == "changed_order"


def test_a_deleted_table_is_one_claim() -> None:
    pieces = [piece for piece in read_back() if not isinstance(piece, Grid)]
    assert [claim.kind for claim in check(DOCUMENT, pieces, NAMES)] == ["missing"]


def test_source_rows_of_a_list_are_those_of_the_named_unit() -> None:
    listed = next(figure for figure in FACTSHEET["figures"] if figure["analysis"] == "two_digit_growth")
    (line,) = source_rows(FACTSHEET, listed["figure_id"], "vn63-24")
    assert "Bắc Giang" in line
    assert "13.45 PCT" in line
    assert "https://example.org/grdp-2023/24" in line
    assert len(source_rows(FACTSHEET, listed["figure_id"])) == 7
