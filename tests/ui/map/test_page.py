from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys

import pytest

from app.domain.errors import AppError
from tests.ui.map.conftest import DIST, ROOT
from ui.map.page import PageFiles, composed, policy
from ui.map.scheme import Request


@pytest.fixture
def html(page_cache):
    return composed(page_cache)


def ask(files: PageFiles, path: str):
    replies = []
    files(Request(path, {}), replies.append)
    return replies[0]


def test_the_page_fetches_nothing_but_from_the_desk(html):
    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", html)
    assert addresses
    assert all(address.startswith("desk://map/") for address in addresses)


def test_the_policy_allows_no_inline_script_but_those_that_folium_wrote(html):
    rule = next(part for part in policy(html, []).split("; ") if part.startswith("script-src"))
    assert "unsafe" not in rule
    for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rule


def test_pictures_may_come_from_the_tile_hosts_and_nothing_else_may(html):
    rules = dict(part.split(" ", 1) for part in policy(html, ["https://*.tiles.example"]).split("; "))
    assert rules["img-src"] == "desk: blob: https://*.tiles.example"
    assert rules["connect-src"] == "desk:"
    assert rules["default-src"] == "'none'"


def test_the_page_is_sent_under_its_policy(page_cache):
    body = ask(PageFiles(DIST, page_cache, frozenset()), "index.html").body.decode()
    head = body[body.index("<head>") :]
    assert head.startswith('<head><meta http-equiv="Content-Security-Policy"')


def test_a_warm_start_does_not_import_folium(page_cache, html):
    script = (
        "import sys, pathlib; from ui.map.page import composed; "
        "composed(pathlib.Path(sys.argv[1])); print('folium' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(page_cache)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False"


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert "watchfloor.start(" in composed(blocked / "cache")
    assert "cannot be kept" in caplog.text


@pytest.mark.parametrize("name", ["../page.py", "main.ts", "nothing.js", ""])
def test_what_the_page_does_not_consist_of_is_missing(page_cache, name):
    with pytest.raises(AppError) as raised:
        ask(PageFiles(DIST, page_cache, frozenset()), name)
    assert raised.value.code == "page.missing"


def test_a_page_that_was_not_built_is_told_before_it_is_shown(tmp_path):
    with pytest.raises(AppError) as raised:
        PageFiles(tmp_path, tmp_path, frozenset()).check()
    assert raised.value.code == "page.not_built"
