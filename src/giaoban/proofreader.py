"""The proofreader holds what a factsheet says about its figures against them: labels, doubts, texts.

Standard library only, like the verifier beside it, which recomputes the figures first and lends its sheet.
"""

import json
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

#: Languages that write 1,234.5; all others write 1.234,5.
POINT_LANGUAGES = ("en", "zh", "ja", "ko", "th", "ms", "he")
_ID = re.compile(r'"[0-9a-f]{16}"')
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_PAIR = re.compile(r"(\d+)/(\d+)")
_WRITTEN = re.compile(r"(?:(?<!\d)[-−])?\d[\d.,]*")


#: What a figure repeats of the first record that it rests on; what is not repeated is empty.
_POINT = ("indicator", "period", "unit_measure", "decimals")
_REPEATED = {
    "observed": ("unit_key", "indicator", "period", "unit_measure"),
    "attainment": ("unit_key", "indicator", "period", "unit_measure", "target_id", "target_version"),
    "tally": ("unit_key",),
    "disagreement": ("unit_key",),
    "reported_tally": ("unit_key", "period"),
    "paired": ("unit_key", *_POINT),
    "share": ("unit_key", "indicator", "period"),
    "change": ("unit_key", "indicator", "period"),
    "momentum": ("unit_key", "indicator"),
    "counted": (),
    "aftermath": ("unit_key", "indicator", "unit_measure"),
}
_EMPTY = {
    **dict.fromkeys(("unit_key", "indicator", "target_id", "target_version", "unit_measure"), ""),
    "decimals": 0,
}
_GROUPED = ("ranking", "banding", "list", "extreme", "range", "sum", "quantifier")
_MEASURED = {
    "share": {"unit_measure": "PCT", "decimals": 1},
    "change": {"unit_measure": "PCT", "decimals": 2},
}
#: The doubts that a figure itself shows, so that none of them can be left out.
_DOUBTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "disagreement": lambda figure: figure["rule"] == "disagreement",
    "contradicted": lambda figure: figure["working"].get("contradicted", False),
    "regressed": lambda figure: figure["working"].get("regressed", False),
    "unreasoned": lambda figure: figure["working"].get("unreasoned", False),
    "late": lambda figure: figure["working"].get("reported") == "late",
    "fell_below": lambda figure: figure["working"].get("movement") == "fell_below",
}


#: From the lowest grade to the highest: estimate, provisional, official.
_GRADES = "EPA"
_RELEASE = ("series", "obs_status", "estimate", "due_on", "instrument", "source")


def disagreements(sheet: Any) -> list[str]:
    """Return what does not follow from the figures: labels, doubts, records that none uses, bound texts."""
    return [*_labels(sheet), *_matters(sheet), *_doubts(sheet), *_unused(sheet), *_texts(sheet)]


def _labels(sheet: Any) -> Iterator[str]:
    """Yield each figure that says it is about another unit, period or measure than what it rests on."""
    for figure in sheet.sheet["figures"]:
        if figure["figure_id"] in sheet.damaged or figure["rule"] not in (*_REPEATED, *_GROUPED):
            continue
        for name, own in _about(sheet, figure).items():
            if figure[name] != own:
                yield f"{sheet.describe(figure)}: {name} is {figure[name]!r}, its inputs give {own!r}"


def _about(sheet: Any, figure: dict[str, Any]) -> dict[str, Any]:
    rule, rests = figure["rule"], [sheet.by_id[name] for name in figure["inputs"]]
    rival = figure["working"].get("threshold_figure", "none")
    first = next((one for one in rests if one.get("figure_id") != rival), {})
    repeated = {name: first[name] for name in _REPEATED.get(rule, _POINT) if name in first}
    pack = f"{sheet.header['pack_id']} {sheet.header['pack_version']}"
    about = {**_EMPTY, "period": sheet.header["period"], **_MEASURED.get(rule, {}), **repeated, "pack": pack}
    if rule == "observed":
        about |= _measured(sheet.indicators[figure["indicator"]], rests)
    if rule == "change" and _is_rate(sheet, first):
        about |= {"unit_measure": "PP", "decimals": first["decimals"]}
    return about


def _measured(indicator: dict[str, Any], observations: list[dict[str, Any]]) -> dict[str, Any]:
    measures = {indicator["unit_measure"], *(one["unit_measure"] for one in observations)}
    return {"unit_measure": "/".join(sorted(measures)), "decimals": indicator["decimals"]}


