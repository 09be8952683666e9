from __future__ import annotations

from dataclasses import fields

import pytest

from app.domain.unit import Force, UnitStatus
from ui.theme.contrast import MARK, TEXT, contrast, mix
from ui.theme.tokens import DARK, FORCE_LETTERS, LIGHT, Hue, Theme

BOTH = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.mode)


def _grounds(theme: Theme) -> tuple[str, ...]:
    return theme.base, theme.panel, theme.raised


def _hues(theme: Theme) -> dict[str, Hue]:
    named = {"good": theme.good, "warning": theme.warning, "error": theme.error}
    named |= {status.value: look for status, look in theme.status.items()}
    return named | {f"priority {level}": look for level, look in theme.priority.items()}


def test_contrast_agrees_with_the_ratios_wcag_gives():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_mixing_nothing_keeps_the_ground_and_all_gives_the_colour():
    assert mix("#102030", "#F0E0D0", 0) == "#102030"
    assert mix("#102030", "#F0E0D0", 1) == "#F0E0D0"


@BOTH
@pytest.mark.parametrize("ink", ["text", "text_2", "text_3", "accent"])
def test_text_can_be_read_on_every_ground(theme, ink):
    for ground in _grounds(theme):
        assert contrast(getattr(theme, ink), ground) >= TEXT, ground


@BOTH
def test_text_can_be_read_on_a_chosen_row_and_on_the_accent(theme):
    assert contrast(theme.text, theme.selected) >= TEXT
    assert contrast(theme.text_2, theme.selected) >= TEXT
    assert contrast(theme.on_accent, theme.accent) >= TEXT


@BOTH
def test_every_hue_can_be_read_as_text_and_carries_readable_text(theme):
    for name, hue in _hues(theme).items():
        for ground in _grounds(theme):
            assert contrast(hue.ink, ground) >= TEXT, (name, ground)
        assert contrast(hue.on_fill, hue.fill) >= TEXT, name


@BOTH
def test_every_mark_stands_out_from_its_ground_by_its_fill_or_its_outline(theme):
    for name, hue in _hues(theme).items():
        for ground in _grounds(theme):
            assert max(contrast(hue.fill, ground), contrast(hue.ink, ground)) >= MARK, (name, ground)


@BOTH
def test_every_status_has_a_sign_and_a_shape_of_its_own(theme):
    assert set(theme.status) == set(UnitStatus)
    assert len({look.sign for look in theme.status.values()}) == len(UnitStatus)
    assert len({look.shape for look in theme.status.values()}) == len(UnitStatus)


@BOTH
def test_every_priority_has_a_sign_of_its_own(theme):
    assert sorted(theme.priority) == [1, 2, 3, 4]
    assert len({look.sign for look in theme.priority.values()}) == 4


def test_every_force_has_a_letter_of_its_own():
    assert set(FORCE_LETTERS) == set(Force)
    assert len(set(FORCE_LETTERS.values())) == len(Force)


def test_both_modes_define_the_same_tokens():
    for field in fields(Theme):
        if field.name not in ("mode", "scale"):
            assert type(getattr(DARK, field.name)) is type(getattr(LIGHT, field.name))
    assert set(DARK.status) == set(LIGHT.status)


def test_wall_mode_scales_sizes_but_leaves_hairlines():
    wall = DARK.at_scale(1.5)
    assert (wall.px(1), wall.px(4), wall.px(13)) == (1, 6, 20)
    assert DARK.px(13) == 13
