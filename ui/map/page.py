"""The page, composed by folium once and kept: its HTML, its scripts, and the policy that holds it.

Importing folium costs 0.7 s, so what it composed is kept on disk, under a name that changes with folium's version
and with this module's own text.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QFile, QIODevice

from app.domain.errors import AppError
from ui.map.scheme import PAGE_ORIGIN, Answer, Reply, Request

_log = logging.getLogger(__name__)

#: Qt's half of the channel, from Qt's own resources.
CHANNEL_SCRIPT = "qwebchannel.js"
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


class PageFiles:
    """``desk://map/…``: the composed page and the files that it loads.

    Args:
        dist: where the TypeScript build put its files.
        cache: a folder of ours; made when it is missing.
        origins: what the page may show pictures from, beside the desk.
    """

    def __init__(self, dist: Path, cache: Path, origins: frozenset[str]) -> None:
        self._dist, self._cache, self._origins = dist, cache, origins

    def __call__(self, request: Request, answer: Answer) -> None:
        """Raises AppError("page.missing") for what the page does not consist of; see ``check``."""
        name = request.path
        if name == "index.html":
            answer(Reply("text/html", _under_policy(composed(self._cache), self._origins).encode()))
        elif name == CHANNEL_SCRIPT:
            answer(Reply("text/javascript", _channel_script()))
        else:
            path = self._dist / name
            if path.parent != self._dist or path.suffix not in _MEDIA_TYPES or not path.is_file():
                raise AppError("page.missing", name=name)
            answer(Reply(_MEDIA_TYPES[path.suffix], path.read_bytes()))

    def check(self) -> None:
        """Raises AppError("page.not_built"): the TypeScript build has not run."""
        if not (self._dist / "main.js").is_file():
            raise AppError("page.not_built", folder=str(self._dist))


def composed(cache: Path) -> str:
    """The page's HTML, from the cache when it is there."""
    mark = hashlib.sha256(f"{version('folium')} {version('branca')}".encode() + Path(__file__).read_bytes())
    kept = cache / f"map-{mark.hexdigest()[:16]}.html"
    try:
        return kept.read_text("utf-8")
    except OSError:
        # Not composed yet, or the folder cannot be read; if it cannot be written either, that is said below.
        html = compose()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: a desk that starts at the same moment never reads half a page.
        part = kept.with_suffix(f".{id(html)}.part")
        part.write_text(html, "utf-8")
        part.replace(kept)
    except OSError as error:
        # The page is here all the same; only the next start will be slower.
        _log.warning("the composed map page cannot be kept: %s", error)
    return html


def compose() -> str:
    """Have folium compose the page around our scripts."""
    import folium
    from branca.element import MacroElement
    from folium.template import Template

    class DeskMap(folium.Map):
        default_js: list[tuple[str, str]] = [  # noqa: RUF012
            ("leaflet", f"{PAGE_ORIGIN}/leaflet.js"),
            ("channel", f"{PAGE_ORIGIN}/{CHANNEL_SCRIPT}"),
            ("watchfloor", f"{PAGE_ORIGIN}/main.js"),
        ]
        default_css: list[tuple[str, str]] = [  # noqa: RUF012
            ("leaflet_style", f"{PAGE_ORIGIN}/leaflet.css"),
            ("watchfloor_style", f"{PAGE_ORIGIN}/map.css"),
        ]

    class Start(MacroElement):
        _template = Template(
            "{% macro script(this, kwargs) %}watchfloor.start({{ this._parent.get_name() }});{% endmacro %}"
        )

    page = DeskMap(
        location=(0, 0),
        zoom_start=2,
        tiles=None,
        zoom_control=False,
        attributionControl=False,
        # Tiles appear at once: fading would paint the whole ground again with every step.
        fadeAnimation=False,
    )
    page.add_child(Start())  # type: ignore[no-untyped-call]
    return str(page.get_root().render())


def policy(html: str, origins: Iterable[str]) -> str:
    """The Content-Security-Policy: our files, folium's inline parts by their hash, pictures of the tile hosts."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for tag, text in _INLINE.findall(html):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        hashes[tag].append(f"'sha256-{digest}'")
    rules = {
        "default-src": ["'none'"],
        "script-src": [PAGE_ORIGIN, *hashes["script"]],
        "style-src": [PAGE_ORIGIN, *hashes["style"]],
        "connect-src": ["desk:"],
        "img-src": ["desk:", "blob:", *sorted(origins)],
    }
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())


def _under_policy(html: str, origins: Iterable[str]) -> str:
    # As a meta element, since the web engine turns a header's value into lower case, hashes and all.
    rule = f'<meta http-equiv="Content-Security-Policy" content="{policy(html, origins)}">'
    return html.replace("<head>", f"<head>{rule}", 1)


def _channel_script() -> bytes:
    file = QFile(":/qtwebchannel/qwebchannel.js")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise AppError("page.missing", name=CHANNEL_SCRIPT)
    return bytes(file.readAll().data())
