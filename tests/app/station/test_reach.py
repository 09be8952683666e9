from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import pytest

from app.settings import Settings
from app.station.reach import own_address, phone_base_url


@pytest.mark.parametrize(
    ("host", "public_url", "asked", "expected"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8470/", "http://127.0.0.1:8470"),
        ("127.0.0.1", "https://station.example/", "http://127.0.0.1:8470/", "https://station.example"),
        ("0.0.0.0", "", "https://desk-pc.example:8470/", "https://desk-pc.example:8470"),
        ("192.0.2.7", "", "http://192.0.2.7:8470/", "http://192.0.2.7:8470"),
    ],
)
def test_phones_are_told_the_public_address_or_the_one_that_the_desk_used(
    tmp_path: Path, host: str, public_url: str, asked: str, expected: str
) -> None:
    assert phone_base_url(Settings(data=tmp_path, host=host, public_url=public_url), asked) == expected


def test_a_station_that_listens_everywhere_tells_phones_the_machines_address(tmp_path: Path) -> None:
    told = phone_base_url(Settings(data=tmp_path, host="0.0.0.0"), "http://127.0.0.1:8470/")
    assert told == f"http://{own_address(socket.AF_INET)}:8470"
    ipaddress.ip_address(own_address(socket.AF_INET))
