"""A room's keys: made once, kept for this user alone, renewed one at a time."""

import os
import stat
import threading

import pytest

from mnist_core.access.room_keys import FILE, choose_host, renew_key, room_keys
from mnist_core.access.visitor_cookie import Visitor, admit, cookie_name, visitor
from mnist_core.errors import StoreError


def test_keys_are_made_once_and_kept(tmp_path):
    keys = room_keys(tmp_path / "home")

    assert room_keys(tmp_path / "home") == keys
    assert len({keys.room, keys.teacher, keys.secret}) == 3
    assert room_keys(tmp_path / "other") != keys


def test_many_who_come_first_at_once_get_the_same_keys(tmp_path):
    found = []
    threads = [threading.Thread(target=lambda: found.append(room_keys(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1
    assert os.listdir(tmp_path) == [FILE]


@pytest.mark.skipif(os.name == "nt", reason="a file's mode means nothing there")
def test_nobody_else_on_the_machine_reads_the_keys(tmp_path):
    room_keys(tmp_path)
    renew_key(tmp_path, "member")

    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(("role", "other"), [("member", "teacher"), ("teacher", "member")])
def test_a_new_key_opens_and_the_old_does_not(tmp_path, role, other):
    old = room_keys(tmp_path)

    new = renew_key(tmp_path, role)

    assert new == room_keys(tmp_path)
    assert new.role(new.of(role)) == role
    assert new.role(old.of(role)) is None
    assert new.of(other) == old.of(other)


def test_a_chosen_address_is_kept_beside_the_keys_and_outlives_a_new_one(tmp_path):
    before = room_keys(tmp_path)

    choose_host(tmp_path, "10.0.0.9")
    renew_key(tmp_path, "member")

    keys = room_keys(tmp_path)
    assert (keys.host, keys.teacher, keys.secret) == ("10.0.0.9", before.teacher, before.secret)


def test_keys_from_before_there_was_a_choice_hold(tmp_path):
    (tmp_path / FILE).write_text('{"room": "a", "teacher": "b", "secret": "c"}')

    assert room_keys(tmp_path).host == ""


@pytest.mark.parametrize("content", ["", "[]", '{"room": "a"}', "\x00"])
def test_a_damaged_file_says_what_to_do(tmp_path, content):
    (tmp_path / FILE).write_text(content)

    with pytest.raises(StoreError, match="delete it"):
        room_keys(tmp_path)


def test_a_browser_keeps_its_identity_with_every_key(tmp_path):
    keys = room_keys(tmp_path)
    cookies = {cookie_name(keys): admit(keys, "member", {})}
    first = visitor(keys, cookies)
    assert first is not None

    keys = renew_key(tmp_path, "member")
    assert visitor(keys, cookies) is None
    cookies = {cookie_name(keys): admit(keys, "teacher", cookies)}

    assert visitor(keys, cookies) == Visitor(first.id, "teacher")


def test_a_teacher_who_opens_the_rooms_link_stays_the_teacher(tmp_path):
    keys = room_keys(tmp_path)
    cookies = {cookie_name(keys): admit(keys, "teacher", {})}
    before = visitor(keys, cookies)
    cookies = {cookie_name(keys): admit(keys, "member", cookies)}

    assert visitor(keys, cookies) == before


def test_two_browsers_are_two(tmp_path):
    keys = room_keys(tmp_path)
    first, second = (visitor(keys, {cookie_name(keys): admit(keys, "member", {})}) for _ in "ab")

    assert first != second
