"""Workbook texts: what is said of a workbook that came back, and what to do, by the code of a finding."""

from collections.abc import Mapping

_ANEW = "Download the workbook anew and copy your values into it."
_AS_COMMENT = "Write it into an explanation or a comment if it matters."
_RIGHT_CODE = "Write the code of the line into the row; a workbook downloaded anew has it."
_KEEP_ONE = "Keep one of the rows."
_LOOK = "Check that this is what you report."
_AS_XLSX = "Save it as .xlsx and upload that."
_OWN_FILE = "Upload the workbook (.xlsx) that you downloaded."

#: code → what is wrong, and what to do.
WORKBOOK_TEXTS: Mapping[str, tuple[str, str]] = {
    # The file.
    "empty_workbook": ("The file is empty", "Save it again and upload that."),
    "damaged_workbook": (
        "The file is not an Excel workbook (.xlsx), or it is damaged",
        "Open it in Excel and save it as .xlsx.",
    ),
    "old_workbook": ("The file is an old workbook (.xls)", _AS_XLSX),
    "binary_workbook": ("The file is a binary workbook (.xlsb)", _AS_XLSX),
    "macro_workbook": ("The workbook holds macros", "Save it as .xlsx, without macros, and upload that."),
    "locked_workbook": ("The workbook is locked with a password", "Remove the password and upload it again."),
    "opendocument": ("The file is an OpenDocument file (.ods, .odt)", _AS_XLSX),
    "word_document": ("The file is a Word document", _OWN_FILE),
    "presentation": ("The file is a presentation", _OWN_FILE),
    "pdf": ("The file is a PDF", _OWN_FILE),
    "picture": ("The file is a picture", _OWN_FILE),
    "compressed": ("The file is a compressed archive", "Unpack it and upload the workbook (.xlsx)."),
    "other_text": ("The file is a text, not a workbook", _OWN_FILE),
    "too_large_workbook": (
        "The workbook holds more than is read",
        "Remove what does not belong to the form, or copy your values into a workbook downloaded anew.",
    ),
    "cells_apart": (
        "The sheet “%(sheet)s” reaches to row %(row)s and column %(column)s",
        "Delete the rows and columns beyond the form; something stands in one of them.",
    ),
    # To whom it was issued.
    "not_issued": ("The workbook was not downloaded here, or its hidden sheet was removed", _ANEW),
    "bad_signature": ("The hidden sheet of the workbook was changed", _ANEW),
    "unknown_workbook": ("Nobody handed out this workbook here", _ANEW),
    "other_round": (
        "The workbook was issued for “%(issued)s”, not for “%(asked)s”",
        "Upload it in that round, or download the workbook of this one.",
    ),
    "other_unit": (
        "The workbook was issued to %(issued)s, not to %(asked)s",
        "Upload that of your own unit.",
    ),
    "continued_unit": (
        "The workbook was issued to %(issued)s, which is %(asked)s since %(day)s (%(instrument)s)",
        "Its lines were taken one by one.",
    ),
    "former_unit": (
        "The workbook was issued to %(issued)s, which is part of %(asked)s since %(day)s (%(instrument)s)",
        "A value of a part is none of the whole. Download the workbook of the new unit and fill it in.",
    ),
    "former_value": ("“%(line)s”: “%(text)s” is a value of %(issued)s", "It is not taken for %(asked)s."),
    # Where things stand in it.
    "no_table": ("No sheet has the headings of the form", _ANEW),
    "no_column": ("The column “%(heading)s” is missing, or its heading was changed", "Restore the heading."),
    "double_column": (
        "The heading “%(heading)s” stands in the columns %(here)s and %(there)s",
        "Remove one of them.",
    ),
    "many_headings": ("The headings stand more than %(most)s times in the sheet", "Keep the first of them."),
    "double_line": (
        "The line stands twice and says different things: %(here)s and %(there)s",
        _KEEP_ONE,
    ),
    "many_lines": ("“%(line)s” stands in more than %(most)s rows", _KEEP_ONE),
    "no_code": ("“%(text)s” stands in a row without a code", _RIGHT_CODE),
    "unit_code": (
        "“%(text)s” stands in a row with the code of a unit, %(unit_code)s (%(unit)s)",
        _RIGHT_CODE,
    ),
    "unknown_code": (
        "“%(text)s” stands in a row with the code “%(unit_code)s”, which no line has",
        _RIGHT_CODE,
    ),
    "no_longer_asked": ("“%(line)s” is not asked any more; “%(text)s” was not taken", _AS_COMMENT),
    "line_missing": ("The row of “%(line)s” is not in the workbook any more", "What was saved of it stays."),
    "line_added": (
        "“%(line)s” is asked since the workbook was downloaded",
        "Fill it in on the page, or in a workbook downloaded anew.",
    ),
    "sheet_not_read": (
        "The sheet “%(sheet)s” was not read; %(count)s of its cells hold something",
        "Copy what belongs to the form into its lines.",
    ),
    "cell_not_read": ("“%(text)s” is not read: it stands outside of the columns of the form", _AS_COMMENT),
    "cells_not_read": (
        "“%(text)s” and what stands below it in column %(column)s (%(count)s cells) are not read",
        _AS_COMMENT,
    ),
    "changed_measure": (
        "The unit of measure was changed from “%(was)s” to “%(text)s”",
        "Tell the value in %(was)s.",
    ),
    "measure_changed": (
        "“%(line)s” is told in %(measure)s by now, and was told in %(was)s",
        "Fill it in in a workbook downloaded anew.",
    ),
    "changed_cell": (
        "“%(text)s” stands in a cell that is not read; it was “%(was)s”",
        "Write into a comment what is wrong in it.",
    ),
    "more_of_a_kind": ("%(count)s more of the same kind as the one before", "Mend them alike."),
    # How a cell shows what it holds.
    "hidden_cell": ("The cell is hidden; what it holds was read", _LOOK),
    "hidden_value": ("The format of the cell hides its value %(value)s", _LOOK),
    "merged_cells": (
        "The cells %(span)s are merged; it cannot be told for what their content stands",
        "Split them, and fill in each.",
    ),
    "formula": ("The cell holds a formula; the value it last had is taken", _LOOK),
    "outside_formula": ("The formula takes its value from another file or program", "Type the value itself."),
    "formula_without_value": (
        "The formula has no computed value",
        "Open the workbook in Excel and save it, or type the value itself.",
    ),
    "error_in_cell": ("The cell shows the error %(text)s", "Type the value itself."),
    "date_in_cell": (
        "“%(text)s” is a date, not a number: the spreadsheet took what was typed for one",
        "Format the cell as a number and type the value again.",
    ),
    "time_in_cell": (
        "“%(text)s” is a time, not a number: the spreadsheet took what was typed for one",
        "Format the cell as a number and type the value again.",
    ),
    "truth_in_cell": ("“%(text)s” is neither a number nor a text", "Type the value itself."),
    "date_in_text": (
        "“%(text)s” is a date, not a text: the spreadsheet took what was typed for one",
        "Type it with an apostrophe before it, so that it stays as it is.",
    ),
    "percent_format": (
        "The cell shows %(value)s%%, and the line is not told in per cent",
        "Type the number alone, without the sign.",
    ),
    "scaled_number": (
        "The cell holds %(value)s and shows it in thousands or millions",
        "Remove that format and type the number in the unit of the line.",
    ),
    "words_in_format": (
        "The format of the cell writes “%(text)s” beside the number",
        "Check that it is the unit of the line.",
    ),
    "three_decimals": (
        "“%(text)s” could be %(whole)s or %(fraction)s",
        "Write %(whole)s if thousands are meant; else round it to %(decimals)s decimals.",
    ),
    "unknown_choice": (
        "“%(text)s” is none of the choices",
        "Choose from the list of the cell, or leave it empty.",
    ),
    "old_font": (
        "“%(before)s” is written in an old font and says “%(after)s”",
        "Agree to the conversion, or type it anew in a font of today.",
    ),
    "converted": ("“%(before)s” was written in an old font and says “%(after)s”", "It was converted."),
    "font_in_doubt": (
        "“%(text)s” may be written in an old font",
        "Read it once more, and type it anew where it is wrong.",
    ),
    # What stands on the page by now.
    "changed_meanwhile": (
        "“%(line)s” says “%(text)s” in the workbook, and “%(other)s” on the page, saved by %(person)s",
        "Put into the workbook, or on the page, what is right, and upload it again.",
    ),
    "locked_line": ("“%(line)s” cannot be changed now", "Leave it as it is on the page."),
    "too_large_to_mark": ("The workbook is too large to be marked", "See the list on the page."),
}
