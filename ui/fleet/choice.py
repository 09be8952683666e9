"""How a press on a row changes the selection: the rules every list on every system has."""

from __future__ import annotations

from collections.abc import Sequence


def chosen(
    rows: Sequence[int], selected: Sequence[int], anchor: int | None, at: int, *, toggles: bool, extends: bool
) -> list[int]:
    """The new selection, the pressed one last, so that it becomes the primary one.

    Args:
        rows: the numbers shown, in order.
        selected: what is selected now; it may hold numbers that are not shown.
        anchor: where the last choice without ``extends`` was made.
        at: the number pressed.
        toggles: Ctrl: the others stay. extends: Shift: everything from the anchor on.
    """
    if extends and anchor in rows:
        stretch = _stretch(rows, anchor, at)
        return [*selected, *stretch] if toggles else stretch
    if toggles and at in selected:
        return [number for number in selected if number != at]
    return [*selected, at] if toggles else [at]


def _stretch(rows: Sequence[int], anchor: int | None, at: int) -> list[int]:
    first, last = rows.index(anchor), rows.index(at)
    return list(rows[first : last + 1]) if first <= last else list(rows[last : first + 1])[::-1]
