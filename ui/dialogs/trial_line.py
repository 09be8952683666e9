"""One address being tried: its first picture and what it is, or why there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.media.frame import Frame
from app.media.source import Source
from app.media.trial import Sight
from ui.theme.look import Look
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.labels import label, set_role
from ui.widgets.media_words import codec_name
from ui.widgets.ports import Trials
from ui.widgets.sentences import sentence

_SIZE_PX = (176, 99)
#: What to look at before saving. What the sentences advise is for a tile, where the desk goes on trying by itself.
_ADVICE = {
    "stream.refused": QT_TRANSLATE_NOOP("trial", "Check user and password."),
    "stream.refused/unexplained": QT_TRANSLATE_NOOP(
        "trial", "Check what stands behind the host, user and password."
    ),
    "stream.absent": QT_TRANSLATE_NOOP("trial", "Check what stands behind the host: nothing is there."),
    "stream.silent": QT_TRANSLATE_NOOP("trial", "Check the address; over UDP, also what lies in between."),
    "stream.unreachable": QT_TRANSLATE_NOOP("trial", "Check the host, and that it has power and a network."),
    "stream.unreachable/unknown_host": QT_TRANSLATE_NOOP("trial", "Check how the host is spelt."),
    "stream.unreachable/refused": QT_TRANSLATE_NOOP(
        "trial", "Check the port, and that video is switched on there."
    ),
    "stream.unreachable/transport": QT_TRANSLATE_NOOP("trial", "Choose the other one of TCP and UDP."),
    "stream.unreadable": QT_TRANSLATE_NOOP("trial", "Check the address: something else answers there."),
    "stream.codec_unknown": QT_TRANSLATE_NOOP("trial", "Set the source to H.264 or H.265."),
    "stream.too_large": QT_TRANSLATE_NOOP("trial", "Set the source to 4K or less."),
}


class TrialLine(QWidget):
    """
    Args:
        name: which address it is.
    Signals:
        ended(): it has an outcome.
    """

    ended = Signal()

    def __init__(self, name: str, trials: Trials, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trials, self._look = trials, look
        self._end: Callable[[], None] | None = None
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(name)
        self._words = label(wraps=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(label(name, "caption"))
        words.addWidget(self._words)
        words.addStretch()
        layout.addLayout(words, 1)
        self.hide()

    @property
    def is_running(self) -> bool:
        return self._end is not None

    @property
    def words(self) -> str:
        return self._words.text()

    @property
    def has_picture(self) -> bool:
        return not self._picture.isHidden()

    def start(self, source: Source) -> None:
        self.clear()
        width, height = (round(self._look.theme.px(side) * self.devicePixelRatioF()) for side in _SIZE_PX)
        self._say(self.tr("Opening …"), "secondary")
        self.show()
        self._end = self._trials.start(source, (width, height), self._on_sight, self._on_failed, self)

    def clear(self) -> None:
        """End what runs, and show nothing."""
        if self._end is not None:
            self._end()
            self._end = None
        self._picture.clear()
        self._picture.hide()
        self.hide()

    def _on_sight(self, sight: Sight) -> None:
        self._end = None
        frame = sight.frame
        picture = QPixmap.fromImage(_image_of(frame))
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(picture)
        self._picture.show()
        self._say(f"{codec_name(sight.codec)} · {frame.source_width} × {frame.source_height}", "good")
        self.ended.emit()

    def _on_failed(self, error: AppError) -> None:
        self._end = None
        self._say(f"{sentence(error).what} {_advice(error)}".strip(), "error")
        self.ended.emit()

    def _say(self, text: str, role: str) -> None:
        self._words.setText(text)
        set_role(self._words, role)


def _advice(error: AppError) -> str:
    text = _ADVICE.get(f"{error.code}/{error.params.get('reason')}") or _ADVICE.get(error.code, "")
    return QCoreApplication.translate("trial", text) if text else ""


def _image_of(frame: Frame) -> QImage:
    """A copy: the frame's memory is FFmpeg's."""
    shared = QImage(frame.memory, frame.width, frame.height, frame.line_bytes, QImage.Format.Format_RGB32)
    return shared.copy()
