"""The options of the demo city."""

from __future__ import annotations

from app.simulator.__main__ import _parser, _speech
from app.simulator.voice.line import Line


def test_a_poor_line_of_every_kind_can_be_put_before_the_citys_terminals() -> None:
    poor = ("--loss", "0.05", "--jitter-ms", "40", "--reorder", "0.02", "--duplicate", "0.01")
    given = _parser().parse_args(("--station", "http://station", *poor))
    assert _speech(given).line == Line(loss=0.05, jitter_ms=40.0, reorder=0.02, duplicates=0.01)


def test_the_line_is_good_where_nothing_else_is_said() -> None:
    assert _speech(_parser().parse_args(("--station", "http://station"))).line == Line()
