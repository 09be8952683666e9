"""Cameras in the registry, by keyboard; what may hold a password is typed, sent and never shown again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.domain.camera import Camera
from app.domain.command import ChangeCamera, RegisterCamera, RetireCamera
from app.domain.event import CameraChanged, CameraRegistered
from app.domain.operator import Role
from app.domain.pull import Pull, RtspTransport
from app.media.source import Kind
from tests.ui.dialogs.keys import fill, focused, new, tab_to
from tests.ui.widgets.fakes import CAMERAS, happen
from ui.dialogs.registry import RegistryTab

Key = Qt.Key
SECRET = "p@ss/word"


@pytest.fixture
def page(open_registry):
    return open_registry(RegistryTab.CAMERAS).cameras


@pytest.fixture
def editor(page):
    return page._entry._address._editor


def _type(qtbot, field, text):
    tab_to(qtbot, field.editor)
    qtbot.keyClicks(focused(), text)


def _fill_new(qtbot, page, editor):
    new(qtbot, page)
    fill(qtbot, page, "Market", "City", "24.95 60.17", "135", "90", "80")
    _type(qtbot, editor._main, "rtsp://192.0.2.9/1")


def _all_texts(widget: QWidget) -> str:
    """All that can be read, hovered or selected on a widget."""
    texts = [child.text() for child in widget.findChildren(QLabel)]
    texts += [line.displayText() for line in widget.findChildren(QLineEdit)]
    texts += [child.toolTip() + child.windowTitle() for child in widget.findChildren(QWidget)]
    texts += [child.accessibleName() + child.accessibleDescription() for child in widget.findChildren(QWidget)]
    return "\n".join(texts)


def test_a_camera_is_registered_by_keyboard_alone(page, editor, orders, scene, qtbot):
    new(qtbot, page)
    fill(qtbot, page, "Market", "City")
    _type(qtbot, page._entry._place, "24.95 60.17")
    tab_to(qtbot, page._entry._heading.editor)
    qtbot.keyClick(focused(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(focused(), "135")
    for field, text in ((page._entry._view, "90"), (page._entry._range, "80")):
        tab_to(qtbot, field.editor)
        qtbot.keyClick(focused(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(focused(), text)
    _type(qtbot, editor._main, "rtsp://192.0.2.9/1")
    _type(qtbot, editor._sub, "rtsp://192.0.2.9/2")
    _type(qtbot, editor._user, "desk")
    _type(qtbot, editor._password, SECRET)
    _type(qtbot, editor._transport, "UDP")
    tab_to(qtbot, page._save)
    qtbot.keyClick(focused(), Key.Key_Return)
    [order] = orders.sent
    assert isinstance(order, RegisterCamera)
    camera = order.camera
    assert (camera.name, camera.agency, camera.lon_deg, camera.lat_deg) == ("Market", "City", 24.95, 60.17)
    assert (camera.heading_deg, camera.view_deg, camera.range_m) == (135, 90, 80)
    assert order.pull == Pull(
        main="rtsp://desk:p%40ss%2Fword@192.0.2.9/1",
        sub="rtsp://desk:p%40ss%2Fword@192.0.2.9/2",
        transport=RtspTransport.UDP,
    )
    made = Camera(**dict(camera), number=50, pulls_from="rtsp://192.0.2.9")
    orders.carry_out(scene, CameraRegistered(camera=made))
    assert page.number == 50
    assert "Fetched from rtsp://192.0.2.9" in _all_texts(page)
    assert editor.isHidden()
    assert editor._password_line.text() == ""


def test_nothing_is_ordered_while_something_is_wrong_and_the_first_of_it_gets_the_focus(
    page, editor, orders, qtbot
):
    new(qtbot, page)
    fill(qtbot, page, "Market", "", "nowhere")
    qtbot.keyClick(focused(), Key.Key_Return)
    assert orders.sent == []
    assert "This is not a place." in page._entry._place._note.text()
    assert focused() is page._entry._place.editor
    assert editor._main._note.text() == "This is needed."


@pytest.mark.parametrize("name", ["Kamppi square", "kamppi SQUARE"])
def test_a_name_that_is_taken_is_told_while_it_is_typed(page, name, qtbot):
    new(qtbot, page)
    qtbot.keyClicks(focused(), name)
    assert "Another camera is called" in page._entry._name._note.text()


def test_what_the_station_says_of_a_name_is_told_at_its_field(page, editor, orders, qtbot):
    _fill_new(qtbot, page, editor)
    page.save()
    orders.refuse("camera.name_taken", name="Market")
    assert "Another camera is called Market." in page._entry._name._note.text()


def test_a_place_is_told_in_other_words_and_taken_from_the_map(page, qtbot):
    new(qtbot, page)
    _type(qtbot, page._entry._place, "35V LG 85928 72284")
    assert "24.9440" in page._entry._place._note.text()
    tab_to(qtbot, page._entry._centre)
    qtbot.keyClick(focused(), Key.Key_Return)
    assert page._entry._place.text == "24.95000 E 60.18000 N"


def test_a_change_keeps_the_address_and_the_place_to_the_centimetre(page, orders, qtbot):
    page.show_number(41)
    tab_to(qtbot, page._entry._agency.editor)
    qtbot.keyClicks(focused(), "!")
    qtbot.keyClick(focused(), Key.Key_Return)
    [order] = orders.sent
    before = CAMERAS[0]
    assert order == ChangeCamera(
        number=41, camera={**_fields_of(before), "agency": order.camera.agency}, pull=None
    )
    assert order.camera.agency.endswith("!")
    assert (order.camera.lon_deg, order.camera.lat_deg) == (before.lon_deg, before.lat_deg)


def _fields_of(camera: Camera) -> dict[str, object]:
    return camera.model_dump(exclude={"number", "pulls_from"})


def test_a_registered_cameras_address_is_not_shown_only_its_host(page, editor):
    page.show_number(41)
    assert "Fetched from rtsp://192.0.2.7:554" in _all_texts(page)
    assert editor.isHidden()


def test_an_address_is_replaced_by_keyboard(page, editor, orders, qtbot):
    page.show_number(41)
    tab_to(qtbot, page._entry._address._replace)
    qtbot.keyClick(focused(), Key.Key_Return)
    assert focused() is editor._make.make.editor
    _type(qtbot, editor._main, "rtsp://192.0.2.99/1")
    qtbot.keyClick(focused(), Key.Key_Return)
    assert orders.sent[-1].pull == Pull(main="rtsp://192.0.2.99/1")


def test_keeping_the_address_after_all_forgets_what_was_typed(page, editor, orders, qtbot):
    page.show_number(41)
    page._entry._address._replace.click()
    _type(qtbot, editor._password, SECRET)
    page._entry._address._replace.click()
    assert editor.isHidden()
    assert editor._password_line.text() == ""
    page.save()
    assert orders.sent[-1].pull is None


def test_a_password_is_masked_until_somebody_wants_to_see_it(page, editor, qtbot):
    new(qtbot, page)
    _type(qtbot, editor._password, SECRET)
    assert SECRET not in _all_texts(page)
    tab_to(qtbot, editor._reveal)
    qtbot.keyClick(focused(), Key.Key_Return)
    assert SECRET in _all_texts(page)
    page.show_number(41)
    page.begin_new()
    assert editor._password_line.echoMode() is QLineEdit.EchoMode.Password
    _type(qtbot, editor._password, SECRET)
    assert SECRET not in _all_texts(page)


def test_credentials_pasted_with_an_address_are_masked_at_once_and_move_to_their_fields(page, editor, qtbot):
    new(qtbot, page)
    tab_to(qtbot, editor._main.editor)
    editor._main_line.insert("rtsp://desk:secret%20word@192.0.2.9/1")
    assert "secret" not in _all_texts(page)
    qtbot.keyClick(focused(), Key.Key_Tab)
    assert editor._main_line.text() == "rtsp://192.0.2.9/1"
    assert editor._user.text == "desk"
    assert editor._password_line.text() == "secret word"
    assert "secret" not in _all_texts(page)
    assert not editor._main_line.isUndoAvailable(), "undoing would bring the password back"
    assert editor.pull().main == "rtsp://desk:secret%20word@192.0.2.9/1"


def test_a_password_in_a_query_is_masked(page, editor, qtbot):
    new(qtbot, page)
    _type(qtbot, editor._main, "http://192.0.2.9/flv?user=admin&password=word1234")
    assert "word1234" not in _all_texts(page)


def test_a_password_without_a_user_is_asked_about(page, editor, orders, qtbot):
    _fill_new(qtbot, page, editor)
    _type(qtbot, editor._password, SECRET)
    page.save()
    assert orders.sent == []
    assert editor._user._note.text() == "Whose password is it?"


def test_an_address_is_filled_in_by_make_host_and_channel(page, editor, qtbot):
    new(qtbot, page)
    _type(qtbot, editor._make.make, "Hik")
    _type(qtbot, editor._make.host, "192.0.2.9")
    _type(qtbot, editor._make.channel, "3")
    assert editor._main.text == "rtsp://192.0.2.9/Streaming/Channels/301"
    assert editor._sub.text == "rtsp://192.0.2.9/Streaming/Channels/302"


def test_retiring_asks_first_and_is_then_ordered(page, orders, qtbot):
    page.show_number(42)
    assert "Station hall" in page._entry.question(42)
    page._send(page._entry.retirement(42))
    assert orders.sent == [RetireCamera(number=42)]


def test_another_address_of_the_camera_appears(page, scene):
    page.show_number(41)
    changed = CAMERAS[0].model_copy(update={"pulls_from": "rtsp://192.0.2.100"})
    happen(scene, CameraChanged(camera=changed, pull_changed=True))
    assert "Fetched from rtsp://192.0.2.100" in _all_texts(page)


def test_who_may_not_change_cameras_may_look(open_registry):
    page = open_registry(RegistryTab.CAMERAS, Role.DISPATCHER).cameras
    assert page.note == "Your role may look at this, but not change it."
    assert not page.list.new_button.isEnabled()
    assert not page._entry._address._replace.isEnabled()


class TestTrying:
    def test_an_address_that_is_right_shows_its_first_picture_and_what_it_is(self, page, editor, trials, qtbot):
        _fill_new(qtbot, page, editor)
        tab_to(qtbot, editor._trial.button)
        qtbot.keyClick(focused(), Key.Key_Return)
        assert [source.url for source in trials.tried] == ["rtsp://192.0.2.9/1"]
        assert editor._trial.button.text() == "Stop trying"
        trials.see("h264", 1920, 1080)
        assert editor._trial.main.has_picture
        assert editor._trial.main.words == "H.264 · 1920 × 1080"
        assert editor._trial.button.text() == "Try it"

    def test_both_addresses_are_tried_with_user_password_and_transport(self, page, editor, trials, qtbot):
        _fill_new(qtbot, page, editor)
        _type(qtbot, editor._sub, "rtsp://192.0.2.9/2")
        _type(qtbot, editor._user, "desk")
        _type(qtbot, editor._password, SECRET)
        _type(qtbot, editor._transport, "UDP")
        editor._trial.button.click()
        assert [source.url for source in trials.tried] == [
            "rtsp://desk:p%40ss%2Fword@192.0.2.9/1",
            "rtsp://desk:p%40ss%2Fword@192.0.2.9/2",
        ]
        assert {source.kind for source in trials.tried} == {Kind.RTSP_UDP}
        trials.see()
        assert editor._trial.button.text() == "Stop trying"
        trials.fail("stream.absent")
        assert editor._trial.button.text() == "Try it"
        assert "nothing is there" in editor._trial.sub.words

    def test_a_wrong_password_is_told_in_words_before_anything_is_saved(self, page, editor, trials, orders, qtbot):
        _fill_new(qtbot, page, editor)
        editor._trial.button.click()
        trials.fail("stream.refused")
        assert "Check user and password." in editor._trial.main.words
        assert not editor._trial.main.has_picture
        assert orders.sent == []

    def test_a_malformed_address_is_told_instead_of_tried(self, page, editor, trials, qtbot):
        new(qtbot, page)
        _type(qtbot, editor._main, "192.0.2.9/1")
        editor._trial.button.click()
        assert trials.tried == []
        assert "begins with rtsp://" in editor._main._note.text()
        assert focused() is editor._main.editor

    def test_a_trial_is_stopped_by_the_same_button(self, page, editor, trials, qtbot):
        _fill_new(qtbot, page, editor)
        editor._trial.button.click()
        editor._trial.button.click()
        assert trials.ended == 1
        assert editor._trial.button.text() == "Try it"

    def test_another_address_ends_the_trial_of_the_one_before_and_forgets_what_it_saw(
        self, page, editor, trials, qtbot
    ):
        _fill_new(qtbot, page, editor)
        editor._trial.button.click()
        _type(qtbot, editor._main, "2")
        assert trials.ended == 1
        editor._trial.button.click()
        trials.see()
        _type(qtbot, editor._main, "3")
        assert not editor._trial.main.has_picture

    def test_leaving_the_camera_ends_the_trial(self, page, editor, trials, qtbot):
        _fill_new(qtbot, page, editor)
        editor._trial.button.click()
        page.show_number(41)
        assert trials.ended == 1
