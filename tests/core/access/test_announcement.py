"""What is printed where the lab is started, and the code to scan."""

import asyncio
import io
import socket
import sys

import pytest

from mnist_core.access.announcement import announce_room
from mnist_core.access.login import Login
from mnist_core.access.reach import ServerOptions
from mnist_core.access.room_keys import FILE, room_keys
from mnist_core.access.room_links import code_svg


@pytest.fixture
def listening(request):
    """A socket of this process's own, on which it takes connections."""
    with socket.create_server((request.param, 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("listening", ["0.0.0.0"], indirect=True)
def test_a_lab_for_others_prints_the_links_of_the_room_and_of_the_teacher(
    tmp_path, capsys, listening
):
    asyncio.run(
        announce_room(
            lambda: ServerOptions(public_name="lab", public_port=80), tmp_path, lambda: None
        )
    )

    printed = capsys.readouterr().out
    assert f"For the room:     http://lab/?key={room_keys(tmp_path).room}\n" in printed
    assert f"For the teacher:  http://lab/?key={room_keys(tmp_path).teacher}\n" in printed
    assert "█" in printed


@pytest.mark.parametrize("listening", ["0.0.0.0"], indirect=True)
def test_a_lab_where_people_log_in_prints_its_address_and_makes_no_keys(
    tmp_path, capsys, listening
):
    login = Login(("default",), "https://lab.example/")

    asyncio.run(announce_room(ServerOptions, tmp_path, lambda: login))

    printed = capsys.readouterr().out
    assert "everyone to log in:  https://lab.example/\n" in printed
    assert "█" in printed
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("listening", ["127.0.0.1"], indirect=True)
def test_a_lab_alone_prints_nothing_and_makes_no_keys(tmp_path, capsys, listening):
    asyncio.run(announce_room(ServerOptions, tmp_path, lambda: None))

    assert capsys.readouterr().out == ""
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("listening", ["0.0.0.0"], indirect=True)
def test_a_terminal_that_cannot_show_a_code_is_given_the_links(tmp_path, monkeypatch, listening):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", terminal)

    asyncio.run(announce_room(ServerOptions, tmp_path, lambda: None))

    terminal.seek(0)
    assert f"?key={room_keys(tmp_path).room}" in terminal.read()


@pytest.mark.parametrize("listening", ["0.0.0.0"], indirect=True)
def test_damaged_keys_are_told_and_the_server_goes_on(tmp_path, capsys, listening):
    (tmp_path / FILE).write_text("{")

    asyncio.run(announce_room(ServerOptions, tmp_path, lambda: None))

    assert "delete it" in capsys.readouterr().err


def test_a_code_is_black_on_white_in_both_themes_and_fits_any_size():
    svg = code_svg("http://192.168.1.20:8501/?key=abcd-efgh-jkmn")

    assert svg.startswith("<svg ")
    assert "viewBox" in svg
    assert ' width="' not in svg
    assert "#fff" in svg
