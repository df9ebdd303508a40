"""Tails: the exact chance of at least so many, counted in whole numbers, never approximated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import comb


@lru_cache(maxsize=65536)
def binomial_tail(at_least: int, n: int, share: Fraction) -> Fraction:
    """Return the chance of `at_least` or more successes in `n` independent trials of chance `share`."""
    a, b = share.numerator, share.denominator - share.numerator
    ways = sum(comb(n, k) * a**k * b ** (n - k) for k in range(max(0, at_least), n + 1))
    return Fraction(ways, share.denominator**n)


@lru_cache(maxsize=65536)
def hypergeometric_tail(at_least: int, drawn: int, marked: int, total: int) -> Fraction:
    """Return the chance of `at_least` or more marked ones among `drawn` of `total`, `marked` of them marked.

    Source:  Fisher's exact test, one-sided (R. A. Fisher, The Design of Experiments, 1935).
    """
    ways = sum(
        comb(marked, k) * comb(total - marked, drawn - k)
        for k in range(max(0, at_least), min(drawn, marked) + 1)
    )
    return Fraction(ways, comb(total, drawn))


def poisson_binomial_tail(at_least: int, chances: Iterable[Fraction]) -> Fraction:
    """Return the chance of `at_least` or more successes in independent trials, each with its own chance.

    Edges:   counted in whole ways over the product of the denominators, so nothing is rounded.
    Source:  Poisson's binomial: the recursion over trials (Wang, Statistica Sinica 3 (1993), 295–312).
    """
    ways, total = [1], 1
    for chance in chances:
        hit, miss = chance.numerator, chance.denominator - chance.numerator
        ways = [miss * same + hit * fewer for same, fewer in zip([*ways, 0], [0, *ways], strict=True)]
        total *= chance.denominator
    return Fraction(sum(ways[max(0, at_least) :]), total)


def tally_tail(at_least: int, blocks: Iterable[Mapping[int, int]]) -> Fraction:
    """Return the chance that tallies, drawn one from each block, sum to `at_least` or more.

    Shape:   a block gives for each tally how often it can be drawn: {2: 5, 3: 1} is 2 with chance 5/6.
    Source:  the permutation distribution of a sum over independent blocks (Pitman, JRSS Supplement 4, 1937).
    """
    ways, total = {0: 1}, 1
    for block in blocks:
        summed: dict[int, int] = defaultdict(int)
        for so_far, count in ways.items():
            for tally, often in block.items():
                summed[so_far + tally] += count * often
        ways, total = summed, total * sum(block.values())
    return Fraction(sum(count for tally, count in ways.items() if tally >= at_least), total)
