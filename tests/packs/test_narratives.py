"""How much of a province's prose is understood: measured on sentences that the vocabulary was not written from."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from giaoban.core.figures.narratives import Mention, Paragraph, claims_in
from giaoban.core.figures.phrases import TOPIC, phrases_of
from giaoban.files.packs import read_pack
from tests.house.tree import PACKS

SENTENCES = Path(__file__).parent / "narratives" / "evaluation.vi.yaml"
Said = tuple[int, str, str, str, Decimal]


@cache
def measured() -> tuple[set[Said], set[Said], int]:
    """Return what the sentences say, what was taken from them, and how many figures were seen."""
    pack = read_pack(PACKS / "vn")
    phrases = phrases_of(pack.rules[TOPIC], "vi", pack.indicators, "2024-01-17")
    listed = yaml.safe_load(SENTENCES.read_text("utf-8"))
    paragraphs = [Paragraph(one["text"], str(number)) for number, one in enumerate(listed)]
    mentions = claims_in(paragraphs, phrases, period="2023", unit=pack.units["vn63-42"])
    wanted = {
        (number, figure, indicator, (*rest, "2023")[0], Decimal(value))
        for number, one in enumerate(listed)
        for figure, indicator, value, *rest in one["says"]
    }
    return wanted, {_said(mention) for mention in mentions if mention.alternatives}, len(mentions)


def _said(mention: Mention) -> Said:
    amount = mention.alternatives[0][0]
    return int(mention.place), mention.text, amount.indicator, mention.period, amount.value


if __name__ == "__main__":
    wanted, taken, seen = measured()
    print(f"seen {seen}, wanted {len(wanted)}, taken {len(taken)}, right {len(wanted & taken)}")
    print("WRONG", *sorted(map(str,taken - wanted)), sep="\n  ")
    print("MISSED", *sorted(map(str,wanted - taken)), sep="\n  ")
