"""Desk and page agree on names: the page's own source is read for its half."""

from __future__ import annotations

import re

import pytest

from app.domain.errors import AppError
from tests.ui.map.conftest import HOME, NOTHING, ROOT
from ui.map.channel import PageChannel
from ui.map.frame import FORCES, STATUSES
from ui.map.icons import tool_icon
from ui.map.settings import PageState, page_settings
from ui.theme.tokens import DARK, LIGHT

SOURCE = ROOT / "resources/map/src"


def source(name: str) -> str:
    return (SOURCE / name).read_text("utf-8")


def fields(text: str, interface: str) -> set[str]:
    body = re.search(rf"interface {interface} {{(.*?)\n}}", text, re.DOTALL)
    assert body is not None
    return set(re.findall(r"^  (?:readonly )?(\w+)[:(]", body[1], re.MULTILINE))


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def settings(request, qapp):
    return page_settings(request.param, [NOTHING], HOME, PageState(HOME, NOTHING.name))


def test_the_settings_are_what_the_page_reads(settings):
    assert set(settings) == fields(source("settings.ts"), "Settings")
    assert set(settings["layers"][0]) == fields(source("settings.ts"), "LayerModel")
    assert set(settings["view"]) == fields(source("settings.ts"), "View")


def test_every_word_on_the_page_comes_from_the_desk(settings):
    body = re.search(r"export type Texts = (.*?);", source("settings.ts"), re.DOTALL)
    assert set(settings["texts"]) == set(re.findall(r'"(\w+)"', body[1]))
    assert all(settings["texts"].values())


def test_every_colour_is_one_that_the_page_can_mix(settings):
    theme = settings["theme"]
    assert set(theme["colors"]) == fields(source("theme.ts"), "Colors")
    looks = [value for look in theme["status"] for key, value in look.items() if key != "shape"]
    assert all(re.fullmatch(r"#[0-9A-Fa-f]{6}", color) for color in (*theme["colors"].values(), *looks))


def test_there_is_a_look_for_every_status_and_a_letter_for_every_force(settings):
    assert len(settings["theme"]["status"]) == len(STATUSES)
    assert len(set(settings["letters"])) == len(FORCES)
    shapes = set(re.findall(r'"(\w+)"', re.search(r"type Shape = (.*?);", source("theme.ts"))[1]))
    assert {look["shape"] for look in settings["theme"]["status"]} <= shapes


def test_every_button_has_an_icon_and_a_key_of_its_own(qapp):
    actions = re.findall(r'action\("(\w+)", "(\w+)"', source("actions.ts"))
    assert len(actions) > 5
    assert len({key for _, key in actions}) == len(actions)
    for name, _ in actions:
        assert not tool_icon(name).isNull()


def test_an_icon_that_does_not_exist_is_refused(qapp):
    with pytest.raises(AppError):
        tool_icon("teleport")


def test_the_channel_has_every_name_that_the_page_calls_or_hears():
    missing = [name for name in fields(source("channel.ts"), "Desk") if not hasattr(PageChannel, name)]
    assert missing == []
