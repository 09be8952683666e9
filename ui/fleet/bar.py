"""The bar over the fleet: find by text, order, and the longer filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.fleet.action_button import ActionButton
from ui.models.fleet_model import FleetModel
from ui.models.fleet_query import FleetQuery, SortKey
from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.push_button import PushButton
from ui.widgets.search_field import SearchField

_SIGN_PX = 30
_SORT_NAMES = {
    SortKey.CALLSIGN: QT_TRANSLATE_NOOP("FleetBar", "Callsign"),
    SortKey.STATUS: QT_TRANSLATE_NOOP("FleetBar", "Status"),
    SortKey.AGE: QT_TRANSLATE_NOOP("FleetBar", "Age"),
    SortKey.FORCE: QT_TRANSLATE_NOOP("FleetBar", "Force"),
    SortKey.AGENCY: QT_TRANSLATE_NOOP("FleetBar", "Agency"),
    SortKey.BEAT: QT_TRANSLATE_NOOP("FleetBar", "Beat"),
}


class FleetBar(QWidget):
    """Edits the model's query.

    Args:
        keys: what leads to the text, to be said where one types it.
        call: aims the talk key at what is chosen; None where one does not talk.
    Signals:
        left(): done with typing (Enter, Down, or Escape in an empty field): back to the rows.
    """

    left = Signal()

    def __init__(
        self, model: FleetModel, look: Look, keys: str, call: QAction | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._look = model, look
        self._text = SearchField(self)
        self._text.setPlaceholderText(self.tr("Filter units  {keys}").format(keys=keys))
        self._text.setToolTip(self.tr("Callsign, name, agency, beat ({keys})").format(keys=keys))
        self._text.setAccessibleName(self.tr("Filter units by callsign, name, agency or beat"))
        self._text.setClearButtonEnabled(True)
        self._text.textChanged.connect(lambda text: model.set_query(replace(model.query, text=text)))
        self._text.left.connect(self.left)
        self._sort = _menu_button(self, self._fill_sort_menu)
        self._more = _menu_button(self, self._fill_more_menu)
        self._more.setToolTip(self.tr("Filter by agency and beat, show units off duty"))
        self._more.setAccessibleName(self._more.toolTip())
        keep_tinted(look, self._more, Icon.FILTER)
        #: What has a picture and no words.
        self._signs: list[PushButton] = [self._more]
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._text, 1)
        self._layout.addWidget(self._sort)
        self._layout.addWidget(self._more)
        if call is not None:
            button = ActionButton(call, "", look)
            button.setProperty("role", "quiet")
            button.setAccessibleName(call.text())
            self._layout.addWidget(button)
            self._signs.append(button)
        model.query_changed.connect(self._show_query)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show_query()

    def focus_text(self) -> None:
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._text.selectAll()

    def _ask(self, query: FleetQuery) -> None:
        self._model.set_query(query)

    def _show_query(self) -> None:
        query = self._model.query
        if self._text.text() != query.text:
            self._text.setText(query.text)
        arrow = "↑" if query.reverse else "↓"
        name = self.tr(_SORT_NAMES[query.sort])
        self._sort.setText(self.tr("{order} {arrow}").format(order=name, arrow=arrow))
        self._sort.setToolTip(self.tr("Order: {order}").format(order=name))

    def _fill_sort_menu(self, menu: QMenu) -> None:
        query = self._model.query
        for key, name in _SORT_NAMES.items():
            self._add(menu, self.tr(name), replace(query, sort=key, reverse=False), is_on=key is query.sort)
        menu.addSeparator()
        self._add(menu, self.tr("The other way round"), replace(query, reverse=not query.reverse), query.reverse)

    def _fill_more_menu(self, menu: QMenu) -> None:
        model, query = self._model, self._model.query
        agencies = ((name, query.toggled_agency(name), name in query.agencies) for name in model.agencies)
        beats = ((name, query.toggled_beat(name), name in query.beats) for name in model.beats)
        self._add_choices(menu.addMenu(self.tr("Agency")), agencies)
        self._add_choices(menu.addMenu(self.tr("Beat")), beats)
        menu.addSeparator()
        off_duty_too = replace(query, off_duty_too=not query.off_duty_too)
        count = model.counts.off_duty
        self._add(menu, self.tr("Units off duty ({n})").format(n=count), off_duty_too, query.off_duty_too)
        menu.addSeparator()
        clear = self._add(menu, self.tr("Clear the filter"), query.unfiltered(), is_on=None)
        clear.setEnabled(query.is_filtered)

    def _add_choices(self, menu: QMenu, choices: Iterable[tuple[str, FleetQuery, bool]]) -> None:
        for name, query, is_on in choices:
            self._add(menu, name, query, is_on)
        menu.setEnabled(not menu.isEmpty())

    def _add(self, menu: QMenu, name: str, query: FleetQuery, is_on: bool | None) -> QAction:
        # An ampersand in a beat's name is no shortcut.
        entry = menu.addAction(name.replace("&", "&&"))
        if is_on is not None:
            entry.setCheckable(True)
            entry.setChecked(is_on)
        entry.triggered.connect(lambda: self._ask(query))
        return entry

    def _on_look_changed(self) -> None:
        px = self._look.theme.px
        self._layout.setContentsMargins(px(8), px(8), px(8), px(4))
        self._layout.setSpacing(px(4))
        for sign in self._signs:
            sign.setFixedWidth(px(_SIGN_PX))


def _menu_button(parent: QWidget, fill: Callable[[QMenu], None]) -> PushButton:
    """A quiet button whose menu is made when it opens, from what there is then."""
    button = PushButton(parent=parent)
    button.setProperty("role", "quiet")
    menu = QMenu(button)
    menu.aboutToShow.connect(menu.clear)
    menu.aboutToShow.connect(lambda: fill(menu))
    button.setMenu(menu)
    return button
