"""An operator: a person signed in at a desk, and what the role allows."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from app.domain.model import Model, OptionalText


class Role(StrEnum):
    DISPATCHER = "dispatcher"
    SUPERVISOR = "supervisor"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


#: Lower case, so that two spellings of a login cannot be two people. The pattern is matched before it is lowered.
Login = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")
]
#: Length is what makes a password strong (NIST SP 800-63B, 5.1.1); the cap bounds the work of hashing.
Password = Annotated[str, StringConstraints(min_length=10, max_length=200)]


class OperatorFields(Model):
    login: Login
    name: OptionalText = ""
    role: Role


class Operator(OperatorFields):
    """An operator as the picture holds it; the password hash is a record of the station, never on the log."""

    number: int
