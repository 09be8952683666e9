"""The palette: what Qt's own drawing and our item delegates take their colours from."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Theme

_Role = QPalette.ColorRole
_Group = QPalette.ColorGroup


def palette(theme: Theme) -> QPalette:
    made = QPalette()
    for role, colour in _colours(theme).items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        made.setColor(_Group.Disabled, role, QColor(theme.text_3))
    return made


def _colours(theme: Theme) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: theme.panel,
        _Role.WindowText: theme.text,
        _Role.Base: theme.panel,
        _Role.AlternateBase: theme.raised,
        _Role.Text: theme.text,
        _Role.PlaceholderText: theme.text_3,
        _Role.Button: theme.raised,
        _Role.ButtonText: theme.text,
        _Role.BrightText: theme.error.ink,
        _Role.Highlight: theme.selected,
        _Role.HighlightedText: theme.text,
        _Role.Accent: theme.accent,
        _Role.Link: theme.accent,
        _Role.LinkVisited: theme.accent,
        _Role.ToolTipBase: theme.raised,
        _Role.ToolTipText: theme.text,
        _Role.Light: theme.edge,
        _Role.Midlight: theme.line,
        _Role.Mid: theme.line,
        _Role.Dark: theme.base,
        _Role.Shadow: theme.base,
    }
