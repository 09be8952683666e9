"""A lane: the bursts of a call, or of all calls of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.talk import BurstRow, CallKind
from app.picture.picture import Picture
from ui.widgets.burst_words import call_name


@dataclass(frozen=True, slots=True)
class Lane:
    """A call, or all shouts, or all private calls: what has one lane. Bursts in the order in which they came."""

    name: str
    bursts: tuple[BurstRow, ...]


def lanes_of(bursts: Sequence[BurstRow], picture: Picture) -> list[Lane]:
    """A lane for each talkgroup and each call that somebody named; one for all shouts, and one for the others."""
    found: dict[tuple[CallKind, str], list[BurstRow]] = {}
    for burst in bursts:
        name = call_name(burst, picture) if burst.kind is CallKind.TALKGROUP else ""
        found.setdefault((burst.kind, name), []).append(burst)
    order = sorted(found, key=lambda key: (list(CallKind).index(key[0]), key[1].casefold()))
    return [Lane(name or _kinds_name(kind), tuple(found[kind, name])) for kind, name in order]


def _kinds_name(kind: CallKind) -> str:
    names = {
        CallKind.SHOUT: QCoreApplication.translate("talk", "Shouts"),
        CallKind.PRIVATE: QCoreApplication.translate("talk", "Private calls"),
    }
    return names.get(kind, QCoreApplication.translate("talk", "Group calls"))
