"""The station as an ASGI application."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI

from app.station.gateways.routes import gateway_router
from app.station.routes.body_limit import BodyLimit
from app.station.routes.feed import feed_router
from app.station.routes.pages import pages_router
from app.station.routes.picture import picture_router
from app.station.routes.refusal import handle_refusals
from app.station.routes.session import session_router
from app.station.station import Station

_COMMAND_BYTES = 64 * 1024


def create_app(station: Station) -> FastAPI:
    """The doors of a station. Starting and stopping the station is the caller's."""
    # The pages that describe the doors are behind a sign-in like all else: see ``pages_router``.
    app = FastAPI(title="Watchfloor station", version=version("watchfloor"), docs_url=None, openapi_url=None)
    handle_refusals(app)
    app.add_middleware(BodyLimit, prefix="/v1/", limit_bytes=_COMMAND_BYTES)
    app.include_router(session_router(station))
    app.include_router(picture_router(station))
    app.include_router(feed_router(station))
    app.include_router(gateway_router(station.field.intake))
    app.include_router(pages_router(app, station))
    return app
