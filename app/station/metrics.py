"""What the station counts, in Prometheus' form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector


class Metrics:
    """One registry a station, so that two in one process (tests) do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.reports = Counter(
            "watchfloor_reports",
            "Device reports by protocol and outcome",
            ["protocol", "outcome"],
            registry=self.registry,
        )
        self.fixes = Counter(
            "watchfloor_fixes", "Fixes by what became of them", ["verdict"], registry=self.registry
        )
        self.commands = Counter("watchfloor_commands", "Commands by outcome", ["outcome"], registry=self.registry)
        self.sign_ins = Counter("watchfloor_sign_ins", "Sign-ins by outcome", ["outcome"], registry=self.registry)
        self.desks_dropped = Counter(
            "watchfloor_desks_dropped", "Desks dropped as too slow", registry=self.registry
        )
        self.readers_dropped = Counter(
            "watchfloor_video_readers_dropped", "Readers of video dropped as too slow", registry=self.registry
        )
        self.voice_dropped = Counter(
            "watchfloor_voice_dropped", "Ends dropped as too slow for speech", registry=self.registry
        )
        self.tickets = Counter(
            "watchfloor_video_tickets", "Tickets by where the video is read", ["origin"], registry=self.registry
        )
        self.command_s = Histogram("watchfloor_command_seconds", "Command to receipt", registry=self.registry)

    def watch(self, name: str, text: str, read: Callable[[], float]) -> None:
        """A gauge that is read when somebody asks."""
        Gauge(name, text, registry=self.registry).set_function(read)

    def watch_each(self, name: str, text: str, label: str, counted: Mapping[str, int]) -> None:
        """A counter for each of what is counted elsewhere, read when somebody asks."""
        self.registry.register(_Counted(name, text, label, counted))

    def page(self) -> bytes:
        return generate_latest(self.registry)


class _Counted(Collector):
    def __init__(self, name: str, text: str, label: str, counted: Mapping[str, int]) -> None:
        self._name, self._text, self._label, self._counted = name, text, label, counted

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily(self._name, self._text, labels=[self._label])
        for what, count in list(self._counted.items()):
            family.add_metric([str(what)], count)
        yield family
