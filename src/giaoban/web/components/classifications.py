"""Classifications: what a file may be declared as when it is uploaded, in words."""

from django.utils import timezone
from django.utils.translation import get_language

from giaoban.core.conduct.classification import TOPIC
from giaoban.core.registry.packs import Pack
from giaoban.queries import packs, uploads


def classifications_of(round_id: str) -> list[tuple[str, str]]:
    """Return what a file may be declared as, in words."""
    pack, _review = packs.of_round(round_id)
    return classifications_by(pack)


def classifications_by(pack: Pack) -> list[tuple[str, str]]:
    """Return what a file may be declared as by the rules of a pack, in words."""
    known = uploads.classifications(pack.rules.get(TOPIC, ()), timezone.localdate().isoformat())
    language = get_language() or pack.languages[0]
    return [(one.classification, one.names.get(language) or next(iter(one.names.values()))) for one in known]
