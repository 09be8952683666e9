"""Signing in: what goes over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.model import Model, Utc
from app.domain.operator import Operator

_Token = Annotated[str, StringConstraints(max_length=4096)]


class SignIn(Model):
    login: Annotated[str, StringConstraints(max_length=80)]
    password: Annotated[str, StringConstraints(max_length=400)] = Field(repr=False)


class Refresh(Model):
    refresh: _Token = Field(repr=False)


class SessionTokens(Model):
    """What a sign-in gives: an access token for minutes, a refresh token for a shift; times are the station's."""

    access: _Token = Field(repr=False)
    access_expires_at: Utc
    refresh: _Token = Field(repr=False)
    refresh_expires_at: Utc
    operator: Operator
