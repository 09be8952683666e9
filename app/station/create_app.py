"""The station as an ASGI application."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from app.station.gateways.routes import Gateways
from app.station.routes.body_limit import BodyLimit
from app.station.routes.feed import feed_router
from app.station.routes.pages import pages_router
from app.station.routes.picture import picture_router
from app.station.routes.refusal import handle_refusals
from app.station.routes.session import session_router
from app.station.routes.streams import Streams, is_stream
from app.station.routes.video import video_router
from app.station.routes.voice import voice_router
from app.station.station import Station

_COMMAND_BYTES = 64 * 1024


def create_app(station: Station) -> ASGIApp:
    """The doors of a station. Starting and stopping the station is the caller's."""
    # The pages that describe the doors are behind a sign-in like all else: see ``pages_router``.
    app = FastAPI(title="Watchfloor station", version=version("watchfloor"), docs_url=None, openapi_url=None)
    handle_refusals(app)
    app.add_middleware(BodyLimit, prefix="/v1/", limit_bytes=_COMMAND_BYTES)
    app.include_router(session_router(station))
    app.include_router(picture_router(station))
    app.include_router(feed_router(station))
    app.include_router(video_router(station))
    app.include_router(voice_router(station))
    app.include_router(pages_router(app, station))
    gateways = Gateways(station.field.intake)
    streams = Streams(station)

    async def doors(scope: Scope, receive: Receive, send: Send) -> None:
        # What comes most often goes past the framework: its layers cost a phone's report as much as the report.
        if scope["type"] == "http" and scope["path"].startswith("/gateways/"):
            await gateways(scope, receive, send)
        elif is_stream(scope):
            await streams(scope, receive, send)
        else:
            await app(scope, receive, send)

    return doors
