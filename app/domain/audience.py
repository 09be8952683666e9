"""An audience: whom something is meant for, said by what they have in common rather than one by one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.domain.model import Model, ShortText

#: More than a city has; a list that is longer is a mistake or an attack.
MOST_MEMBERS = 20_000

Numbers = Annotated[tuple[int, ...], Field(max_length=MOST_MEMBERS)]


class AgencyAudience(Model):
    """Every unit of the agency, those that come later too."""

    kind: Literal["agency"] = "agency"
    agency: ShortText


class UnitsAudience(Model):
    """These units, whatever terminals they carry: a selection, a lasso."""

    kind: Literal["units"] = "units"
    units: Numbers


class TerminalsAudience(Model):
    """These very terminals."""

    kind: Literal["terminals"] = "terminals"
    terminals: Numbers


Audience = Annotated[AgencyAudience | UnitsAudience | TerminalsAudience, Field(discriminator="kind")]
