from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.settings import Settings, load_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file in force; not there yet."""
    file = tmp_path / "watchfloor.toml"
    monkeypatch.setenv("WATCHFLOOR_FILE", str(file))
    return file


def test_every_setting_is_told_of_in_the_manual() -> None:
    manual = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"\b[a-z][a-z_]+\b", " ".join(re.findall(r"`[^`]+`|^    .*$", manual, re.MULTILINE))))
    # Tables of layers are shown by an example.
    assert Settings.model_fields.keys() - told - {"layers"} == set()
    assert "[[layers]]" in manual


def refusal(**given: object) -> AppError:
    with pytest.raises(AppError, match="settings.invalid") as refused:
        load_settings(**given)
    return refused.value


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'hots = "x"', "hots"),
        (b"port = 70000", "port"),
        (b"port =", "file"),
        (b'host = "\xff"', "file"),
        (b'log_level = "LOUD"', "log_level"),
        (b'tls_cert = "cert.pem"', "tls_key"),
        (b'video_url = "rtsp://media/{unit}"', "video_url"),
        (b'video_sub_url = "rtsp://media/{number}/sub"', "video_sub_url"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_by_the_name_of_the_setting(
    file: Path, content: bytes, name: str
) -> None:
    file.write_bytes(content)
    assert refusal().params["name"] == name


def test_an_environment_that_cannot_be_used_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHFLOOR_LAYERS", "not JSON")
    assert "layers" in str(refusal().params["reason"])


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('port = 1\nhost = "::1"\nlog_level = "debug"')
    monkeypatch.setenv("WATCHFLOOR_PORT", "2")
    settings = load_settings(log_level="ERROR", port=None)
    assert (settings.host, settings.port, settings.log_level) == ("::1", 2, "ERROR")
    assert load_settings(port=3).port == 3


def test_the_password_of_a_media_server_is_neither_shown_nor_quoted(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHFLOOR_VIDEO_URL", "rtsp://desk:geheim@media:8554/{number}")
    settings = load_settings()
    assert settings.video_pattern is not None
    assert settings.video_pattern.host == "rtsp://media:8554"
    assert "geheim" not in repr(settings)

    monkeypatch.setenv("WATCHFLOOR_VIDEO_URL", "rtsp://desk:ge/heim@media/{number}")
    refused = refusal()
    assert "heim" not in f"{refused.params} {refused.__cause__} {refused.__suppress_context__}"
