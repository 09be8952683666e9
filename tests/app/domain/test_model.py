"""Every model on the wire is closed and frozen, and a moment has one form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.domain import command, event, operator, snapshot, terminal, unit
from app.domain.command import COMMAND, RegisterOperator, RegisterUnit
from app.domain.event import FACT
from app.domain.model import Model, ShortText, Utc, utc_now
from app.domain.operator import Login, OperatorFields, Role
from app.domain.unit import Force, Unit, UnitFields

_UTC: TypeAdapter[datetime] = TypeAdapter(Utc)
_ROOMS = (command, event, operator, snapshot, terminal, unit)
_MOMENTS = st.datetimes(
    datetime(1971, 1, 1),
    datetime(2999, 1, 1),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
_UNIT: dict[str, Any] = {
    "number": 7,
    "callsign": "V-07",
    "force": "volunteer",
    "agency": "Security volunteers",
    "status": "off_duty",
    "status_at": "2026-03-01T06:00:00.000Z",
}


_MODELS = [
    thing
    for room in _ROOMS
    for thing in vars(room).values()
    if isinstance(thing, type) and issubclass(thing, Model) and thing.__module__ == room.__name__
]


@pytest.mark.parametrize("model", _MODELS, ids=lambda model: model.__qualname__)
def test_a_field_nobody_defined_is_an_error(model: type[Model]) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"nobody_defined_this": 1})

    assert ("extra_forbidden", ("nobody_defined_this",)) in [
        (error["type"], error["loc"]) for error in caught.value.errors()
    ]


@pytest.mark.parametrize("model", _MODELS, ids=lambda model: model.__qualname__)
def test_a_model_is_frozen(model: type[Model]) -> None:
    assert model.model_config["frozen"] is True


def test_an_unknown_field_inside_a_fact_or_a_command_is_an_error_too() -> None:
    with pytest.raises(ValidationError):
        FACT.validate_python({"kind": "unit.registered", "unit": {**_UNIT, "salary": 1}})
    with pytest.raises(ValidationError):
        COMMAND.validate_python({"kind": "duty.start", "unit": 7, "force": "volunteer"})


@pytest.mark.parametrize("adapter", [FACT, COMMAND])
def test_an_unknown_kind_is_an_error(adapter: TypeAdapter[Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python({"kind": "resident.profiled", "unit": 7})

    assert caught.value.errors()[0]["type"] == "union_tag_invalid"


@given(_MOMENTS)
def test_a_moment_is_utc_to_the_millisecond_and_ends_with_z(moment: datetime) -> None:
    held = _UTC.validate_python(moment)
    wire = _UTC.dump_json(held).decode().strip('"')

    assert held.tzinfo is UTC
    assert timedelta(0) <= moment - held < timedelta(milliseconds=1)
    assert wire.endswith("Z")
    assert len(wire) == len("2026-03-01T06:00:00.000Z")
    assert _UTC.validate_json(f'"{wire}"') == held


@pytest.mark.parametrize(
    ("moment", "wire"),
    [
        (datetime(2026, 3, 1, 8, 0, 5, 123_999, timezone(timedelta(hours=2))), "2026-03-01T06:00:05.123Z"),
        (datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01T00:00:00.000Z"),
    ],
)
def test_the_wire_form_of_a_moment(moment: datetime, wire: str) -> None:
    assert _UTC.dump_json(_UTC.validate_python(moment)) == f'"{wire}"'.encode()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        _UTC.validate_python(datetime(2026, 3, 1))
    with pytest.raises(ValidationError):
        _UTC.validate_json('"2026-03-01T06:00:00"')


def test_now_is_already_what_the_wire_would_make_of_it() -> None:
    now = utc_now()

    assert _UTC.validate_python(now) == now


def test_a_unit_comes_back_from_json_as_it_went() -> None:
    held = Unit.model_validate(_UNIT)

    assert Unit.model_validate_json(held.model_dump_json()) == held


@pytest.mark.parametrize("text", ["", "   ", "x" * 81])
def test_a_short_text_is_neither_empty_nor_longer_than_a_row(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(ShortText).validate_python(text)


def test_a_short_text_is_trimmed() -> None:
    form = UnitFields(callsign="  V-07 ", force=Force.VOLUNTEER, agency=" Volunteers")

    assert (form.callsign, form.agency) == ("V-07", "Volunteers")


def test_two_spellings_of_a_login_are_one() -> None:
    assert OperatorFields(login=" Dispatcher.1 ", role=Role.DISPATCHER).login == "dispatcher.1"


@pytest.mark.parametrize("login", ["", ".hidden", "two words", "ä", "x" * 41])
def test_a_login_that_nobody_could_type_again_is_refused(login: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Login).validate_python(login)


def test_a_password_is_not_shown_where_a_command_is_printed() -> None:
    order = RegisterOperator(
        operator=OperatorFields(login="op", role=Role.DISPATCHER), password="correct horse battery"
    )

    assert "horse" not in repr(order)


def test_a_command_comes_back_from_json_as_it_went() -> None:
    order = RegisterUnit(unit=UnitFields(callsign="D-03", force=Force.DEDICATED, agency="Patrol police"))

    assert COMMAND.validate_json(COMMAND.dump_json(order)) == order