def _is_rate(sheet: Any, figure: dict[str, Any]) -> bool:
    kind = sheet.indicators[figure["indicator"]]["kind"]
    return figure["unit_measure"] == "PCT" or kind in ("growth", "ratio", "index")


def _matters(sheet: Any) -> Iterator[str]:
    """Yield each task whose days say another state, and each aftermath that leaves out what is about it."""
    rows = [one for one in sheet.sheet.get("matters", ()) if one["matter_id"] not in sheet.damaged]
    for one in (one for one in rows if one["kind"] == "task"):
        if one["state"] != (own := _state(one, sheet.header["as_of"])):
            yield f"{sheet.describe(one)}: state is {one['state']!r}, its days give {own!r}"
    own_period = [one for one in sheet.sheet["figures"] if one["period"] == sheet.header["period"]]
    # A verdict comes before an observation.
    made = [one for rule in ("attainment", "observed") for one in own_period if one["rule"] == rule]
    for figure in (one for one in sheet.sheet["figures"] if one["rule"] == "aftermath"):
        missed = sheet.by_id.get(figure["inputs"][0], {})
        own = [missed, *(one for one in rows if one["kind"] != "shortfall" and _is_about(one, figure))]
        later = [one for one in made if _is_about(one, figure)][:1]
        expected = [one.get("matter_id") for one in own] + [one["figure_id"] for one in later]
        if figure["figure_id"] not in sheet.damaged and figure["inputs"] != expected:
            yield f"{sheet.describe(figure)}: inputs are {figure['inputs']!r}, about it are {expected!r}"


def _state(task: dict[str, Any], on: str) -> str:
    """Return where a task stands by its days: what is done or open on its last day is in time."""
    due, done = task["due_on"], task["done_on"]
    if not due:
        return "no_deadline"
    if done:
        return "done_late" if done > due else "done_on_time"
    return "open_overdue" if on > due else "open_in_time"


