"""Faults: every finding on an entry and on what a form says together, with places for its numbers and names.

A page says the same texts in another language, by the code and the values of a finding.
"""

from collections.abc import Mapping
from decimal import Decimal

from giaoban.core.errors import Finding, Place, Severity
from giaoban.core.figures.listing_texts import LISTING_TEXTS
from giaoban.core.figures.workbook_texts import WORKBOOK_TEXTS

Value = str | int | Decimal

#: code → what is wrong, and what to do.
TEXTS: Mapping[str, tuple[str, str]] = {
    **LISTING_TEXTS,
    **WORKBOOK_TEXTS,
    # A number as it was typed.
    "not_a_number": ("“%(text)s” is not a number", "Write digits, with “,” or “.” before decimals."),
    "too_exact": ("“%(text)s” has more than %(most)s decimals", "Round it."),
    "too_large": ("“%(text)s” has more than %(most)s digits", "Check the number."),
    "percent_sign": (
        "“%(text)s” carries a percent sign",
        "Write the number alone; the unit of measure has its own column.",
    ),
    "date_for_number": ("“%(text)s” is a date, not a number", "Write the value."),
    "space_in_number": ("“%(text)s” carries a space", "Write the number without spaces."),
    "ambiguous_number": (
        "“%(text)s” could be %(whole)s or %(fraction)s",
        "Write %(whole)s if thousands are meant, %(padded)s if decimals are.",
    ),
    # One entry on its own.
    "control_character": ("The text holds a control character", "Type it anew."),
    "too_long": ("The text has more than %(most)s characters", "Shorten it."),
    "unknown_verdict": ("“%(text)s” cannot be said of this line", "Choose one of the verdicts offered."),
    "verdict_not_applicable": ("A verdict stands in a line that does not apply", "Remove one of the two."),
    "value_not_applicable": ("A value stands in a line that does not apply", "Remove one of the two."),
    "no_reason": ("It is not said why the line does not apply", "Give the reason."),
    "below_limit": ("%(value)s is below %(limit)s", "Check the value and its unit."),
    "above_limit": ("%(value)s is above %(limit)s", "Check the value and its unit."),
    "finer_than_published": (
        "%(value)s is finer than published",
        "It is published with %(decimals)s decimals and will be rounded.",
    ),
    # A line that takes counts only.
    "counts_only": (
        "Only a number is taken in this line, no words",
        "Remove them; where there is nothing to count, write 0 or leave the line empty.",
    ),
    "no_whole_number": ("%(value)s is no whole number", "Write how many there are."),
    # A line that comes back.
    "no_reason_to_return": ("“%(line)s” has no reason to come back", "Say what is to be corrected."),
    # A line that somebody else changed, or that is not open.
    "conflict": (
        "“%(line)s”: you sent “%(text)s”, by now “%(other)s” stands there (%(names)s)",
        "Look at both and choose one of them.",
    ),
    "duplicate_line": ("“%(line)s” is sent twice", "Keep one of the two."),
    "locked": ("“%(line)s” is locked and was not changed", "%(reason)s"),
    # What is missing.
    "not_reported": ("“%(line)s” has no value", "Fill it in, or mark it as not applicable."),
    "required_beside": (
        "“%(line)s” has no value, although “%(other)s” has one",
        "Fill it in, or mark it as not applicable and say why.",
    ),
    "attachment_missing": ("The file “%(file)s” is missing", "Attach it."),
    # One line against what is usual, and against what was reported before.
    "unusually_low": (
        "“%(line)s” is %(value)s: below %(limit)s is unusual",
        "Check the value and its unit; if it is right, explain it.",
    ),
    "unusually_high": (
        "“%(line)s” is %(value)s: above %(limit)s is unusual",
        "Check the value and its unit; if it is right, explain it.",
    ),
    "change_percent": (
        "“%(line)s” is %(value)s, last year %(past)s: a change of %(change)s %%, more than %(limit)s %%",
        "Check the value and its unit; if it is right, explain the change.",
    ),
    "change_points": (
        "“%(line)s” is %(value)s, last year %(past)s: a change of %(change)s, more than %(limit)s",
        "Check the value and its unit; if it is right, explain the change.",
    ),
    "revision_percent": (
        "“%(line)s” is %(value)s, the last report said %(past)s: %(change)s %% apart, more than %(limit)s %%",
        "Check which of the two is right; if it is the new one, explain why it changed.",
    ),
    "revision_points": (
        "“%(line)s” is %(value)s, the last report said %(past)s: %(change)s apart, more than %(limit)s",
        "Check which of the two is right; if it is the new one, explain why it changed.",
    ),
    "fell_although_cumulative": (
        "“%(line)s” is %(value)s, but %(past)s was already reported for a part of the period",
        "A cumulative figure only grows: check both; if something was taken back, explain it.",
    ),
    # Several lines together.
    "parts_differ": (
        "“%(line)s” is %(value)s, its parts together are %(total)s: %(gap)s apart, more than %(tolerance)s",
        "The parts are: %(names)s. Correct what is wrong, or explain the gap.",
    ),
    "parts_exceed": (
        "“%(line)s” is %(value)s, less than its parts, which are %(total)s",
        "The parts are: %(names)s. Correct what is wrong, or explain the gap.",
    ),
    "growth_differs": (
        "“%(line)s” is %(value)s %%, but from %(past)s to %(level)s it would be %(implied)s %%",
        "Both levels are those of “%(other)s”. Correct what is wrong, or explain the difference.",
    ),
    "share_differs": (
        "“%(line)s” is %(value)s %%, but %(level)s is %(implied)s %% of the target of %(target)s",
        "The level is that of “%(other)s”. Correct what is wrong, or explain the difference.",
    ),
    "figures_disagree": (
        "“%(line)s” is %(value)s, but %(second)s in “%(other)s”",
        "Both lines ask for the same figure: give one value, or explain the difference.",
    ),
    # The unit's own report in words, beside its figures.
    "narrative_contradiction": (
        "The report says “%(text)s”, the figure of %(names)s for %(period)s is %(held)s",
        "In its unit of measure “%(quote)s” says %(said)s. Correct the one that is wrong.",
    ),
    "old_encoding": (
        "The report uses %(font)s, a font of the old encoding %(encoding)s",
        "Convert it to Unicode and send it again. Paragraphs that could not be compared: %(count)s.",
    ),
    # Words that are owed.
    "missed_unexplained": (
        "The target “%(line)s” is missed: %(value)s, %(target)s was set",
        "Write why in the explanation.",
    ),
    "missed_in_words": ("The target “%(line)s” is said to be missed", "Write why in the explanation."),
    "verdict_differs": (
        "“%(line)s” is said to be “%(verdict)s”, by its figures it is “%(computed)s”",
        "Write why in the explanation, or leave the verdict to the figures.",
    ),
    # Units together.
    "total_differs": (
        "“%(line)s”: the units together make %(value)s, published for the whole is %(published)s: "
        "%(gap)s apart, more than %(tolerance)s",
        "Most of the gap comes from: %(names)s.",
    ),
    # Signals: to be looked at, never a verdict.
    "unlike_own_past_percent": (
        "Look at “%(line)s”: %(value)s after %(past)s, a change of %(change)s %%; "
        "usually it is about %(usual)s %%",
        "Usual is the middle of %(count)s earlier changes. Check the value; it may well be right.",
    ),
    "unlike_own_past_points": (
        "Look at “%(line)s”: %(value)s after %(past)s, a change of %(change)s; usually it is about %(usual)s",
        "Usual is the middle of %(count)s earlier changes. Check the value; it may well be right.",
    ),
    "unit_of_measure_large": (
        "Look at “%(line)s”: %(value)s is about %(factor)s times the last value, %(past)s: unit of measure?",
        "Check in which unit of measure the value is asked for.",
    ),
    "unit_of_measure_small": (
        "Look at “%(line)s”: %(value)s is about 1/%(factor)s of the last value, %(past)s: unit of measure?",
        "Check in which unit of measure the value is asked for.",
    ),
    "decimal_mark_large": (
        "Look at “%(line)s”: %(value)s is about %(factor)s times the last value, %(past)s: decimal mark?",
        "Check the decimal mark and the number of digits; it may well be right.",
    ),
    "decimal_mark_small": (
        "Look at “%(line)s”: %(value)s is about 1/%(factor)s of the last value, %(past)s: decimal mark?",
        "Check the decimal mark and the number of digits; it may well be right.",
    ),
    "unlike_peers_percent": (
        "Look at “%(line)s” of %(unit)s: %(value)s, a change of %(change)s %%; "
        "among its peers it is about %(usual)s %%",
        "Its peers are %(count)s units of the same type, of which this is the middle. It may well be right.",
    ),
    "unlike_peers_level": (
        "Look at “%(line)s” of %(unit)s: %(value)s; among its peers it is about %(usual)s",
        "Its peers are %(count)s units of the same type, of which this is the middle. It may well be right.",
    ),
}


def fault(code: str, where: Place, severity: Severity = "error", **values: Value) -> Finding:
    """Return the finding of this code, with its numbers and names filled in as plain digits and text."""
    said = {name: said_plainly(value) for name, value in values.items()}
    title, detail = (text % said for text in TEXTS[code])
    return Finding(code, title, detail, where, severity, tuple(said.items()))


def said_plainly(value: Value) -> str:
    """Return a number as digits without idle zeros, never in exponents; a text as it stands."""
    if not isinstance(value, Decimal):
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
