"""The keeper: what lets an operator stay signed in over a restart, in the operating system's keyring."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

_SERVICE = "watchfloor"


@dataclass(frozen=True, slots=True)
class Kept:
    """Who stayed signed in, and the refresh token that proves it."""

    login: str
    refresh: str = field(repr=False)


class Keeper:
    """Reads and writes the keyring; every call may block, so call from a job.

    A machine without a keyring remembers nobody: that is said once in the log and is no failure.
    """

    @property
    def is_there(self) -> bool:
        """Whether this machine has a keyring. It may still be locked when something is to be kept."""
        import keyring

        # Those that keep nothing, which stand in where there is none, have none or less.
        return bool(keyring.get_keyring().priority > 0)

    def load(self, station: str) -> Kept | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            text = keyring.get_password(_SERVICE, station)
        except KeyringError as error:
            logger.info("no keyring here: %s", type(error).__name__)
            return None
        if text is None:
            return None
        try:
            kept = json.loads(text)
            return Kept(str(kept["login"]), str(kept["refresh"]))
        except (ValueError, KeyError, TypeError):
            return None

    def save(self, station: str, kept: Kept) -> bool:
        """Whether it is kept."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, station, json.dumps({"login": kept.login, "refresh": kept.refresh}))
        except KeyringError as error:
            logger.info("nobody is remembered: %s", type(error).__name__)
            return False
        return True

    def forget(self, station: str) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.delete_password(_SERVICE, station)
        except KeyringError as error:
            logger.debug("nothing to forget: %s", type(error).__name__)
