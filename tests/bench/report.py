"""What a benchmark found, as a small table and as JSON, with the machine it was found on."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Args:
        limit: the figure to reach, e.g. ``"≤ 300"``; empty when there is none.
        holds: whether it was reached; None when there is no limit.
    """

    name: str
    value: float
    unit: str
    limit: str = ""
    holds: bool | None = None


@dataclass(slots=True)
class Result:
    """All figures of one benchmark, in the order in which they are told, and notes on how they were got."""

    name: str
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self, name: str, value: float, unit: str, *, at_most: float | None = None, at_least: float | None = None
    ) -> None:
        """Add a figure, with the limit it is held to, if any."""
        if at_most is not None:
            self.figures.append(Figure(name, value, unit, f"≤ {at_most:g}", value <= at_most))
        elif at_least is not None:
            self.figures.append(Figure(name, value, unit, f"≥ {at_least:g}", value >= at_least))
        else:
            self.figures.append(Figure(name, value, unit))

    def table(self) -> str:
        rows = [(f.name, f"{f.value:,.4g}", f.unit, f.limit, _verdict(f.holds)) for f in self.figures]
        widths = [max(len(row[i]) for row in rows) for i in range(5)] if rows else []
        lines = [f"{self.name} — {machine_line()}", ""]
        for name, value, unit, limit, verdict in rows:
            cells = (name.ljust(widths[0]), value.rjust(widths[1]), unit.ljust(widths[2]), limit.ljust(widths[3]))
            lines.append("  " + "  ".join((*cells, verdict)).rstrip())
        return "\n".join([*lines, *([""] if self.notes else []), *(f"  {note}" for note in self.notes)])

    def save(self, file: Path) -> None:
        content = {
            "benchmark": self.name,
            "machine": machine(),
            "figures": [asdict(figure) for figure in self.figures],
            "notes": self.notes,
        }
        file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> dict[str, str | int | float]:
    """What the figures depend on."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 0,
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "qt": _version("PySide6"),
        "load_1min": round(psutil.getloadavg()[0], 2),
    }


def machine_line() -> str:
    m = machine()
    return (
        f"{m['cores']} cores of {m['cpu']}, {m['memory_gb']} GB, {m['system']}, Python {m['python']}, Qt {m['qt']}"
    )


def _verdict(holds: bool | None) -> str:
    return {None: "", True: "reached", False: "NOT REACHED"}[holds]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
