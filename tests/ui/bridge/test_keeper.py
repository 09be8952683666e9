from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked

from ui.bridge.keeper import Keeper, Kept

HERE = "http://127.0.0.1:8470"
MIKA = Kept("mika", "a refresh token")


class Ring(KeyringBackend):
    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise KeyringLocked
        self.kept[service, username] = password


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_a_keyring_keeps_who_stays_signed_in(ring: Ring) -> None:
    assert Keeper().is_there
    assert Keeper().save(HERE, MIKA)
    assert Keeper().load(HERE) == MIKA


def test_a_locked_keyring_says_that_it_keeps_nothing(ring: Ring) -> None:
    ring.is_locked = True
    assert not Keeper().save(HERE, MIKA)
    assert Keeper().load(HERE) is None


@pytest.mark.parametrize("stand_in", [fail.Keyring, null.Keyring])
def test_what_stands_in_for_a_keyring_is_none(ring: Ring, stand_in: type[KeyringBackend]) -> None:
    keyring.set_keyring(stand_in())
    assert not Keeper().is_there


def test_a_chain_of_no_keyrings_is_none(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [])
    keyring.set_keyring(chainer.ChainerBackend())
    assert not Keeper().is_there
