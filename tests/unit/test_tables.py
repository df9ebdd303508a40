"""Tables and charts: every row and mark, with missing values that are never blank or zero."""

from giaoban.core.figures.targets import Result
from giaoban.core.writing.fields import say_field
from giaoban.core.writing.outline import drop_empty_headings, write
from giaoban.core.writing.statements import find
from giaoban.core.writing.voice import Subject
from tests.factories.statements import (
    GROWTH,
    TALLIES,
    factsheet,
    observation,
    pack,
    review,
    targets,
    voice,
)


def _table(name, sheet=None):
    return write(sheet or factsheet(), pack())["vi"]["tables"][name]


def _rows(table):
    keys = [column["key"] for column in table["columns"]]
    return {row[keys.index("unit")]["text"]: dict(zip(keys, row, strict=True)) for row in table["rows"]}


def test_the_three_perfect_provinces_tie_for_the_first_rank():
    """15/15, 15/15 and 18/18 share rank 1, and the next province is fourth."""
    rows = _rows(_table("ranking"))
    perfect = [rows[name]["rank"]["value"] for name in ("Quảng Ninh", "Phú Thọ", "Hậu Giang")]
    assert perfect == ["1", "1", "1"]
    assert rows["Kiên Giang"]["rank"]["value"] == "4"
    assert rows["Quảng Ninh"]["rank"]["text"] == "1 (đồng hạng)"


def test_the_nine_that_missed_one_stand_in_one_band_and_the_note_says_why_they_differ():
    """Nine provinces miss one target, all in one band; the note under the ranking explains their shares."""
    table = _table("ranking")
    nine = [row for row in _rows(table).values() if row["missed"]["value"] == "1"]
    assert len(nine) == 9
    assert {row["band"]["text"] for row in nine} == {"Tỷ lệ cao"}
    assert "9 địa phương chỉ còn 1 chỉ tiêu không đạt đứng cùng một mức" in table["note"]
    assert "chỉ do tổng số chỉ tiêu khác nhau" in table["note"]


def test_only_those_with_figures_are_ranked():
    """The ranking has a row for each tally and says how many of the 63 that is; nobody stands as zero."""
    table = _table("ranking")
    assert len(table["rows"]) == len(TALLIES)
    assert (table["reported"], table["of"]) == (len(TALLIES), 63)
    assert "Hà Nội" not in _rows(table)


def test_what_is_missing_is_a_dash_without_a_value():
    """A province without the year before has a dash there, and no number behind it."""
    cells = [row["before"] for row in _rows(_table("growth")).values()]
    missing = [cell for cell in cells if cell["text"] == "–"]
    assert missing
    assert {cell["value"] for cell in missing} == {None}


def test_bands_print_their_half_open_bounds():
    """Each band says where it begins and ends, and an empty band counts 0 of those that reported."""
    table = _table("bands")
    texts = [[cell["text"] for cell in row[:3]] for row in table["rows"]]
    assert texts == [
        ["Đạt và vượt tất cả", "100%", "3"],
        ["Tỷ lệ cao", "từ 90% đến dưới 100%", "9"],
        ["Tỷ lệ khá", "từ 70% đến dưới 90%", "0"],
        ["Tỷ lệ thấp hơn", "dưới 70%", "8"],
    ]


def test_the_growth_table_shows_grade_change_and_comparison():
    """A row holds the figure, its grade, the year before, the change in points and where it stands."""
    row = _rows(_table("growth"))["Bắc Giang"]
    said = {key: cell["text"] for key, cell in row.items()}
    assert said["grade"] == "ước lần 2"
    assert (said["before"], said["change"]) == ("19,3%", "-5,85")
    assert said["against"] == "cao hơn"
    assert said["target"] == "–"


def test_equal_to_the_country_is_neither_above_nor_below():
    """A province with exactly the national rate is said to be equal, not left blank."""
    rows = _rows(_table("growth"))
    assert rows["Quảng Bình"]["against"]["text"] == "bằng"
    assert rows["Vĩnh Phúc"]["against"]["text"] == "thấp hơn"


def test_a_verdict_is_told_by_mark_and_word():
    """A missed target has its own mark and word, an exceeded one too."""
    rows = _rows(_table("growth"))
    assert rows["Hải Phòng"]["verdict"]["text"] == "▽ không đạt"
    assert rows["Hậu Giang"]["verdict"]["text"] == "▲ vượt"


