"""A small but rich factsheet made by hand: marks on letters, negatives, long lists, a table of 63 rows."""

import hashlib
import json
from typing import Any

from giaoban.core.figures.observations import content_id

_NAMES = """01 Hà Nội|02 Hà Giang|04 Cao Bằng|06 Bắc Kạn|08 Tuyên Quang|10 Lào Cai|11 Điện Biên
12 Lai Châu|14 Sơn La|15 Yên Bái|17 Hòa Bình|19 Thái Nguyên|20 Lạng Sơn|22 Quảng Ninh
24 Bắc Giang|25 Phú Thọ|26 Vĩnh Phúc|27 Bắc Ninh|30 Hải Dương|31 Hải Phòng|33 Hưng Yên
34 Thái Bình|35 Hà Nam|36 Nam Định|37 Ninh Bình|38 Thanh Hóa|40 Nghệ An|42 Hà Tĩnh
44 Quảng Bình|45 Quảng Trị|46 Thừa Thiên Huế|48 Đà Nẵng|49 Quảng Nam|51 Quảng Ngãi|52 Bình Định
54 Phú Yên|56 Khánh Hòa|58 Ninh Thuận|60 Bình Thuận|62 Kon Tum|64 Gia Lai|66 Đắk Lắk
67 Đắk Nông|68 Lâm Đồng|70 Bình Phước|72 Tây Ninh|74 Bình Dương|75 Đồng Nai|77 Bà Rịa - Vũng Tàu
79 TP. Hồ Chí Minh|80 Long An|82 Tiền Giang|83 Bến Tre|84 Trà Vinh|86 Vĩnh Long|87 Đồng Tháp
89 An Giang|91 Kiên Giang|92 Cần Thơ|93 Hậu Giang|94 Sóc Trăng|95 Bạc Liêu|96 Cà Mau"""
_GROWTH = {
    "24": "13.45", "93": "12.27", "22": "11.03", "56": "10.35", "31": "10.34", "36": "10.19", "33": "10.05",
    "44": "7.00", "70": "-1.25", "51": "-2.10", "49": "-8.25", "27": "-9.28",
}  # fmt: skip
_NOT_REPORTED = {"62", "67"}
_ISLANDS = (("Hoàng Sa", "48", 10, 8), ("Trường Sa", "56", 16, 8))
_HEADER = {
    "round_id": "2023-annual",
    "titles": {
        "vi": "Kết quả thực hiện chỉ tiêu năm 2023 của các tỉnh, thành phố",
        "en": "Provincial target attainment in 2023",
    },
    "period": "2023",
    "level": "province",
    "pack_id": "vn",
    "pack_version": "1.0.0",
    "pack_digest": "0" * 64,
    "languages": ["vi", "en"],
    "as_of": "2024-01-17",
    "conference_on": "2024-01-17",
    "reporting_deadline": "2024-01-17",
    "country_unit": "vn",
    "bands": [],
    "quantifiers": [],
    "tie_rule": "competition",
}


def sample_factsheet() -> dict[str, Any]:
    """Return the sample, sealed with its digest."""
    return _Sample().factsheet()


