"""From OpenStreetMap tags to the layers and values of Protomaps' basemap, version 4.

Only what a street map of a city draws; a full Protomaps build knows more kinds, the same way.
Source: https://docs.protomaps.com/basemaps/layers
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

Tags = Mapping[str, str]
Values = dict[str, str | int | float | bool]

#: highway=* and the zoom from which it is drawn.
_MAJOR_ROADS = {"trunk": 6, "primary": 7, "secondary": 9, "tertiary": 9}
_MINOR_ROADS = {"residential": 12, "unclassified": 12, "living_street": 12, "road": 12, "service": 13}
_PATHS = {"pedestrian": 12, "track": 12, "path": 13, "cycleway": 13, "bridleway": 13, "footway": 13, "steps": 13}
_NO_ROADS = {"proposed", "abandoned", "razed", "demolished", "removed", "construction", "elevator", "platform"}

_CITY_RAILS = {"funicular", "light_rail", "monorail", "narrow_gauge", "subway", "tram"}

#: Tags that name the kind of an area, in order of precedence: key and values.
_LANDUSE = (
    ("aeroway", "aerodrome"),
    ("amenity", "hospital school kindergarten university college"),
    ("tourism", "zoo"),
    ("leisure", "park garden golf_course marina stadium nature_reserve playground pitch dog_park"),
    ("place", "square"),
    ("man_made", "pier bridge"),
    ("landuse", "cemetery residential commercial industrial brownfield military village_green allotments forest"),
    ("landuse", "grass recreation_ground railway farmland orchard meadow"),
    ("natural", "wood scrub beach sand wetland glacier bare_rock grassland"),
    ("railway", "platform"),
)
_WATER = (
    ("natural", "water"),
    ("waterway", "riverbank dock canal"),
    ("landuse", "basin reservoir pond"),
    ("leisure", "swimming_pool"),
    ("amenity", "fountain"),
)
#: Where the kind is another word than the tag's value.
_KINDS = {
    "square": "pedestrian",
    "bridge": "pedestrian",
    "brownfield": "industrial",
    "orchard": "farmland",
    "riverbank": "river",
    "reservoir": "lake",
    "pond": "water",
}

#: Named places worth a label: key, zoom from which there is room for it, values.
_POIS = (
    ("railway", 13, "station"),
    ("aeroway", 13, "aerodrome"),
    ("amenity", 13, "hospital"),
    ("amenity", 14, "townhall library university police fire_station"),
    ("amenity", 15, "post_office college marketplace bus_station ferry_terminal"),
    ("amenity", 15, "school theatre cinema courthouse place_of_worship embassy"),
    ("amenity", 16, "clinic pharmacy bank"),
    ("tourism", 15, "attraction museum"),
    ("tourism", 16, "hotel"),
    ("shop", 14, "mall"),
    ("shop", 15, "department_store"),
    ("shop", 16, "supermarket"),
    ("leisure", 13, "stadium"),
    ("leisure", 14, "park marina"),
)

#: place=*: kind, first zoom.
_PLACES = {
    "city": ("locality", 7),
    "town": ("locality", 8),
    "village": ("locality", 10),
    "quarter": ("macrohood", 10),
    "suburb": ("neighbourhood", 11),
    "neighbourhood": ("neighbourhood", 12),
}
_POPULATION_RANKS = (1, 200, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)

_BOUNDARIES = {"2": "country", "4": "region", "6": "county", "8": "locality"}


def road(tags: Tags) -> Values | None:
    """Values of a line in ``roads``: streets, paths, rails, piers, ferries. None when it is none of them."""
    if "highway" in tags and tags["highway"] not in _NO_ROADS:
        if _is_underground(tags):
            return None
        values = _street(tags["highway"], tags)
    elif "building" in tags:
        return None
    elif tags.get("railway") in _CITY_RAILS | {"rail"}:
        first_zoom = 11 if tags["railway"] == "rail" and "service" not in tags else 14
        values = _numbered("rail", tags["railway"], first_zoom)
    elif tags.get("route") == "ferry":
        values = _numbered("ferry", None, 11)
    elif tags.get("man_made") == "pier":
        values = _numbered("path", "pier", 13)
    else:
        return None
    if tags.get("bridge", "no") != "no":
        values["is_bridge"] = True
    elif tags.get("tunnel", "no") != "no":
        values["is_tunnel"] = True
    return values | {"sort_rank": 400} | _names(tags)


def _is_underground(tags: Tags) -> bool:
    # Corridors and delivery tunnels under a block are drawn like streets; on a patrol map they would mislead.
    is_narrow = tags["highway"] in _PATHS or tags["highway"] == "service"
    return is_narrow and (tags.get("tunnel") == "yes" or tags.get("indoor") == "yes")


def _street(highway: str, tags: Tags) -> Values:
    plain = highway.removesuffix("_link")
    if plain == "motorway":
        values = _numbered("highway", highway, 3)
    elif plain in _MAJOR_ROADS:
        values = _numbered("major_road", highway, _MAJOR_ROADS[plain])
    elif plain in _MINOR_ROADS:
        values = _numbered("minor_road", highway, 14 if "service" in tags else _MINOR_ROADS[plain])
    elif tags.get("footway") in {"sidewalk", "crossing"}:
        values = _numbered("path", tags["footway"], 14)
    elif plain in _PATHS:
        values = _numbered("path", highway, _PATHS[plain])
    else:
        values = _numbered("other", highway, 14)
    if highway != plain:
        values["is_link"] = True
    if tags.get("oneway") in {"yes", "-1"}:
        values["oneway"] = tags["oneway"]
    if "ref" in tags:
        values["ref"] = tags["ref"]
    return values


def water(tags: Tags) -> Values | None:
    """Values of an area in ``water``; the sea is not tagged as one, see ``extract.sea``."""
    kind = _kind(_WATER, tags)
    return {"kind": kind, "min_zoom": 6, "sort_rank": 200} if kind and tags.get("tunnel", "no") == "no" else None


def waterway(tags: Tags) -> Values | None:
    """Values of a line in ``water``."""
    kind = tags.get("waterway")
    if kind not in {"river", "stream", "canal"} or tags.get("tunnel", "no") != "no":
        return None
    return {"kind": kind, "min_zoom": 9 if kind == "river" else 13, "sort_rank": 200} | _names(tags)


def landuse(tags: Tags) -> Values | None:
    """Values of an area in ``landuse``. Buildings used as schools and the like are in ``buildings``."""
    if "building" in tags:
        return None
    kind = _kind(_LANDUSE, tags)
    if kind is None and tags.get("area") == "yes" and tags.get("highway") in {"pedestrian", "footway"}:
        kind = "pedestrian"
    return {"kind": kind, "sort_rank": 189} if kind else None


def building(tags: Tags) -> Values | None:
    """Values of an area in ``buildings``; height in metres, from the storeys where it was not measured."""
    if tags.get("building", "no") == "no":
        return None
    values: Values = {"kind": "building", "min_zoom": 12, "sort_rank": 400}
    height_m = _number(tags.get("height"))
    levels = _number(tags.get("building:levels"))
    if height_m is not None:
        values["height"] = height_m
    elif levels is not None:
        values["height"] = max(levels, 1.0) * 3 + 2
    return values


def poi(tags: Tags) -> Values | None:
    """Values of a point in ``pois``."""
    if "name" not in tags:
        return None
    for key, min_zoom, kinds in _POIS:
        kind = tags.get(key)
        if kind in kinds.split():
            return {"kind": kind, "min_zoom": min_zoom} | _names(tags)
    return None


def place(tags: Tags) -> Values | None:
    """Values of a point in ``places``."""
    if "name" not in tags or tags.get("place") not in _PLACES:
        return None
    kind, min_zoom = _PLACES[tags["place"]]
    values: Values = {"kind": kind, "kind_detail": tags["place"], "min_zoom": min_zoom}
    population = _number(tags.get("population"))
    if population is not None:
        values |= {"population": int(population), "population_rank": bisect_right(_POPULATION_RANKS, population)}
    if "capital" in tags:
        values["capital"] = tags["capital"]
    return values | _names(tags)


def boundary(tags: Tags) -> Values | None:
    """Values of a line in ``boundaries``."""
    level = tags.get("admin_level", "")
    if tags.get("boundary") != "administrative" or level not in _BOUNDARIES:
        return None
    return {"kind": _BOUNDARIES[level], "kind_detail": int(level), "sort_rank": 289}


def _numbered(kind: str, kind_detail: str | None, first_zoom: int) -> Values:
    # Protomaps says one zoom later than it begins to draw: that is for labels.
    return {"kind": kind, "min_zoom": first_zoom + 1} | ({"kind_detail": kind_detail} if kind_detail else {})


def _names(tags: Tags) -> Values:
    named = {key: tags[key] for key in ("name", "name:en") if key in tags}
    if named.get("name:en") == named.get("name"):
        named.pop("name:en", None)
    return dict(named)


def _kind(table: tuple[tuple[str, str], ...], tags: Tags) -> str | None:
    for key, values in table:
        value = tags.get(key)
        if value in values.split():
            return _KINDS.get(value, value)
    return None


def _number(text: str | None) -> float | None:
    try:
        return float(text.removesuffix(" m")) if text else None
    except ValueError:
        return None
