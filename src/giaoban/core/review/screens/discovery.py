"""Discovery: many looks at once, and how many of the signals may be false."""

from collections.abc import Mapping
from fractions import Fraction


def false_discovery(chances: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the q of each look: the least level of false discovery at which it is a signal.

    Shape:   the same keys; a q of at most the level means a signal.
    Edges:   the looks of one screen are taken together; a look with too few data has no p and no part.
    Source:  Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289–300: the
             expected share of false signals among all signals is at most the level, for independent looks
             and for positively dependent ones (Benjamini and Yekutieli, Annals of Statistics 29, 2001).
    """
    ordered = sorted(chances, key=lambda key: chances[key], reverse=True)
    found, least, n = {}, Fraction(1), len(ordered)
    for rank, key in zip(range(n, 0, -1), ordered, strict=True):
        least = min(least, chances[key] * n / rank)
        found[key] = least
    return {key: found[key] for key in chances}
