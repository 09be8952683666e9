"""The text of the style sheet, with ``$tokens`` for colours and sizes in desk pixels.

A widget says what it is by its ``role`` property (``setProperty("role", ...)`` before it is shown):

    QLabel        heading, strong, secondary, hint, state, key (a key cap), caption, warning, error, good,
                  alarm (an emergency), stop and soon (what a talker must not miss)
    QPushButton   primary, danger, quiet (no frame), link, chip (a checkable filter), shout (a chip that is loud),
                  alarm and alarm_on (what is heard aloud: before and while), reading (a line that opens more)
    QToolButton   quiet is the default look; tool (one of a stack on the map)
    QFrame        card, panel, bar, line (1 px high), rule (1 px wide)
"""

from __future__ import annotations

CONTROLS = """
* { outline: none; }
QWidget { color: $text; font-size: 13px; }
QMainWindow, QDialog { background: $panel; }
QToolTip {
    background: $raised; color: $text; border: 1px solid $edge; border-radius: 4px; padding: 4px 8px;
    font-size: 12px;
}

QLabel { background: transparent; }
QLabel[role="heading"] { font-size: 15px; font-weight: bold; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="secondary"] { color: $text_2; font-size: 12px; }
QLabel[role="hint"] { color: $text_3; font-size: 12px; }
QLabel[role="caption"] { color: $text_2; }
QLabel[role="clock"] { font-size: 20px; }
QLabel[role="warning"] { color: $warning_ink; font-size: 12px; }
QLabel[role="error"] { color: $error_ink; font-size: 12px; }
QLabel[role="alarm"] {
    background: $error_fill; color: $error_on_fill; font-weight: bold; border-radius: 3px; padding: 1px 6px;
}
QLabel[role="stop"] { color: $error_ink; font-weight: bold; }
QLabel[role="soon"] { color: $warning_ink; font-weight: bold; }
QLabel[role="good"] { color: $good_ink; font-size: 12px; }
QLabel[role="state"] { font-size: 15px; }
QLabel[role="key"] {
    color: $text_2; background: $raised; border: 1px solid $edge; border-radius: 3px; padding: 0px 5px;
    font-size: 11px;
}
QLabel[role="key"]:disabled { color: $text_3; }

QFrame[role="card"] { background: $raised; border: 1px solid $line; border-radius: 4px; }
QFrame[role="panel"] { background: $panel; border: none; }
QFrame[role="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="rule"] { background: $line; border: none; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $edge; border-radius: 4px; padding: 5px 12px;
    min-height: 18px;
}
QPushButton:hover { border-color: $text_3; }
QPushButton:pressed, QPushButton:checked { background: $selected; border-color: $accent; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $text_3; background: $panel; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled { background: $raised; color: $text_3; border-color: $line; }
QPushButton[role="danger"] { color: $error_ink; }
QPushButton[role="danger"]:disabled { color: $text_3; }
QPushButton[role="danger"]:hover, QPushButton[role="danger"]:focus { border-color: $error_ink; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; color: $text_2; padding: 5px 8px; }
QPushButton[role="quiet"]:hover { background: $raised; color: $text; }
QPushButton[role="quiet"]:focus { border-color: $accent; }
QPushButton[role="link"] { background: transparent; border-color: transparent; color: $accent; padding: 1px 4px; }
QPushButton[role="link"]:hover { color: $accent_hover; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="chip"] {
    background: transparent; color: $text_2; border: 1px solid $edge; border-radius: 10px; padding: 1px 10px;
    font-size: 12px;
}
QPushButton[role="chip"]:hover { color: $text; border-color: $text_3; }
QPushButton[role="chip"]:checked { background: $selected; color: $text; border-color: $accent; }
QPushButton[role="chip"]:focus { color: $text; border-color: $accent; }
QPushButton[role="shout"] {
    background: transparent; color: $error_ink; border: 1px solid $edge; border-radius: 10px; padding: 1px 10px;
    font-size: 12px;
}
QPushButton[role="shout"]:hover, QPushButton[role="shout"]:focus { border-color: $error_ink; }
QPushButton[role="shout"]:checked { background: $error_fill; color: $error_on_fill; border-color: $error_ink; }
QPushButton[role="shout"]:disabled { color: $text_3; border-color: $line; }
QPushButton[role="alarm"] { color: $error_ink; border-color: $error_ink; font-weight: bold; }
QPushButton[role="alarm"]:pressed { background: $error_fill; color: $error_on_fill; }
QPushButton[role="alarm"]:disabled { color: $text_3; border-color: $line; }
QPushButton[role="alarm"]:focus { border-color: $text; }
QPushButton[role="alarm_on"] {
    background: $error_fill; color: $error_on_fill; border-color: $error_fill; font-weight: bold;
}
QPushButton[role="alarm_on"]:focus { border-color: $text; }
QPushButton[role="reading"] {
    background: transparent; border-color: transparent; color: $text_2; padding: 4px 8px; text-align: left;
    font-size: 12px;
}
QPushButton[role="reading"]:hover { background: $raised; color: $text; }
QPushButton[role="reading"]:focus { border-color: $accent; }
QPushButton::menu-indicator { image: none; }

QToolButton {
    background: transparent; color: $text_2; border: 1px solid transparent; border-radius: 4px; padding: 4px 8px;
}
QToolButton:hover { background: $raised; color: $text; }
QToolButton:pressed, QToolButton:checked { background: $selected; color: $text; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $text_3; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="tool"] { background: $raised; border-radius: 0px; border: 1px solid $line; padding: 7px; }
QToolButton[role="tool"]:checked { background: $selected; border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateTimeEdit {
    background: $base; color: $text; border: 1px solid $edge; border-radius: 4px; padding: 4px 8px;
    min-height: 18px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit { placeholder-text-color: $text_3; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover, QSpinBox:hover { border-color: $text_3; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus { border-color: $accent; }
QLineEdit[invalid="true"], QComboBox[invalid="true"] { border-color: $error_ink; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {
    color: $text_3; background: $panel; border-color: $line;
}
QLineEdit:read-only { background: $panel; border-color: $line; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url($icon_down); width: 16px; height: 16px; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $edge; selection-background-color: $selected; selection-color: $text;
}
QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $text_3; }
QCheckBox::indicator, QListView::indicator {
    width: 14px; height: 14px; border: 1px solid $edge; border-radius: 3px; background: $base;
}
QCheckBox::indicator:hover { border-color: $text_3; }
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url($icon_check);
}
QCheckBox:focus { color: $accent; }
QCheckBox::indicator:focus { border-color: $accent; }
QProgressBar { background: $base; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
"""

