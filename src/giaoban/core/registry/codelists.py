"""Codelists: the codes a file may use, with a name in each language and a source."""

from dataclasses import dataclass

#: SDMX CL_OBS_STATUS, the part a figure of a review can have.
OBS_STATUSES = {"A": "normal", "P": "provisional", "E": "estimate", "M": "not applicable", "O": "missing"}


@dataclass(frozen=True)
class Code:
    """One code of a codelist; `symbol` is how the code is printed behind a number."""

    codelist: str
    code: str
    names: dict[str, str]
    symbol: dict[str, str]
    source: str