class _Sample:
    def __init__(self) -> None:
        entries = _NAMES.replace("\n", "|").split("|")
        self.units = [_unit(*entry.split(" ", 1)) for entry in entries]
        self.name = {unit["unit_key"]: unit["name"] for unit in self.units}
        self.observations = [_observation(unit["unit_key"]) for unit in self.units]
        self.growth = {o["unit_key"]: self._observed(o) for o in self.observations}
        self.leading = self._list("two_digit_growth", [k for k, f in self.growth.items() if _over(f, 10)])
        self.negative = self._list("negative_growth", [k for k, f in self.growth.items() if _under(f, 0)])

    def factsheet(self) -> dict[str, Any]:
        figures = [*self.growth.values(), self.leading, self.negative]
        body = {
            "schema": "giaoban.factsheet/1",
            "header": _HEADER,
            "units": [*self.units, _unit("", "Việt Nam", key="vn", level="country")],
            "indicators": [
                {
                    "indicator": "GRDP_GROWTH",
                    "names": {"vi": "Tốc độ tăng GRDP", "en": "GRDP growth"},
                    "unit_measure": "PCT",
                    "decimals": 2,
                    "direction": "higher",
                    "kind": "growth",
                    "source": "test",
                }
            ],
            "unit_measures": [
                {
                    "code": "PCT",
                    "names": {"vi": "phần trăm", "en": "percent"},
                    "symbol": {"vi": "%", "en": "%"},
                }
            ],
            "tiles": [],
            "observations": self.observations,
            "targets": [_TARGET],
            "results": [_RESULT],
            "figures": [*figures, _attainment()],
            "analyses": {},
            "findings": [],
            "documents": {"vi": self._document("vi"), "en": self._document("en")},
        }
        digest = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        return {**body, "digest": digest}

    def _observed(self, observation: dict[str, Any]) -> dict[str, Any]:
        return _figure(
            rule="observed",
            analysis="growth",
            unit_key=observation["unit_key"],
            value=observation["value"],
            inputs=[observation["obs_id"]],
            sources=[observation["source"]],
        )

    def _list(self, analysis: str, keys: list[str]) -> dict[str, Any]:
        keys = sorted(keys, key=lambda key: -float(self.growth[key]["value"]))
        return _figure(
            rule="list",
            analysis=analysis,
            value=keys,
            inputs=[figure["figure_id"] for figure in self.growth.values()],
        )

    def _document(self, language: str) -> dict[str, Any]:
        words, title = _WORDS[language], _HEADER["titles"][language]
        opening = f"{title}. {words['opening']}"
        blocks = [
            {"kind": "heading", "level": 1, "text": words["first"]},
            {"kind": "paragraph", "statement": "unbound", "spans": [{"text": opening}]},
            {"kind": "heading", "level": 2, "text": words["second"]},
            self._listing(self.leading, "leading", words["leading"], language),
            {"kind": "chart", "chart": "growth"},
            self._listing(self.negative, "negative", words["negative"], language),
            {"kind": "heading", "level": 1, "text": words["third"]},
            {"kind": "table", "table": "growth"},
            {"kind": "chart", "chart": "map"},
            {
                "kind": "paragraph",
                "statement": "closing",
                "spans": [
                    {"text": words["closing"][0]},
                    _bound("61", self.leading, "reported"),
                    {"text": words["closing"][1]},
                ],
            },
        ]
        charts = {"growth": self._bars(language), "map": self._tiles(language)}
        return {"blocks": blocks, "tables": {"growth": self._table(language)}, "charts": charts}

    def _listing(self, figure: dict[str, Any], statement: str, words: tuple[str, ...], language: str) -> dict:
        start, verb, middle = words
        spans = [{"text": start}, _bound(verb, figure, "verb"), {"text": middle}]
        spans += [_bound(str(len(figure["value"])), figure, "count"), {"text": ": "}]
        for place, key in enumerate(figure["value"]):
            spans += [_bound(self.name[key], figure, "name", key), {"text": " ("}]
            value = self.growth[key]
            spans += [_bound(_text(value["value"], language) + "%", value, "value", key), {"text": ")"}]
            spans.append({"text": "." if place == len(figure["value"]) - 1 else "; "})
        return {"kind": "paragraph", "statement": statement, "spans": spans}

    def _table(self, language: str) -> dict[str, Any]:
        words = _WORDS[language]
        rows = [
            [_cell(unit["code"]), _cell(unit["name"]), self._value_cell(unit["unit_key"], language)]
            for unit in self.units
        ]
        names = [
            ("code", words["code"], "text"),
            ("name", words["unit"], "text"),
            ("growth", "GRDP, %", "number"),
        ]
        return {
            "title": words["table"],
            "note": words["note"],
            "columns": [dict(zip(("key", "title", "kind"), column, strict=True)) for column in names],
            "rows": rows,
            "reported": 61,
            "of": 63,
        }

    def _value_cell(self, key: str, language: str) -> dict[str, Any]:
        figure = self.growth[key]
        return _cell(_text(figure["value"], language), figure["value"], figure["figure_id"])

    def _bars(self, language: str) -> dict[str, Any]:
        words = _WORDS[language]
        ranked = sorted(self.growth.items(), key=lambda item: -float(item[1]["value"] or -99))
        marks = [self._mark(key, language, place, 0) for place, (key, _) in enumerate(ranked)]
        return {
            "kind": "bars",
            "title": words["bars"],
            "subtitle": words["measure"],
            "alt": words["bars"],
            "marks": marks,
            "reference": {
                "value": "5.05",
                "label": words["nation"],
                "figure_id": self.growth["vn63-01"]["figure_id"],
            },
            "legend": [],
        }

    def _mark(self, key: str, language: str, row: int, column: int) -> dict[str, Any]:
        figure = self.growth[key]
        return {
            "unit_key": key,
            "label": self.name[key],
            "value": figure["value"],
            "text": _text(figure["value"], language) if figure["value"] else _WORDS[language]["missing"],
            "figure_id": figure["figure_id"],
            "row": row,
            "column": column,
            "mark": _sign(figure["value"]),
        }

    def _tiles(self, language: str) -> dict[str, Any]:
        words = _WORDS[language]
        marks = [self._mark(key, language, place // 7, place % 7) for place, key in enumerate(self.growth)]
        for name, code, row, column in _ISLANDS:
            empty = {"value": None, "text": "", "figure_id": "", "mark": "archipelago"}
            place = {"unit_key": f"vn63-{code}", "label": name, "row": row // 2, "column": column}
            marks.append({**place, **empty})
        legend = [{"mark": mark, "text": text} for mark, text in words["legend"].items()]
        return {
            "kind": "tiles",
            "title": words["tiles"],
            "subtitle": words["measure"],
            "alt": words["tiles"],
            "marks": marks,
            "reference": None,
            "legend": legend,
        }


def _unit(code: str, name: str, key: str = "", level: str = "province") -> dict[str, Any]:
    return {
        "unit_key": key or f"vn63-{code}",
        "code": code,
        "name": name,
        "full_name": f"Tỉnh {name}",
        "unit_type": "province",
        "level": level,
        "parent": "vn",
        "region": "",
        "valid_from": "2008-08-01",
        "valid_to": "2025-07-01",
        "source": "test",
    }


def _observation(key: str) -> dict[str, Any]:
    code = key.removeprefix("vn63-")
    value = None if code in _NOT_REPORTED else _GROWTH.get(code, f"{4 + int(code) % 5}.{int(code):02d}")
    plain = {
        "unit_key": key,
        "indicator": "GRDP_GROWTH",
        "period": "2023",
        "value": value,
        "unit_measure": "PCT",
        "obs_status": "O" if value is None else "E",
        "estimate": "" if value is None else "2",
        "released": "2023-12-29",
        "source": f"https://example.org/grdp-2023/{code}",
        "note": "",
    }
    return {"obs_id": content_id(plain), **plain}


_TARGET = {
    "target_version": "a" * 16,
    "target_id": "T001",
    "unit_key": "vn63-22",
    "period": "2023",
    "number": "1",
    "text": "Tốc độ tăng trưởng kinh tế (GRDP)",
    "group": "economy",
    "indicator": "GRDP_GROWTH",
    "op": ">=",
    "target": "10.00",
    "target_to": None,
    "unit_measure": "PCT",
    "direction": "higher",
    "counts": True,
    "instrument": "NQ 12-NQ/TU",
    "valid_from": "2022-12-01",
    "source": "https://example.org/nq-12",
    "weight": "",
}
_RESULT = {
    "result_id": "b" * 16,
    "target_id": "T001",
    "value": "11.03",
    "verdict": "",
    "verdict_reason": "",
    "obs_status": "E",
    "released": "2023-12-29",
    "source": "https://example.org/grdp-2023/22",
}


def _attainment() -> dict[str, Any]:
    working = {"op": ">=", "target": "10.00", "result": "11.03", "computed": "exceeded"}
    return _figure(
        rule="attainment",
        analysis="attainment",
        unit_key="vn63-22",
        value="exceeded",
        inputs=["a" * 16, "b" * 16],
        target_id="T001",
        working={**working, "confirmed": "", "reason": "", "counts": True, "number": "1", "target_to": None},
    )


def _figure(**fields: Any) -> dict[str, Any]:
    empty = {"unit_key": "", "target_id": "", "working": {}, "sources": [], "target_version": ""}
    fixed = {"indicator": "GRDP_GROWTH", "period": "2023", "unit_measure": "PCT", "decimals": 2}
    plain = {**empty, **fixed, "vintage": "2023-12-29", "pack": "vn 1.0.0", **fields}
    return {"figure_id": content_id(plain), **plain}


def _bound(text: str, figure: dict[str, Any], role: str, unit_key: str = "") -> dict[str, Any]:
    return {"text": text, "figure_id": figure["figure_id"], "role": role, "unit_key": unit_key}


def _cell(text: str, value: str | None = None, figure_id: str = "") -> dict[str, Any]:
    return {"text": text, "value": value, "figure_id": figure_id}


def _text(value: str | None, language: str) -> str:
    return "–" if value is None else value.replace(".", "," if language == "vi" else ".")


def _sign(value: str | None) -> str:
    return "not_reported" if value is None else "negative" if value.startswith("-") else "positive"


def _over(figure: dict[str, Any], bound: float) -> bool:
    return figure["value"] is not None and float(figure["value"]) >= bound


def _under(figure: dict[str, Any], bound: float) -> bool:
    return figure["value"] is not None and float(figure["value"]) < bound


_WORDS: dict[str, dict[str, Any]] = {
    "vi": {
        "first": "I. Tình hình chung",
        "second": "1. Tăng trưởng",
        "third": "II. Số liệu từng địa phương",
        "opening": "Đề nghị cấp ủy các địa phương tiếp tục chỉ đạo, khắc phục những hạn chế đã nêu.",
        "leading": ("Kinh tế nhiều nơi ", "tăng", " 2 con số; số địa phương đạt từ mức này là "),
        "negative": ("Trong khi đó, tổng sản phẩm ", "giảm", " ở các địa phương sau, cộng lại "),
        "closing": ("Tính trên ", " địa phương có số liệu."),
        "code": "Mã",
        "unit": "Địa phương",
        "table": "Tốc độ tăng GRDP năm 2023 của 63 tỉnh, thành phố",
        "note": "Ước lần 2. 61/63 địa phương có số liệu.",
        "bars": "Bắc Giang tăng nhanh nhất, Bắc Ninh giảm sâu nhất",
        "tiles": "Bốn tỉnh tăng trưởng âm",
        "measure": "Tốc độ tăng GRDP năm 2023 so với năm trước, %, ước lần 2",
        "nation": "Cả nước 5,05",
        "missing": "chưa có số",
        "legend": {"positive": "tăng", "negative": "giảm", "not_reported": "chưa có số"},
    },
    "en": {
        "first": "I. Overview",
        "second": "1. Growth",
        "third": "II. Figures by province",
        "opening": "Party committees are asked to keep directing the work and to mend what fell short.",
        "leading": ("In many places the economy ", "grew", " by 2 digits; the number of such provinces is "),
        "negative": ("Meanwhile output ", "fell", " in the following provinces, in all "),
        "closing": ("Computed over ", " provinces with figures."),
        "code": "Code",
        "unit": "Province",
        "table": "GRDP growth in 2023 of 63 provinces",
        "note": "Second estimate. 61 of 63 provinces reported.",
        "bars": "Bắc Giang grew fastest, Bắc Ninh fell most",
        "tiles": "Four provinces shrank",
        "measure": "GRDP growth in 2023 on the year before, %, second estimate",
        "nation": "Nation 5.05",
        "missing": "no figure",
        "legend": {"positive": "grew", "negative": "fell", "not_reported": "no figure"},
    },
}
