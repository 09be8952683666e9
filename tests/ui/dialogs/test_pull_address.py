from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pull import Pull
from ui.dialogs.address_patterns import PATTERNS, pattern_of
from ui.dialogs.pull_address import fault_of, holds_secret, split_credentials, with_credentials

_PRINTABLE = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=["C", "Z"]), max_size=20
)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://192.0.2.7/Streaming/Channels/101",
        "RTSP://camera.example:8554/a?b=c",
        "rtsps://[2001:db8::7]:322/1",
        "rtmp://media.example/live/7",
        "https://media.example/7/index.m3u8",
        "http://media.example:8080/live/7.live.flv",
    ],
)
def test_an_address_of_video_is_sound(url):
    assert fault_of(url) == ""
    assert Pull(main=url).main == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("192.0.2.7/1", "begins with rtsp://"),
        ("ftp://192.0.2.7/1", "begins with rtsp://"),
        ("file://server/a.ts", "file:///folder/name.ts"),
        ("rtsp:/192.0.2.7/1", "begins with rtsp://"),
        ("rtsp:///1", "names no host"),
        ("rtsp://user@/1", "names no host"),
        ("rtsp://192.0.2.7:0/1", "port"),
        ("rtsp://192.0.2.7:70000/1", "port"),
        ("rtsp://192.0.2.7:eighty/1", "port"),
        ("rtsp://user:pa/ss@192.0.2.7/1", "belongs in its own field"),
        ("rtsp://[2001:db8::7/1", "brackets"),
        ("rtsp://192.0.2.7/a b", "blanks"),
        ("rtsp://192.0.2.7/" + "a" * 1000, "No longer than"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_in_words(url, said):
    assert said in fault_of(url)


@given(st.text(max_size=60))
def test_what_the_editor_lets_through_the_station_takes(text):
    url = text.strip()
    if url and fault_of(url) == "":
        Pull(main=url)


@given(_PRINTABLE.filter(bool), _PRINTABLE)
def test_user_and_password_come_out_of_an_address_as_they_went_in(user, password):
    url = with_credentials("rtsp://192.0.2.7:554/1?a=b", user, password)
    assert fault_of(url) == ""
    assert Pull(main=url).host == "rtsp://192.0.2.7:554"
    assert split_credentials(url) == ("rtsp://192.0.2.7:554/1?a=b", user, password)


def test_signs_that_an_address_has_other_uses_for_are_quoted():
    url = with_credentials("rtsp://192.0.2.7/1", "desk", "p@ss/w:rd#1?")
    assert url == "rtsp://desk:p%40ss%2Fw%3Ard%231%3F@192.0.2.7/1"


def test_credentials_of_their_own_replace_those_in_the_address_and_none_keep_them():
    assert with_credentials("rtsp://old:one@192.0.2.7/1", "new", "two") == "rtsp://new:two@192.0.2.7/1"
    assert with_credentials("rtsp://old:one@192.0.2.7/1", "", "") == "rtsp://old:one@192.0.2.7/1"


def test_an_address_without_credentials_is_left_alone():
    assert split_credentials("rtsp://192.0.2.7/a@b") == ("rtsp://192.0.2.7/a@b", "", "")
    assert split_credentials("rtsp://[broken") == ("rtsp://[broken", "", "")


@pytest.mark.parametrize(
    ("url", "is_secret"),
    [
        ("rtsp://user:word@192.0.2.7/1", True),
        ("http://192.0.2.7/flv?channel=0&user=admin&password=word", True),
        ("https://media.example/live/7.flv?Token=abc", True),
        ("rtsp://192.0.2.7/cam/realmonitor?channel=1&subtype=0", False),
        ("rtsp://192.0.2.7/flv?password=", False),
    ],
)
def test_what_looks_like_a_password_in_an_address_is_known(url, is_secret):
    assert holds_secret(url) is is_secret


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("host", ["192.0.2.7", "camera.example:10554", "[2001:db8::7]"])
def test_every_make_gives_addresses_of_the_host(pattern, host):
    for url in filter(None, pattern.addresses(host, "2")):
        assert fault_of(url) == ""
        assert f"//{host}" in url
        assert "{" not in url


def test_makes_count_their_channels_each_in_their_own_way():
    def main(make):
        return pattern_of(make).addresses("192.0.2.7", "2")[0].removeprefix("rtsp://192.0.2.7")

    assert main("Hikvision") == "/Streaming/Channels/201"
    assert main("Dahua") == "/cam/realmonitor?channel=2&subtype=0"
    assert main("Reolink") == "/Preview_02_main"
    assert main("MediaMTX") == ":8554/2"


def test_no_host_is_no_address():
    assert pattern_of("Hikvision").addresses("", "1") == ("", "")
    assert pattern_of("") is None


def test_a_host_that_was_pasted_with_its_scheme_is_the_same_host():
    hikvision = pattern_of("Hikvision")
    assert hikvision.addresses("http://192.0.2.7/", "") == hikvision.addresses("192.0.2.7", "1")