def test_not_applicable_and_late_are_told_apart_from_missing():
    """A figure that does not apply says so, and a late result says so beside its verdict."""
    rows = [observation("22", "POVERTY_RATE", None, obs_status="M"), observation("24", "POVERTY_RATE", "2.1")]
    late = Result("t-31", "13.5", "", "", "E", "2024-01-16", "late")
    sheet = review(rows, targets(), [late], deadline="2024-01-15")
    assert _rows(_table("poverty", sheet))["Quảng Ninh"]["value"]["text"] == "không áp dụng"
    spoken = voice("vi", sheet)
    judged = find(spoken.sheet, "attainment")
    said = say_field(spoken, "verdict", Subject(judged, judged.of_unit("vn63-31")))
    assert [span.text for span in said] == ["▲ vượt (chậm)"]


def test_number_cells_carry_their_value_and_figure():
    """A number cell has the decimal behind its text, and leads to a figure of the factsheet."""
    known = {figure["figure_id"] for figure in factsheet()["figures"]}
    cell = _rows(_table("growth"))["Bắc Giang"]["value"]
    assert (cell["text"], cell["value"]) == ("13,45%", "13.45")
    assert cell["figure_id"] in known


def test_coverage_counts_who_has_a_figure_and_who_has_none():
    """The coverage table counts those with figures over all, and those without."""
    growth = next(row for row in _table("coverage")["rows"] if row[2]["text"] == f"{len(GROWTH)}/63")
    assert growth[1]["text"] == "năm 2023"
    assert growth[3]["text"] == str(63 - len(GROWTH))


def test_contradicting_values_are_listed_and_not_counted():
    """A province whose sources contradict each other is shown with both values, and counts as silent."""
    table = _table("contradictions")
    assert [row[0]["text"] for row in table["rows"]] == ["Bình Thuận"]
    assert table["reported"] == 0
    assert "8,10%" in table["rows"][0][1]["text"]
    assert "8,01%" in table["rows"][0][1]["text"]


def test_growth_bars_are_sorted_with_negatives_last_and_the_country_as_reference():
    """Bars fall from the highest; signs and the two-digit list mark them; the country's line is labelled."""
    chart = write(factsheet(), pack())["vi"]["charts"]["growth"]
    values = [float(mark["value"]) for mark in chart["marks"]]
    assert values == sorted(values, reverse=True)
    assert len(values) == len(GROWTH)
    kinds = [mark["mark"] for mark in chart["marks"]]
    assert kinds == ["highlight"] * 7 + ["positive"] * 2 + ["negative"] * 4
    assert chart["reference"]["label"] == "Cả nước 5,05%"
    assert chart["title"] == "7 địa phương tăng trưởng hai con số, 4 địa phương tăng trưởng âm"
    assert chart["alt"]


def test_the_tile_map_has_every_province_and_both_archipelagos():
    """63 tiles, missing ones marked as such, and the two archipelagos with their names and no value."""
    marks = write(factsheet(), pack())["vi"]["charts"]["growth_tiles"]["marks"]
    islands = [mark["label"] for mark in marks if mark["mark"] == "archipelago"]
    assert [name.split(" (")[0] for name in sorted(islands)] == ["Hoàng Sa", "Trường Sa"]
    assert len(marks) == 65
    silent = next(mark for mark in marks if mark["label"] == "Hà Nội")
    assert (silent["mark"], silent["value"], silent["text"]) == ("not_reported", None, "–")


def test_a_chart_without_any_figure_is_not_drawn():
    """Nothing reported: no chart, no table of rows, and no block that would show one."""
    written = write(review([observation("22", "POVERTY_RATE", "0.04")]), pack())["vi"]
    assert written["charts"] == {}
    assert not [block for block in written["blocks"] if block["kind"] == "chart"]


def test_a_heading_stands_only_over_something():
    """A heading followed by its equal or its better is dropped; one over a paragraph stays."""
    heading = {"kind": "heading", "text": "x"}
    one, two = {**heading, "level": 1}, {**heading, "level": 2}
    paragraph = {"kind": "paragraph"}
    assert drop_empty_headings([one, two, one, two, paragraph, two]) == [one, two, paragraph]
