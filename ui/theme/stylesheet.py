"""One style sheet for the whole desk, made from the tokens."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from string import Template

from ui.theme import sheets
from ui.theme.contrast import mix
from ui.theme.tokens import Hue, Theme

_PX = re.compile(r"\b(\d+)px")


def stylesheet(theme: Theme, pictures: Path) -> str:
    """The sheet at this theme's colours and scale.

    Args:
        pictures: folder with the small pictures that a style sheet can only take from files (``pictures``).
    """
    filled = Template(sheets.ALL).substitute(_values(theme, pictures))
    return _PX.sub(lambda size: f"{theme.px(int(size[1]))}px", filled)


def _values(theme: Theme, pictures: Path) -> dict[str, str]:
    values = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
    hues: dict[str, Hue] = {"good": theme.good, "warning": theme.warning, "error": theme.error}
    for name, hue in hues.items():
        values |= {f"{name}_fill": hue.fill, f"{name}_ink": hue.ink, f"{name}_on_fill": hue.on_fill}
    values["accent_hover"] = mix(theme.accent, theme.text, 0.2)
    for picture in ("down", "check"):
        values[f"icon_{picture}"] = (pictures / f"{picture}.png").as_posix()
    return values
