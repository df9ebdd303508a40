"""The workbench of large computations: its memory limit holds, by spilling, and is told when it cannot."""

import pytest

from giaoban.core.errors import Invalid
from giaoban.store.engine import Limits, workbench

_LARGE = "CREATE TEMP TABLE large AS SELECT UNNEST(RANGE(8000000)) AS number, random() AS chance"


def test_what_does_not_fit_is_spilled(tmp_path):
    """A table of 120 MB in 60 MB of memory: the rest lies in the scratch folder."""
    with workbench(Limits(tmp_path / "scratch", memory_mb=60)) as engine:
        engine.execute(_LARGE)
        spilled = sum(path.stat().st_size for path in (tmp_path / "scratch").rglob("*"))
        assert engine.execute("SELECT COUNT(*), MAX(number) FROM large").fetchone() == (8000000, 7999999)
    assert spilled > 20_000_000


def test_too_little_memory_is_told(tmp_path):
    """The refusal names the limit and what to do."""
    with pytest.raises(Invalid, match="1 MB of memory"), workbench(Limits(tmp_path, memory_mb=1)) as engine:
        engine.execute(_LARGE)


def test_what_the_workbench_may_do_cannot_be_widened(tmp_path):
    """No statement can lift the memory limit or load an extension."""
    for text in ("SET memory_limit = '8GB'", "INSTALL httpfs", "SET autoload_known_extensions = true"):
        with pytest.raises(Invalid), workbench(Limits(tmp_path)) as engine:
            engine.execute(text)
