"""Health, figures, and the description of the doors."""

from __future__ import annotations

import asyncio
from importlib import resources

from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse

from app.station.routes.identity import by_token_or_password
from app.station.station import Station

_DOCS_PARTS = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}


def pages_router(app: FastAPI, station: Station) -> APIRouter:
    router = APIRouter()
    signed_in = Depends(by_token_or_password(station.access, station.reception))

    @router.get("/healthz", tags=["health"])
    async def health() -> dict[str, str]:
        """Open to all: that it runs, which version, which station."""
        return {"status": "ok", "version": app.version, "station": station.id}

    @router.get("/metrics", dependencies=[signed_in], include_in_schema=False)
    async def metrics() -> Response:
        return Response(station.metrics.page(), media_type="text/plain; version=0.0.4")

    @router.get("/openapi.json", dependencies=[signed_in], include_in_schema=False)
    async def openapi() -> JSONResponse:
        return JSONResponse(app.openapi())

    @router.get("/docs", dependencies=[signed_in], include_in_schema=False)
    async def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title=app.title,
            swagger_js_url="/docs/swagger-ui-bundle.js",
            swagger_css_url="/docs/swagger-ui.css",
            swagger_favicon_url="/docs/favicon-32x32.png",
        )

    @router.get("/docs/{name}", dependencies=[signed_in], include_in_schema=False)
    async def docs_part(name: str) -> Response:
        if name not in _DOCS_PARTS:
            return Response(status_code=404)
        part = resources.files("fastapi_swagger.resources").joinpath(name)
        return Response(await asyncio.to_thread(part.read_bytes), media_type=_DOCS_PARTS[name])

    return router
