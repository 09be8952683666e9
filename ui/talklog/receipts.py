"""Who heard a burst: one line an end, by outcome, what went wrong first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, Qt

from app.domain.talk import BurstRow, Hearing, Missed, ReceiptRow
from app.picture.picture import Picture
from ui.models.numbered_rows import Index
from ui.widgets.burst_words import carrier_of, talker_name
from ui.widgets.durations import clock_text
from ui.widgets.receipt_words import OUTCOMES, outcome_name, reason_words, share_words
from ui.widgets.words import terminal_kind_name


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """
    Args:
        name: of the outcome, or of the end. told: how many, or what became of it there.
        outcome: None for units without any receipt. unit: that carries the end.
    """

    name: str
    told: str
    outcome: Hearing | None
    is_heading: bool = False
    unit: int | None = None


class ReceiptModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[ReceiptLine] = ()

    def show_lines(self, lines: Sequence[ReceiptLine]) -> None:
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            line = self.lines[index.row()]
            return f"{line.name} {line.told}".rstrip()
        return None


def receipt_lines(burst: BurstRow, picture: Picture) -> tuple[ReceiptLine, ...]:
    """All ends by outcome, each outcome under its heading, in the order of their names."""
    lines: list[ReceiptLine] = []
    for outcome in OUTCOMES:
        mine = [receipt for receipt in burst.receipts if receipt.hearing is outcome]
        groups = burst.missed if outcome is Hearing.FAILED else ()
        count = len(mine) + sum(len(group.ends) for group in groups)
        if count:
            lines.append(ReceiptLine(outcome_name(outcome), str(count), outcome, is_heading=True))
            lines += (_group_line(group) for group in groups)
            lines += sorted((_line(receipt, picture) for receipt in mine), key=lambda line: line.name.casefold())
    return (*_without(burst, picture), *lines)


def _group_line(group: Missed) -> ReceiptLine:
    """Too many to be named."""
    name = QCoreApplication.translate("talk", "{n} terminals").format(n=len(group.ends))
    return ReceiptLine(name, reason_words(group.reason), Hearing.FAILED)


def _line(receipt: ReceiptRow, picture: Picture) -> ReceiptLine:
    terminal = picture.terminals.get(receipt.number)
    name = talker_name(receipt.number, picture)
    if terminal is not None:
        name = f"{name} · {terminal_kind_name(terminal.kind)}"
    return ReceiptLine(name, _told(receipt), receipt.hearing, unit=carrier_of(receipt.number, picture))


def _told(receipt: ReceiptRow) -> str:
    match receipt.hearing:
        case Hearing.FAILED:
            return reason_words(receipt.reason)
        case Hearing.PLAYED:
            return share_words(receipt.share)
        case Hearing.ACKNOWLEDGED:
            at = clock_text(receipt.at) if receipt.at is not None else ""
            return " · ".join(part for part in (share_words(receipt.share), at) if part)
    return ""


def _without(burst: BurstRow, picture: Picture) -> list[ReceiptLine]:
    """Units that are meant and of which no end ever got it, which is known once the burst is over."""
    if burst.end is None:
        return []
    told = {carrier_of(receipt.number, picture) for receipt in burst.receipts}
    told |= {carrier_of(end, picture) for group in burst.missed for end in group.ends}
    told.add(carrier_of(burst.by, picture))
    missing = [unit for number in burst.units if number not in told and (unit := picture.units.get(number))]
    if not missing:
        return []
    names = sorted(unit.callsign for unit in missing)
    heading = ReceiptLine(
        QCoreApplication.translate("talk", "No terminal to hear it"), str(len(names)), None, is_heading=True
    )
    by_name = {unit.callsign: unit.number for unit in missing}
    return [heading, *(ReceiptLine(name, "", None, unit=by_name[name]) for name in names)]
