"""Every error code of the product, as what happened and what to do about it.

The sentences are in ``ui/widgets/sentence_tables``, a file a subject. ``{name}`` stands for a parameter of the
error. A key ``code/reason`` comes before ``code`` when the error has that reason. Nothing is to be done where the
second sentence is empty: the desk or the station sees to it.
"""

from __future__ import annotations

from ui.widgets.sentence_tables.announcing import ANNOUNCING
from ui.widgets.sentence_tables.feed import FEED
from ui.widgets.sentence_tables.machine import MACHINE
from ui.widgets.sentence_tables.maps import MAPS
from ui.widgets.sentence_tables.orders import ORDERS
from ui.widgets.sentence_tables.registry import REGISTRY
from ui.widgets.sentence_tables.reports import REPORTS
from ui.widgets.sentence_tables.signing_in import SIGNING_IN
from ui.widgets.sentence_tables.station import STATION
from ui.widgets.sentence_tables.talk import TALK
from ui.widgets.sentence_tables.video import VIDEO
from ui.widgets.sentence_tables.wall import WALL

SENTENCES: dict[str, tuple[str, str]] = {
    **SIGNING_IN,
    **STATION,
    **FEED,
    **ORDERS,
    **REGISTRY,
    **REPORTS,
    **MACHINE,
    **MAPS,
    **TALK,
    **ANNOUNCING,
    **VIDEO,
    **WALL,
}
