"""Worked examples in few words: a target, its result, the judgement."""

from decimal import Decimal

from giaoban.core.figures.targets import Result, Target
from giaoban.core.review.confirmation import Judgement, judge

AS_OF, DEADLINE = "2024-01-17", "2024-01-10"


def target(op=">=", target="95", target_to=None, direction="higher", **rest) -> Target:
    """Return a target of one unit."""
    fields = {
        "target_id": "t1",
        "unit_key": "u1",
        "period": "2023",
        "number": "1",
        "text": "",
        "group": "",
        "indicator": "",
        "unit_measure": "PCT",
        "counts": True,
        "instrument": "",
        "valid_from": "2023",
        "source": "plan",
    }
    bounds = {"target": _decimal(target), "target_to": _decimal(target_to)}
    return Target(**{**fields, "op": op, "direction": direction, **bounds, **rest})


def result(value="", released="2024-01-05", **rest) -> Result:
    """Return one reported result of that target."""
    fields = {"target_id": "t1", "verdict": "", "verdict_reason": "", "obs_status": "P", "source": "report"}
    return Result(**{**fields, "value": value, "released": released, **rest})


def judged(on: Target, *results: Result | str, decimals: int | None = None) -> Judgement:
    """Return the judgement on a target from results, plain texts being values."""
    given = [one if isinstance(one, Result) else result(one) for one in results]
    return judge(on, given, decimals, AS_OF, DEADLINE)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
