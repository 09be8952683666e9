"""Vector tiles on disk, read by range: ``desk://basemap/NAME.pmtiles?offset=N&length=N``."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import AppError
from ui.map.scheme import Answer, Reply, Request

#: A directory or a tile is never this large.
LONGEST_RANGE = 4 << 20


class BasemapFiles:
    """Ranges of the files in some folders; a name found in an earlier folder hides one in a later.

    No file stays open between two ranges: a page goes on asking until it is gone, which nobody here hears of.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

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
            with self._path(request.path).open("rb") as file:
                file.seek(offset)
                body = file.read(length)
        except OSError as error:
            raise AppError("basemap.missing", name=request.path) from error
        answer(Reply("application/octet-stream", body))

    def _path(self, name: str) -> Path:
        # A plain name: whatever else is in it does not lead out of the folders.
        if Path(name).name == name and name.endswith(".pmtiles"):
            for folder in self._folders:
                if (folder / name).is_file():
                    return folder / name
        raise AppError("basemap.missing", name=name)
