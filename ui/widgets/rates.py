"""Bits a second in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate


def rate_text(bps: float) -> str:
    """``380 kbit/s``, ``2.4 Mbit/s``: two digits, so that it can be read and does not flicker."""
    if bps < 995_000:
        return translate("video", "{n} kbit/s").format(n=int(float(f"{bps / 1000:.2g}")))
    if bps < 9_950_000:
        return translate("video", "{n} Mbit/s").format(n=QLocale().toString(bps / 1e6, "f", 1))
    return translate("video", "{n} Mbit/s").format(n=round(bps / 1e6))
