"""A small pack of an invented country: three districts, one of them new, two indicators, one round."""

from pathlib import Path

from giaoban.core.registry.packs import Pack
from giaoban.files.packs import read_pack

ROUND = "2023-test"
FILES = {
    "pack.yaml": """pack_id: test
version: "1.0.0"
names: {en: Testland}
languages: [en]
licence: invented
sources:
  - {name: invented, use: everything, licence: none}
""",
    "units/units.csv": """\
unit_key,code,name,full_name,unit_type,level,parent,valid_from,valid_to,source
land,00,Testland,Land of Tests,COUNTRY,country,,1900-01-01,,invented
north,01,North,District of North,DISTRICT,district,land,1900-01-01,,invented
south,02,South,District of South,DISTRICT,district,land,1900-01-01,,invented
young,03,Young,District of Young,DISTRICT,district,land,2024-07-01,,invented
split,04,Split,District of Split,DISTRICT,district,land,1900-01-01,1950-01-01,invented
split,04,Split,New District of Split,DISTRICT,district,land,2020-01-01,,invented
""",
    "codelists/unit_types.csv": """codelist,code,name_en,symbol_en,source
unit_types,COUNTRY,country,,invented
unit_types,DISTRICT,district,,invented
""",
    "codelists/unit_measures.csv": """codelist,code,name_en,symbol_en,source
unit_measures,PCT,per cent,%,invented
unit_measures,PERSONS,persons,,invented
""",
    "codelists/obs_status.csv": """codelist,code,name_en,symbol_en,source
obs_status,A,normal,,SDMX CL_OBS_STATUS
""",
    "indicators/indicators.csv": """\
indicator,name_en,unit_measure,decimals,direction,kind,merge_rule,weight,control_unit,source
GROWTH,Growth,PCT,2,higher,growth,none,,,invented
PEOPLE,People,PERSONS,0,none,additive,sum,,land,invented
""",
    "wording/en.yaml": "statements: {}\n",
    "documents/report.yaml": "tables: {}\ncharts: {}\nsections: []\n",
    f"rounds/{ROUND}/round.yaml": f"""round_id: {ROUND}
titles: {{en: Review of 2023}}
period: "2023"
level: district
as_of: "2024-01-31"
conference_on: "2024-01-31"
reporting_deadline: "2024-01-31"
country_unit: land
bands:
  - {{band: all, from: "0", to: ""}}
quantifiers: []
analyses:
  - {{analysis: growth, rule: observed, indicator: GROWTH}}
  - {{analysis: attainment, rule: attainment}}
""",
}


def write_pack(directory: Path, **changed: str) -> Path:
    """Write the small pack into `directory`, with the files in `changed` (path → text) instead of its own."""
    for name, text in {**FILES, **changed}.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return directory


def small_pack(directory: Path) -> Pack:
    """Return the small pack, written to `directory` and read as every pack is."""
    return read_pack(write_pack(directory))
