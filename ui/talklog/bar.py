"""The bar over the talk log: find by text, and by call, time and unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QWidget

from app.domain.talk import CallKind
from ui.models.selection import Selection
from ui.talklog.model import BurstModel
from ui.talklog.query import BurstQuery
from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.burst_words import kind_words
from ui.widgets.push_button import PushButton
from ui.widgets.search_field import SearchField

_SPANS_S = (900, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
#: Somebody types on.
_TYPED_MS = 200


class BurstBar(QWidget):
    """Edits the model's query.

    Signals:
        left(): done with typing: back to the rows.
        lanes_asked(bool): bursts as bars along the time, or as rows.
    """

    left = Signal()
    lanes_asked = Signal(bool)

    def __init__(self, model: BurstModel, selection: Selection, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._selection, self._look = model, selection, look
        self._text = SearchField(self)
        self._text.setPlaceholderText(self.tr("Who or to whom"))
        self._text.setAccessibleName(self.tr("Find bursts by talker, group or unit"))
        self._text.setToolTip(self._text.accessibleName())
        self._text.setClearButtonEnabled(True)
        self._typing = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typing.timeout.connect(self._take_text)
        self._text.textChanged.connect(lambda _: self._typing.start())
        self._text.left.connect(self.left)
        self.lanes = PushButton()
        self.lanes.setCheckable(True)
        self.lanes.setProperty("role", "chip")
        keep_tinted(look, self.lanes, Icon.CLOCK)
        self.lanes.setToolTip(self.tr("Show along the time"))
        self.lanes.setAccessibleName(self.lanes.toolTip())
        self.lanes.toggled.connect(self.lanes_asked)
        self._call = _menu_button(self, self._fill_calls)
        self._span = _menu_button(self, self._fill_spans)
        self._unit = _menu_button(self, self._fill_units)
        #: Whether the unit that is chosen elsewhere is the one that is looked for.
        self.follows = False
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        self._upper.addWidget(self._text, 1)
        self._upper.addWidget(self.lanes)
        for button in (self._call, self._span, self._unit):
            self._lower.addWidget(button)
        self._lower.addStretch(1)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._column.addLayout(self._upper)
        self._column.addLayout(self._lower)
        model.query_changed.connect(self._show_query)
        selection.changed.connect(self._on_selection)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show_query()

    def focus_text(self) -> None:
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._text.selectAll()

    def follow(self, follows: bool) -> None:
        """Look for the unit that is chosen elsewhere, whichever it is; or for all again."""
        self.follows = follows
        self._ask(unit=self._selection.primary if follows else None)
        self._show_query()

    def set_wide(self, is_wide: bool) -> None:
        """One line, where there is room for it."""
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._column.setDirection(direction)

    def clear(self) -> None:
        self.follows = False
        self._model.set_query(BurstQuery())

    def _ask(self, **fields: object) -> None:
        self._model.set_query(replace(self._model.query, **fields))  # type: ignore[arg-type]

    def _take_text(self) -> None:
        self._ask(text=self._text.text().strip())

    def _on_selection(self) -> None:
        if self.follows:
            self._ask(unit=self._selection.primary)

    def _show_query(self) -> None:
        query, picture = self._model.query, self._model.picture
        if not self._typing.isActive() and self._text.text().strip() != query.text:
            self._text.setText(query.text)
        group = picture.talkgroups.get(query.call or 0)
        if query.kind is not None:
            call = kind_words(query.kind)
        else:
            call = group.name if group is not None else self.tr("All calls")
        span = self.tr("All times") if query.last_s is None else _span_name(query.last_s)
        unit = picture.units.get(query.unit or 0)
        name = unit.callsign if unit is not None else self.tr("All units")
        if self.follows:
            name = self.tr("{unit}, followed").format(unit=name)
        for button, text in ((self._call, call), (self._span, span), (self._unit, name)):
            button.setText(self.tr("{choice} ▾").format(choice=text.replace("&", "&&")))

    def _fill_calls(self, menu: QMenu) -> None:
        query = self._model.query
        is_all = query.call is None and query.kind is None
        self._add(menu, self.tr("All calls"), lambda: self._ask(call=None, kind=None), is_all)
        menu.addSeparator()
        groups = self._model.picture.talkgroups.values()
        for group in sorted(groups, key=lambda group: group.name.casefold()):
            self._add(
                menu, group.name, _later(self._ask, call=group.number, kind=None), query.call == group.number
            )
        menu.addSeparator()
        for kind in (CallKind.SHOUT, CallKind.PRIVATE, CallKind.GROUP):
            self._add(menu, kind_words(kind), _later(self._ask, call=None, kind=kind), query.kind is kind)

    def _fill_spans(self, menu: QMenu) -> None:
        last_s = self._model.query.last_s
        self._add(menu, self.tr("All times"), lambda: self._ask(last_s=None), last_s is None)
        for span_s in _SPANS_S:
            self._add(menu, _span_name(span_s), _later(self._ask, last_s=span_s), last_s == span_s)

    def _fill_units(self, menu: QMenu) -> None:
        query, chosen = self._model.query, self._model.picture.units.get(self._selection.primary or 0)
        self._add(menu, self.tr("All units"), lambda: self.follow(False), query.unit is None)
        follow = self.tr("Follow the selection")
        self._add(menu, follow, lambda: self.follow(not self.follows), self.follows)
        if chosen is not None:
            is_on = query.unit == chosen.number and not self.follows
            self._add(menu, self.tr("Only {unit}").format(unit=chosen.callsign), self._keep_chosen, is_on)

    def _keep_chosen(self) -> None:
        self.follows = False
        self._ask(unit=self._selection.primary)
        self._show_query()

    def _add(self, menu: QMenu, name: str, do: Callable[[], None], is_on: bool) -> None:
        # An ampersand in a group's name is no shortcut.
        entry = menu.addAction(name.replace("&", "&&"))
        entry.setCheckable(True)
        entry.setChecked(is_on)
        entry.triggered.connect(lambda _=False: do())

    def _on_look_changed(self) -> None:
        px = self._look.theme.px
        self._column.setContentsMargins(px(8), px(8), px(8), px(4))
        self._column.setSpacing(px(2))
        for row in (self._upper, self._lower):
            row.setSpacing(px(4))


def _later(ask: Callable[..., None], **fields: object) -> Callable[[], None]:
    return lambda: ask(**fields)


def _span_name(span_s: int) -> str:
    if span_s < 3600:
        return QCoreApplication.translate("BurstBar", "Last {n} min").format(n=span_s // 60)
    return QCoreApplication.translate("BurstBar", "Last {n} h").format(n=span_s // 3600)


def _menu_button(parent: QWidget, fill: Callable[[QMenu], None]) -> PushButton:
    """A quiet button whose menu is made when it opens, from what there is then."""
    button = PushButton(parent=parent)
    button.setProperty("role", "quiet")
    menu = QMenu(button)
    menu.aboutToShow.connect(menu.clear)
    menu.aboutToShow.connect(lambda: fill(menu))
    button.setMenu(menu)
    return button
