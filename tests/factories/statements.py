"""Reviews of hand-made observations, written with the real wording, outline and rules of a pack."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from giaoban.core.figures.observations import Observation
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.packs import Pack
from giaoban.core.review.analyses import assess
from giaoban.core.writing.statements import read_sheet
from giaoban.core.writing.voice import Voice
from giaoban.files.packs import read_pack

PACKS = Path(__file__).parents[2] / "packs"
CONFERENCE = ("2024-01-17", "conference")

#: unit code → targets met and all targets, as told at the conference.
TALLIES = {
    "22": (15, 15), "25": (15, 15), "93": (18, 18),
    "24": (17, 18), "89": (14, 15), "52": (18, 19), "96": (18, 19), "08": (19, 20), "46": (13, 14),
    "54": (16, 17), "91": (27, 28), "84": (26, 27),
    "79": (17, 31), "11": (14, 26), "19": (9, 15), "27": (11, 20), "04": (11, 17), "64": (14, 21),
    "72": (11, 17), "48": (4, 10),
}  # fmt: skip
#: As the provinces told it themselves.
OWN_TALLIES = {"72": (13, 20), "93": (18, 18)}
#: unit code → growth of the year, a second estimate.
GROWTH = {
    "24": "13.45", "93": "12.27", "22": "11.03", "56": "10.55", "31": "10.34", "36": "10.19", "33": "10.05",
    "44": "5.05", "26": "2.79", "77": "-1.02", "12": "-2.27", "49": "-8.25", "27": "-9.28",
}  # fmt: skip
GROWTH_2022 = {"24": "19.3", "31": "12.32", "27": "7.39", "12": "-3"}
QUARTERS = {"2023-Q1": "3.41", "2023-Q2": "4.25", "2023-Q3": "5.47", "2023-Q4": "6.72"}
REVENUE = {"79": "446545", "01": "405252", "72": "10500.5"}
REVENUE_TO_ESTIMATE = {"01": "114.8", "72": "100", "79": "95.07"}
EXPORTS_GROWTH = {"79": "-8.64", "14": "6.9", "20": "0"}
POVERTY = {"74": "0", "22": "0.04", "64": "10.06"}


def observation(
    code: str, indicator: str, value: str | None, measure: str = "PCT", period: str = "2023", **also: str
) -> Observation:
    """Return one observation of a unit known by its code (`vn` is the country)."""
    about = {"obs_status": "E", "estimate": "", "released": CONFERENCE[0], "source": CONFERENCE[1], **also}
    key = code if code == "vn" else f"vn63-{code}"
    number = None if value is None else Decimal(value)
    return Observation(key, indicator, period, number, measure, **about)


def observations() -> list[Observation]:
    """Return the observations of the sample."""
    second = {"estimate": "2"}
    rows = [observation(c, "GRDP_GROWTH", v, **second) for c, v in GROWTH.items()]
    rows += [observation(c, "GRDP_GROWTH", v, period="2022", obs_status="P") for c, v in GROWTH_2022.items()]
    rows += [observation("vn", "GRDP_GROWTH", v, period=p, obs_status="P") for p, v in QUARTERS.items()]
    rows.append(observation("vn", "GRDP_GROWTH", "5.05"))
    rows += [
        observation("60", "GRDP_GROWTH", "8.10", source="https://one.example/a"),
        observation("60", "GRDP_GROWTH", "8.01", source="https://two.example/b"),
    ]
    rows += _tally_rows(TALLIES, "TARGETS_MET", "TARGETS_TOTAL")
    rows += _tally_rows(OWN_TALLIES, "TARGETS_MET_OWN", "TARGETS_TOTAL_OWN")
    rows += [observation(c, "BUDGET_REVENUE", v, "BN_VND") for c, v in REVENUE.items()]
    rows += [observation(c, "BUDGET_REVENUE_TO_ESTIMATE", v) for c, v in REVENUE_TO_ESTIMATE.items()]
    rows += [observation(c, "EXPORTS_GROWTH", v) for c, v in EXPORTS_GROWTH.items()]
    return rows + [observation(c, "POVERTY_RATE", v) for c, v in POVERTY.items()]


def _tally_rows(tallies: dict[str, tuple[int, int]], met: str, total: str) -> list[Observation]:
    rows = [observation(code, met, str(pair[0]), "TARGETS") for code, pair in tallies.items()]
    return rows + [observation(code, total, str(pair[1]), "TARGETS") for code, pair in tallies.items()]


def targets() -> list[Target]:
    """Return growth targets of two provinces, one of them a range that was missed."""
    common = {
        "period": "2023", "text": "growth", "group": "economy", "indicator": "GRDP_GROWTH",
        "unit_measure": "%", "direction": "higher", "counts": True, "instrument": "",
        "valid_from": "2023-01-01", "source": "plan",
    }  # fmt: skip
    bounds = Decimal("12.7"), Decimal("13")
    return [
        Target("t-31", "vn63-31", number="1", op="range", target=bounds[0], target_to=bounds[1], **common),
        Target("t-93", "vn63-93", number="1", op=">=", target=Decimal(10), target_to=None, **common),
    ]


def results() -> list[Result]:
    """Return the results of the two targets."""
    return [
        Result("t-31", "10.34", "", "", "E", CONFERENCE[0], CONFERENCE[1]),
        Result("t-93", "12.27", "", "", "E", CONFERENCE[0], CONFERENCE[1]),
    ]


#: unit code → score of a district of the second pack; one is contradicted.
SCORES = {"52": "81.64", "24": "80.97", "31": "79.86", "43": "67.65", "44": "61.79"}


def scores() -> list[Observation]:
    """Return scores of the second pack's districts, its national score, and one contradiction."""
    about = {"period": "2021-07-01/P12M", "unit_measure": "PCT", "obs_status": "P", "estimate": ""}
    values = [*SCORES.items(), ("54", "71.15"), ("54", "78.15"), ("", "76.5")]
    return [
        Observation(
            f"rw-{code}".rstrip("-"), "IMIHIGO_SCORE", value=Decimal(value), released="2023-02-28",
            source=f"https://paper-{place}.example/", **about,
        )
        for place, (code, value) in enumerate(values)
    ]  # fmt: skip


@cache
def pack(pack_id: str = "vn") -> Pack:
    """Return a pack of the repository as it is printed with."""
    return read_pack(PACKS / pack_id)


@cache
def factsheet(pack_id: str = "vn") -> dict[str, Any]:
    """Return a sample under review, without its documents."""
    if pack_id == "rw":
        round_ = pack("rw").round("imihigo-2021-22")
        return assess(pack("rw"), round_, scores(), [], [], str(round_.settings["as_of"]))
    return review(observations(), targets(), results())


def review(
    rows: list[Observation],
    aims: list[Target] | None = None,
    reached: list[Result] | None = None,
    deadline: str = CONFERENCE[0],
) -> dict[str, Any]:
    """Return what the round of the first pack makes of observations, targets and results."""
    round_ = pack().round("2023-annual")
    settings = {**round_.settings, "reporting_deadline": deadline}
    return assess(pack(), replace(round_, settings=settings), rows, aims or [], reached or [], CONFERENCE[0])


def voice(language: str = "vi", sheet: dict[str, Any] | None = None) -> Voice:
    """Return one language's voice over the first sample, or over another factsheet of its pack."""
    return Voice(read_sheet(sheet or factsheet()), pack().wording[language], language)
