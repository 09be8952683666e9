"""Snapshots: one picture in full size as a PNG, with a strip below it that says when, where and of what it is."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPainter

from app.domain.errors import AppError
from app.domain.model import to_wire
from app.geo.coordinates import format_lon_lat
from app.media.frame import Frame
from ui.theme.fonts import ui_font
from ui.theme.tokens import DARK
from ui.widgets.durations import offset_text

#: Of the hash, so many digits stand in the strip; all of them in the file's text.
_SHORT_HASH = 16
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Caption:
    """What the strip says.

    Args:
        at: when the picture arrived at this desk, by the station's clock.
        place: longitude and latitude, WGS-84 degrees, of the source at that time.
    """

    title: str
    source: int
    at: datetime
    place: tuple[float, float] | None

    @property
    def place_text(self) -> str:
        return "" if self.place is None else format_lon_lat(*self.place)


def save_snapshot(frame: Frame, caption: Caption, folder: Path) -> Path:
    """Write the picture; blocks. Returns its file.

    The hash is SHA-256 over the picture's pixels alone, rows from the top, R G B: whoever cuts the strip off finds
    the same. The PNG's text says what the strip says.

    Raises:
        AppError("snapshot.not_written"): the folder cannot be written to, or the disk is full.
    """
    picture = QImage(frame.memory, frame.width, frame.height, frame.line_bytes, QImage.Format.Format_RGB32)
    digest = hashlib.sha256(frame.rgb[..., 2::-1].tobytes()).hexdigest()
    whole = _with_strip(picture, _lines(caption, digest))
    file = folder / _name(caption, digest)
    _write(whole, file, _texts(caption, frame, digest))
    return file


def _with_strip(picture: QImage, lines: tuple[str, str]) -> QImage:
    size = max(11, min(28, picture.width() // 48))
    font = _font(size)
    line = round(size * 1.5)
    strip = 2 * line + size // 2
    whole = QImage(picture.width(), picture.height() + strip, QImage.Format.Format_RGB32)
    whole.fill(QColor(DARK.base))
    painter = QPainter(whole)
    painter.drawImage(0, 0, picture)
    painter.setFont(font)
    painter.setPen(QColor(DARK.text))
    for i, text in enumerate(lines):
        room = QRect(size // 2, picture.height() + size // 4 + i * line, picture.width() - size, line)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.end()
    return whole


def _font(size: int) -> QFont:
    font = ui_font(DARK, 13)
    font.setPixelSize(size)
    return font


def _lines(caption: Caption, digest: str) -> tuple[str, str]:
    utc = to_wire(caption.at).replace("T", " ")
    local = caption.at.astimezone()
    moment = f"{utc}   {local:%Y-%m-%d %H:%M:%S} {offset_text(caption.at)}"
    named = f"{caption.title} ({caption.source})"
    return moment, "   ".join(
        part for part in (named, caption.place_text, f"SHA-256 {digest[:_SHORT_HASH]}") if part
    )


def _texts(caption: Caption, frame: Frame, digest: str) -> dict[str, str]:
    """Keywords as the PNG specification names them, where it does."""
    texts = {
        "Title": caption.title,
        "Creation Time": to_wire(caption.at),
        "Software": "Watchfloor",
        "Source": str(caption.source),
        "Place": caption.place_text,
        "Picture Size": f"{frame.width}x{frame.height}",
        "Picture SHA-256": digest,
    }
    return {name: text for name, text in texts.items() if text}


def _name(caption: Caption, digest: str) -> str:
    title = _UNSAFE.sub("_", caption.title).strip("_.") or "video"
    at = caption.at.strftime("%Y%m%dT%H%M%S") + f"{caption.at.microsecond // 1000:03}Z"
    return f"{at}_{title[:60]}_{caption.source}_{digest[:8]}.png"


def _write(image: QImage, file: Path, texts: dict[str, str]) -> None:
    part = file.with_suffix(".part")
    for name, text in texts.items():
        # On the image: the writer's own way takes no keyword with a blank in it.
        image.setText(name, text)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        writer = QImageWriter(str(part), b"png")
        is_written = writer.write(image)
        reason = writer.errorString()
        # Closes the file.
        del writer
        if is_written:
            part.replace(file)
            return
        part.unlink(missing_ok=True)
    except OSError as error:
        raise AppError("snapshot.not_written", folder=str(file.parent), reason=error.strerror or "") from error
    raise AppError("snapshot.not_written", folder=str(file.parent), reason=reason)
