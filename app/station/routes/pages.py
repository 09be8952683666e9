"""Health, figures, and the description of the doors."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, JSONResponse

from app.station.routes.identity import by_token_or_password
from app.station.station import Station


def pages_router(app: FastAPI, station: Station) -> APIRouter:
    router = APIRouter()
    signed_in = Depends(by_token_or_password(station.access))

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
        return get_swagger_ui_html(openapi_url="/openapi.json", title=app.title)

    return router
