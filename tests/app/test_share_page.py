"""The Share page: how a lab is opened, and what a room's members and teacher find there."""

import pytest

from mnist_core.access.room_keys import choose_host, room_keys
from mnist_core.access.visitor_cookie import Visitor
from parts.shared import room

ALONE = frozenset({("127.0.0.1", 8501)})
ROOM = frozenset({("192.168.1.20", 8501), ("fd00::2", 8501)})


def share_page(app, monkeypatch, sockets, role=None):
    monkeypatch.setattr(room, "listening_sockets", lambda: sockets)
    monkeypatch.setattr(room, "visitor", lambda keys, cookies: role and Visitor("anna", role))
    app.run()
    return app.switch_page("share.py").run()


def words(app):
    kinds = (app.markdown, app.code, app.metric)
    return " ".join(str(element.value) for kind in kinds for element in kind)


def test_a_lab_alone_says_how_it_is_opened_and_makes_no_keys(app, monkeypatch, settings):
    page = share_page(app, monkeypatch, ALONE)

    assert not page.exception
    assert page.code[0].value == "streamlit run app.py --server.address 0.0.0.0"
    assert list(settings.home.glob("room*")) == []


def test_a_member_is_shown_the_rooms_address_and_key_and_not_the_teachers(
    app, monkeypatch, settings
):
    page = share_page(app, monkeypatch, ROOM, "member")
    keys = room_keys(settings.home)

    assert not page.exception
    assert [each.value for each in page.metric] == ["192.168.1.20:8501", keys.room]
    assert f"http://192.168.1.20:8501/?key={keys.room}" in words(page)
    assert keys.teacher not in words(page)
    assert [each.key for each in page.button] == ["save_person_name"]


@pytest.mark.parametrize(
    ("role", "next_place"), [("teacher", "[fd00::2]:8501"), ("member", "192.168.1.20:8501")]
)
def test_another_of_the_machines_addresses_can_be_chosen_and_the_teachers_choice_is_for_all(
    app, monkeypatch, role, next_place
):
    page = share_page(app, monkeypatch, ROOM, role)
    page.segmented_control(key="room_address").set_value("[fd00::2]:8501").run()
    assert page.metric[0].value == "[fd00::2]:8501"

    page.switch_page("help.py").run()  # which forgets what was chosen on Share
    monkeypatch.setattr(room, "visitor", lambda keys, cookies: Visitor("ben", "member"))
    page.switch_page("share.py").run()

    assert not page.exception
    assert page.metric[0].value == next_place


def test_an_address_that_the_machine_no_longer_has_gives_way_to_the_first(
    app, monkeypatch, settings
):
    choose_host(settings.home, "10.0.0.9")

    page = share_page(app, monkeypatch, ROOM, "member")

    assert page.metric[0].value == "192.168.1.20:8501"


def test_the_teacher_is_shown_the_teachers_link(app, monkeypatch, settings):
    page = share_page(app, monkeypatch, ROOM, "teacher")

    assert f"/?key={room_keys(settings.home).teacher}" in words(page)


@pytest.mark.parametrize(
    ("button", "role"), [("new_room_key", "member"), ("new_teacher_key", "teacher")]
)
def test_the_teacher_makes_a_new_key_and_it_is_printed(
    app, monkeypatch, settings, capsys, button, role
):
    page = share_page(app, monkeypatch, ROOM, "teacher")
    old = room_keys(settings.home)

    page.button(key=button).click().run()

    new = room_keys(settings.home).of(role)
    assert new != old.of(role)
    assert new in words(page)
    assert new in capsys.readouterr().out
