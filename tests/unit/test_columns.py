"""Columns of a printed table: short texts on one line, long ones where there is room."""

from giaoban.files.columns import fit_columns
from giaoban.files.layouts import text_width

WIDTH = 9355


def _table(*columns: tuple[str, str, str]) -> dict:
    heads = [{"key": title, "title": title, "kind": kind} for title, kind, _ in columns]
    return {"columns": heads, "rows": [[{"text": text} for *_, text in columns]] * 3}


def test_short_texts_of_many_columns_stay_on_one_line():
    """The table is set smaller until each of them fits."""
    texts = [
        "Thành phố Hồ Chí Minh",
        "ước lần 2",
        "thấp hơn",
        "từ 10% trở lên",
        "□ chưa báo cáo",
        "ước lần 1",
    ]
    widths, size = fit_columns(_table(*((f"Cột {text}", "text", text) for text in texts)), WIDTH, 12)
    assert 8.5 <= size < 12
    assert all(
        width >= 200 + 0.94 * text_width(text, size) for width, text in zip(widths, texts, strict=True)
    )


def test_a_long_text_takes_what_short_ones_leave():
    """One column of many names does not make the others wrap, nor the type smaller."""
    names = "Kiên Giang, Trà Vinh, Tuyên Quang, Bình Định, Cà Mau, Bắc Giang, Phú Yên và An Giang"
    table = _table(
        ("Mức", "text", "Đạt và vượt tất cả"), ("Số", "number", "9"), ("Địa phương", "text", names)
    )
    widths, size = fit_columns(table, WIDTH, 12)
    assert size == 12
    assert widths[0] >= 200 + 0.94 * text_width("Đạt và vượt tất cả", 12)
    assert widths[2] > widths[0] + widths[1]
    assert abs(sum(widths) - WIDTH) <= 2
