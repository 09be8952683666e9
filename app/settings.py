"""Settings: one typed table, from a TOML file, the environment (``WATCHFLOOR_…``) and the command line.

The command line wins over the environment, the environment over the file. Secrets are not settings.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from app.domain.errors import AppError
from app.domain.pull import PullPattern, checked_pattern

FILE_NAME = "watchfloor.toml"


def default_data_folder() -> Path:
    """Where this person's data lives on this platform."""
    return Path(platformdirs.user_data_dir("watchfloor", appauthor=False))


def settings_file() -> Path:
    """``WATCHFLOOR_FILE``, or the platform's place for a configuration file; it need not exist."""
    named = os.environ.get("WATCHFLOOR_FILE")
    return Path(named) if named else Path(platformdirs.user_config_dir("watchfloor", appauthor=False)) / FILE_NAME


def _pattern_or_none(text: str) -> str:
    return checked_pattern(text) if text else text


_Pattern = Annotated[str, AfterValidator(_pattern_or_none), Field(repr=False)]


class Settings(BaseSettings):
    """What an installation can choose.

    Durations are in seconds, sizes in bytes. ``station_url`` empty: the desk runs a station of its own.
    """

    model_config = SettingsConfigDict(env_prefix="WATCHFLOOR_", env_nested_delimiter="__", extra="forbid")

    data: Path = Field(default_factory=default_data_folder)
    station_url: str = ""
    #: PEM file with the authority of the station's certificate, when no public one signed it.
    station_ca: Path | None = None
    log_level: Annotated[str, Field(pattern="^(?i:debug|info|warning|error)$")] = "INFO"

    # Station
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8470
    public_url: str = ""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    feed_interval_s: Annotated[float, Field(ge=0.05, le=2)] = 0.25
    access_token_s: Annotated[float, Field(ge=30, le=3600)] = 900
    refresh_token_s: Annotated[float, Field(ge=600)] = 12 * 3600
    sign_in_failures: Annotated[int, Field(ge=1)] = 5
    sign_in_lock_s: Annotated[float, Field(ge=1)] = 600
    track_retention_days: Annotated[int, Field(ge=1)] = 30
    #: Where speech goes by UDP. 0: any, and so it is where ``port`` is any.
    voice_port: Annotated[int, Field(ge=0, le=65535)] = 8471
    #: Where terminals and desks send it, when that is not where they reach the station: behind a router, say.
    voice_host: str = ""
    talk_limit_s: Annotated[float, Field(ge=5, le=600)] = 60
    voice_retention_days: Annotated[int, Field(ge=1)] = 30
    #: Where a media server has the video of terminals that neither push nor have an address of their own.
    video_url: _Pattern = ""
    video_sub_url: _Pattern = ""

    # Desk
    #: Base layers beside the built-in one; each a table as ``ui.map.layers`` describes.
    layers: list[dict[str, Any]] = []
    basemap: Path | None = None
    map_crs: str = "EPSG:3067"
    trail_minutes: Annotated[int, Field(ge=1, le=240)] = 10
    theme: Annotated[str, Field(pattern="^(dark|light)$")] = "dark"
    #: What live video may take of the processor (cores) and of the line; as much as this machine has to spare.
    video_cores: Annotated[float, Field(gt=0)] | None = None
    video_downlink_mbps: Annotated[float, Field(gt=0)] | None = None
    #: WAV or Ogg Opus that is said again and again in place of a microphone; WAV that is written in place of a
    #: loudspeaker. Somebody who chooses a device at the desk has that instead.
    microphone_file: Path | None = None
    loudspeaker_file: Path | None = None

    @property
    def video_pattern(self) -> PullPattern | None:
        return PullPattern(main=self.video_url, sub=self.video_sub_url or None) if self.video_url else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())


def load_settings(**given: Any) -> Settings:
    """The settings in force; ``given`` comes from the command line, None there means not given.

    Raises:
        AppError("settings.invalid"): with the name of the setting and what is wrong with it.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        settings = Settings(**chosen)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "?"
        reason = first["msg"].removeprefix("Value error, ")
        raise AppError("settings.invalid", name=name, reason=reason, file=str(settings_file())) from None
    except SettingsError as error:
        # A table or list in the environment that is not JSON; the words name the setting.
        raise AppError("settings.invalid", name="?", reason=str(error), file=str(settings_file())) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise AppError("settings.invalid", name="file", reason=str(error), file=str(settings_file())) from error
    if (settings.tls_cert is None) != (settings.tls_key is None):
        reason = "tls_cert and tls_key belong together"
        raise AppError("settings.invalid", name="tls_key", reason=reason, file=str(settings_file()))
    if settings.video_sub_url and not settings.video_url:
        reason = "video_sub_url belongs to video_url"
        raise AppError("settings.invalid", name="video_sub_url", reason=reason, file=str(settings_file()))
    return settings
