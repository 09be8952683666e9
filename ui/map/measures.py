"""Lengths and areas as a dispatcher reads them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate


def length_text(metres: float) -> str:
    """``840 m``, ``2.46 km``, ``132 km``: three figures."""
    if metres < 999.5:
        return translate("map", "{n} m").format(n=_number(metres, 0))
    return translate("map", "{n} km").format(n=_number(metres / 1000, _decimals(metres / 1000)))


def area_text(square_metres: float) -> str:
    """``5,200 m²`` up to a hectare, then ``4.21 ha``, then ``3.08 km²``."""
    if square_metres < 10_000:
        return translate("map", "{n} m²").format(n=_number(square_metres, 0))
    if square_metres < 1_000_000:
        return translate("map", "{n} ha").format(
            n=_number(square_metres / 10_000, _decimals(square_metres / 10_000))
        )
    return translate("map", "{n} km²").format(n=_number(square_metres / 1e6, _decimals(square_metres / 1e6)))


def _decimals(value: float) -> int:
    return 2 if value < 10 else 1 if value < 100 else 0


def _number(value: float, decimals: int) -> str:
    return QLocale().toString(float(value), "f", decimals)
