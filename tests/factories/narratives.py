"""What is taken from a sentence of a report, told in few words: by the phrases of a real pack."""

from decimal import Decimal
from functools import cache

from giaoban.core.errors import Finding
from giaoban.core.figures.narratives import Mention, Paragraph, claims_in, compare
from giaoban.core.figures.phrases import TOPIC, Phrases, phrases_of
from giaoban.core.registry.packs import Pack
from giaoban.files.packs import read_pack
from tests.house.tree import PACKS

ON = "2024-01-17"
#: The unit whose report it is.
UNITS = {"vi": "vn63-34", "en": "rw-57"}
PACK_OF = {"vi": "vn", "en": "rw"}


@cache
def pack_of(language: str) -> Pack:
    """Return the pack whose own language this is."""
    return read_pack(PACKS / PACK_OF[language])


@cache
def phrases(language: str = "vi") -> Phrases:
    """Return the phrases of a language as its pack lays them down."""
    pack = pack_of(language)
    found = phrases_of(pack.rules[TOPIC], language, pack.indicators, ON)
    assert found is not None
    return found


def mentions(*texts: str, period: str = "2023", language: str = "vi", unit: str = "") -> tuple[Mention, ...]:
    """Return every figure mentioned in the paragraphs."""
    speaker = pack_of(language).units[unit or UNITS[language]]
    paragraphs = [Paragraph(text, f"paragraph {number}") for number, text in enumerate(texts, 1)]
    return claims_in(paragraphs, phrases(language), period=period, unit=speaker)


def said(*texts: str, **options: str) -> dict[str, str]:
    """Return the likeliest meaning of each figure that has one: “INDICATOR period” → value."""
    taken: dict[str, str] = {}
    for mention in mentions(*texts, **options):
        for amount in mention.alternatives[0] if mention.alternatives else ():
            taken[f"{amount.indicator} {mention.period}"] = plain(amount.value)
    return taken


def left_alone(*texts: str, **options: str) -> list[tuple[str, str]]:
    """Return each figure that is compared with nothing, with the reason."""
    return [(mention.text, mention.reason) for mention in mentions(*texts, **options) if mention.reason]


def contradicted(*texts: str, cells: dict[str, str], **options: str) -> list[Finding]:
    """Return what contradicts the cells, which are written “INDICATOR” or “INDICATOR period”."""
    keys = {key: (key.split()[0], (*key.split()[1:], options.get("period", "2023"))[0]) for key in cells}
    held = {keys[key]: Decimal(value) for key, value in cells.items()}
    indicators = pack_of(options.get("language", "vi")).indicators
    return [*compare(mentions(*texts, **options), held, indicators)]


def plain(value: Decimal) -> str:
    """Return the digits of a value without zeros at its end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