VIEWS = """
QAbstractItemView {
    background: $panel; alternate-background-color: $panel; border: none;
    selection-background-color: $selected; selection-color: $text;
}
QTableView { gridline-color: $line; }
QTableView::item, QListView::item, QTreeView::item { border: none; padding: 3px 6px; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {
    background: $selected; color: $text;
}
QListView::item:hover, QTreeView::item:hover { background: $raised; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section {
    background: $panel; color: $text_2; border: none; border-bottom: 1px solid $line; padding: 5px 6px;
    font-size: 12px;
}
QHeaderView::section:hover { color: $text; }
QTableCornerButton::section { background: $panel; border: none; }

QMenu { background: $raised; border: 1px solid $edge; padding: 4px 0px; }
QMenu::item { padding: 6px 16px 6px 12px; background: transparent; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $text_3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0px; }
QMenu::icon { padding-left: 10px; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; }
QTabBar::tab {
    background: transparent; color: $text_2; padding: 8px 14px; border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0px; }
QScrollBar::handle { background: $edge; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $text_3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
"""

DOCKS = """
ads--CDockContainerWidget { background: $base; }
ads--CDockContainerWidget > QSplitter { padding: 0px; }
ads--CDockSplitter::handle { background: $line; }
ads--CDockSplitter::handle:horizontal { width: 1px; margin: 0px; }
ads--CDockSplitter::handle:vertical { height: 1px; margin: 0px; }
ads--CDockSplitter::handle:hover { background: $accent; }
ads--CDockAreaWidget { background: $panel; border: none; }
ads--CDockAreaTitleBar { background: $raised; border: none; border-bottom: 1px solid $line; padding: 0px; }
ads--CDockWidgetTab {
    background: transparent; border: none; border-bottom: 2px solid transparent; padding: 5px 12px 4px 12px;
}
ads--CDockWidgetTab QLabel { color: $text_2; background: transparent; }
ads--CDockWidgetTab:hover QLabel { color: $text; }
ads--CDockWidgetTab[activeTab="true"] { background: transparent; border-bottom: 2px solid $accent; }
ads--CDockWidgetTab[activeTab="true"] QLabel { color: $text; }
ads--CDockWidgetTab > QAbstractButton { background: transparent; border: none; padding: 0px; }
ads--CTitleBarButton { background: transparent; border: none; padding: 2px 4px; }
ads--CTitleBarButton:hover { background: $selected; }
ads--CDockWidget { background: $panel; border: none; }
ads--CFloatingDockContainer { background: $panel; }
ads--CFloatingDockContainer > QWidget { background: $panel; }
QScrollArea#dockWidgetScrollArea { padding: 0px; border: none; }
"""

SHELL = """
QFrame#topBar { background: $base; border: none; border-bottom: 1px solid $line; }
QFrame#topBar QLabel#brand { font-weight: bold; }
QFrame#topBar QLabel#clock { font-size: 20px; }
QPushButton#search {
    background: $panel; color: $text_3; border: 1px solid $edge; border-radius: 4px; padding: 3px 10px;
    text-align: left;
}
QPushButton#search:hover, QPushButton#search:focus { border-color: $accent; }
QFrame#linkBar { background: $warning_fill; border: none; }
QFrame#linkBar QLabel { color: $warning_on_fill; }
QFrame#linkBar QPushButton {
    background: transparent; color: $warning_on_fill; border: 1px solid $warning_on_fill; font-weight: bold;
    padding: 2px 10px;
}
QFrame#linkBar QPushButton:hover, QFrame#linkBar QPushButton:focus {
    background: $warning_on_fill; color: $warning_fill;
}
QFrame#talkBar { border-top: 1px solid $line; }
QFrame#talkLine { background: $panel; border: none; border-top: 2px solid $panel; }
QFrame#talkLine[state="on_air"] { background: $selected; border-top: 2px solid $accent; }
QFrame#talkLine[state="stop"] { border-top: 2px solid $error_fill; }
QFrame#talkLine[state="emergency"] { background: $error_fill; border-top: 2px solid $error_fill; }
QFrame#talkLine[state="emergency"] QLabel { background: transparent; color: $error_on_fill; }
QWidget#signIn { background: $base; }
QFrame#notice { background: $raised; border: 1px solid $edge; border-radius: 4px; }
QFrame#notice[severity="info"] { border-left: 3px solid $accent; }
QFrame#notice[severity="warning"] { border-left: 3px solid $warning_fill; }
QFrame#notice[severity="error"] { border-left: 3px solid $error_fill; }
QFrame#palette { background: $raised; border: 1px solid $edge; border-radius: 6px; }
QFrame#palette QLineEdit { border: none; background: transparent; font-size: 15px; padding: 10px 12px; }
QFrame#palette QListView { background: $raised; border-top: 1px solid $line; }
"""

ALL = CONTROLS + VIEWS + DOCKS + SHELL
