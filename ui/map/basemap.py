"""Vector tiles on disk, read by range: ``desk://basemap/NAME.pmtiles?offset=N&length=N``."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from app.domain.errors import AppError
from ui.map.scheme import Answer, Reply, Request

#: A directory or a tile is never this large.
LONGEST_RANGE = 4 << 20


class BasemapFiles:
    """Ranges of the files in some folders; a name found in an earlier folder hides one in a later."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._open: dict[str, BinaryIO] = {}

    def __call__(self, request: Request, answer: Answer) -> None:
        """Answers with the bytes; fewer at the end of the file.

        Raises:
            AppError("request.malformed"): offset or length.
            AppError("basemap.missing"): no such file, or it cannot be read.
        """
        offset, length = request.number("offset"), request.number("length")
        if length > LONGEST_RANGE:
            raise AppError("request.malformed", name="length")
        try:
            file = self._file(request.path)
            file.seek(offset)
            body = file.read(length)
        except OSError as error:
            raise AppError("basemap.missing", name=request.path) from error
        answer(Reply("application/octet-stream", body))

    def close(self) -> None:
        for file in self._open.values():
            file.close()
        self._open.clear()

    def _file(self, name: str) -> BinaryIO:
        if name not in self._open:
            # A plain name: whatever else is in it does not lead out of the folders.
            if Path(name).name != name or not name.endswith(".pmtiles"):
                raise AppError("basemap.missing", name=name)
            paths = (folder / name for folder in self._folders)
            path = next((path for path in paths if path.is_file()), None)
            if path is None:
                raise AppError("basemap.missing", name=name)
            self._open[name] = path.open("rb")
        return self._open[name]
