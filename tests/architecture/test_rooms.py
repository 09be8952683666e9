"""The rooms law: which room may import which. A room is a package of ``app`` or ``ui``."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_archon import archrule

ROOT = Path(__file__).resolve().parents[2]

#: What each room of the core may import of ours. ``app.station`` may import all of ``app`` but two rooms, below.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "app.domain": (),
    "app.picture": ("app.domain",),
    "app.geo": ("app.domain",),
    "app.media": ("app.domain", "app.geo"),
    "app.voice": ("app.domain", "app.geo"),
    "app.review": ("app.domain", "app.picture", "app.geo", "app.media"),
    "app.sync": ("app.domain", "app.picture"),
    "app.simulator": ("app.domain", "app.geo", "app.media", "app.voice"),
    "ui.models": ("app.domain", "app.picture"),
}

#: Not a room: how any process of ours writes its log. It knows nothing of ours.
FOR_ALL = ("app.logs",)

#: Rooms of the desk that everybody there shares; every other package of ``ui`` is a feature.
SHARED = ("bridge", "models", "theme", "widgets")
FEATURES = sorted(
    folder.parent.name for folder in (ROOT / "ui").glob("*/__init__.py") if folder.parent.name not in SHARED
)

#: The outermost modules, which build and wire: nobody inside imports one.
OUTERMOST = sorted(
    f"ui.{module.stem}" for module in (ROOT / "ui").glob("*.py") if module.stem not in ("__init__", "paths")
)

QT = ("PySide6", "shiboken6", "PySide6QtAds", "pyqtgraph", "qtawesome", "qtpy")


def _inside(*rooms: str) -> list[str]:
    return [pattern for room in rooms for pattern in (room, f"{room}.*")]


def _exists(room: str) -> bool:
    return any((ROOT / room.replace(".", "/")).glob("*.py"))


@pytest.mark.parametrize("room", [room for room in MAY_IMPORT if _exists(room)])
def test_a_room_imports_only_what_the_design_allows(room: str) -> None:
    (
        archrule(room, f"may import of ours only: {', '.join(MAY_IMPORT[room]) or 'nothing'}")
        .match(*_inside(room))
        .should_not_import(*_inside("app", "ui"))
        # Importing a.b.c imports the packages a and a.b on the way.
        .may_import("app", "ui", *FOR_ALL, *_inside(room, *MAY_IMPORT[room]))
        .check(room.partition(".")[0])
    )


def test_the_station_imports_neither_the_desks_side_of_the_wire_nor_the_demo_city() -> None:
    (
        archrule("station")
        .match(*_inside("app.station"))
        .should_not_import(*_inside("app.sync", "app.simulator", "ui"))
        .check("app")
    )


def test_nothing_in_the_core_imports_qt_or_the_desk() -> None:
    (
        archrule("core", "the station installs and runs without Qt")
        .match(*_inside("app"))
        .should_not_import(*_inside(*QT, "ui"))
        .check("app")
    )


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_imports_no_other_feature(feature: str) -> None:
    others = [f"ui.{other}" for other in FEATURES if other != feature]
    (
        archrule(feature, "what two features need moves to widgets, models, bridge or app")
        .match(*_inside(f"ui.{feature}"))
        .should_not_import(*_inside(*others, *OUTERMOST))
        .check("ui")
    )


@pytest.mark.parametrize("room", SHARED)
def test_what_features_share_imports_no_feature(room: str) -> None:
    (
        archrule(room)
        .match(*_inside(f"ui.{room}"))
        .should_not_import(*_inside(*(f"ui.{feature}" for feature in FEATURES), *OUTERMOST))
        .check("ui")
    )


def test_what_all_may_import_imports_nothing_of_ours() -> None:
    archrule("for all").match(*FOR_ALL).should_not_import("app.*", *_inside("ui")).check("app")


def test_the_product_does_not_import_its_tests() -> None:
    for package in ("app", "ui"):
        archrule(package).match(*_inside(package)).should_not_import(*_inside("tests")).check(package)