def _is_about(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return (one["unit_key"], one["indicator"]) == (other["unit_key"], other["indicator"])


def _doubts(sheet: Any) -> Iterator[str]:
    """Yield each doubt that a figure shows and the findings conceal, or that they claim without a figure."""
    shown = {
        (code, figure["unit_key"], figure["analysis"], figure["figure_id"], "")
        for figure in sheet.sheet["figures"]
        for code, is_so in _DOUBTS.items()
        if is_so(figure)
    }
    listed = {
        (one["code"], one["unit_key"], one["analysis"], *one["figure_ids"], _missed(one.get("release")))
        for one in sheet.sheet["findings"]
        if one["code"] in _DOUBTS or one["code"] == "stale"
    }
    for code, *_, key, _release in sorted((shown | set(_stale(sheet))) ^ listed):
        figure = sheet.by_id.get(key)
        about = sheet.describe(figure) if figure else f"figure {key}"
        yield f"findings: {code} is not both listed and shown by {about}"


def _stale(sheet: Any) -> Iterator[tuple[str, ...]]:
    """Yield each observed figure of a lower grade than one that the factsheet says was due before its day."""
    due = [one for one in sheet.sheet.get("releases", ()) if one["due_on"] < sheet.header["as_of"]]
    for figure in sheet.sheet["figures"]:
        working, level = figure["working"], sheet.units.get(figure["unit_key"], {}).get("level")
        if figure["rule"] != "observed" or working.get("obs_status") not in _GRADES:
            continue
        about = (figure["indicator"], level, figure["period"])
        missed = [one for one in due if (one["indicator"], one["level"], one["period"]) == about]
        missed = [one for one in missed if _is_above(one, working)]
        if missed:
            top = max((_GRADES.index(one["obs_status"]), one["estimate"]) for one in missed)
            best = [one for one in missed if (_GRADES.index(one["obs_status"]), one["estimate"]) == top]
            first = min(best, key=lambda one: one["due_on"])
            yield "stale", figure["unit_key"], figure["analysis"], figure["figure_id"], _missed(first)


def _is_above(release: dict[str, Any], working: dict[str, Any]) -> bool:
    if release["obs_status"] == working["obs_status"]:
        return "" < working["estimate"] < release["estimate"]
    return _GRADES.index(release["obs_status"]) > _GRADES.index(working["obs_status"])


def _missed(release: dict[str, Any] | None) -> str:
    return json.dumps([release[name] for name in _RELEASE]) if release else ""


def _unused(sheet: Any) -> Iterator[str]:
    """Yield each observation, target and result that no figure rests on: its figure was taken out."""
    used = {name for figure in sheet.sheet["figures"] for name in figure["inputs"]}
    for name, record in sheet.by_id.items():
        if "figure_id" not in record and name not in used | sheet.damaged:
            yield f"{sheet.describe(record)}: no figure rests on it"


def _texts(sheet: Any) -> list[str]:
    """Return each bound text that does not say what its figure says, with its place and the figure."""
    return [
        fault
        for language, document in sheet.sheet["documents"].items()
        for fault in _walk(sheet, f"documents/{language}", document, language)
    ]


def _walk(sheet: Any, where: str, node: Any, language: str) -> Iterator[str]:
    if isinstance(node, dict) and node.get("figure_id"):
        figure = sheet.by_id.get(node["figure_id"])
        if node["figure_id"] in sheet.damaged or (figure and _agrees(sheet, figure, node, language)):
            return
        about = sheet.describe(figure) if figure else f"figure {node['figure_id']}, which is not in the file"
        yield f"{where}: “{node.get('text')}” disagrees with {about}"
    elif isinstance(node, dict | list):
        for name, one in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _walk(sheet, f"{where}/{name}", one, language)


def _agrees(sheet: Any, figure: dict[str, Any], piece: dict[str, Any], language: str) -> bool:
    """Return whether a text says only numbers of its figure, or for a name no other unit's name."""
    role, text, key = piece.get("role"), piece.get("text") or "", piece.get("unit_key")
    if key and (key not in sheet.units or (figure["unit_key"] and key != figure["unit_key"])):
        return False
    if role == "name":
        return text not in {unit["name"] for other, unit in sheet.units.items() if other != key}
    if (pair := _PAIR.fullmatch(text)) and isinstance(figure["value"], dict) and "met" in figure["value"]:
        return [int(one) for one in pair.groups()] == [figure["value"][name] for name in ("met", "total")]
    part, said = _held(sheet, figure, piece), _said(piece, language)
    if not said:
        return True
    held = {Decimal(one) for one in _PLAIN.findall(_ID.sub("", json.dumps(part)))}
    return all(_is_held(number, held) for number in said)


def _held(sheet: Any, figure: dict[str, Any], piece: dict[str, Any]) -> Any:
    """Return the part of the figure that a text of this role, about this unit, may draw on."""
    role, working, value = piece.get("role"), figure["working"], figure["value"]
    if role in ("reported", "of"):
        return working[role]
    if role == "threshold":
        own = value if isinstance(value, str) else None
        return [own, *(working.get(name) for name in ("threshold", "target", "target_to"))]
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    counts = [len(value or ()), *(len(row.get("unit_keys", ())) for row in rows)]
    if isinstance(working.get("of"), int):
        counts.append(working["of"] - working["reported"])
    if role == "count" and isinstance(value, list):
        return counts
    if role == "count" and figure["rule"] == "aftermath":
        return _counts(sheet, figure)
    own = [row for row in rows if piece.get("unit_key") and row.get("unit_key") == piece["unit_key"]]
    records = [sheet.by_id[name] for name in figure["inputs"] if "figure_id" not in sheet.by_id[name]]
    return [own or value, counts, working, records]


def _counts(sheet: Any, figure: dict[str, Any]) -> list[int]:
    """Return how many petitions and tasks an aftermath rests on, and how many of them are done."""
    found = [sheet.by_id[name] for name in figure["inputs"] if "matter_id" in sheet.by_id[name]]
    states = {kind: [one["state"] for one in found if one["kind"] == kind] for kind in ("petition", "task")}
    undone = ("open", "withdrawn", "open_in_time", "open_overdue", "no_deadline")
    done = (sum(state not in undone for state in own) for own in states.values())
    return [*map(len, states.values()), *done]


def _said(piece: dict[str, Any], language: str) -> list[Decimal]:
    """Return the numbers that a text writes in the marks of its language, and its plain value."""
    decimal, group = ".," if language in POINT_LANGUAGES else ",."
    written = [one.rstrip(".,").replace(group, "") for one in _WRITTEN.findall(piece.get("text") or "")]
    plain = [one.replace(decimal, ".").replace("−", "-") for one in written]
    return [Decimal(one) for one in (*plain, str(piece.get("value"))) if _PLAIN.fullmatch(one)]


def _is_held(number: Decimal, held: set[Decimal]) -> bool:
    """Return whether a figure holds the number, rounded as written; the verb may carry a minus sign."""
    wanted = {number, -abs(number)}
    if wanted & held:
        return True
    places = max(0, -int(number.as_tuple().exponent))
    return any(one.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) in wanted for one in held)
