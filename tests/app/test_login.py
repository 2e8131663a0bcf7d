"""What stands before every page where people log in, and what Share has then."""

import pytest

from mnist_core.access.login import account_of
from mnist_core.access.room_keys import room_keys
from mnist_core.access.tickets import TICKETS
from mnist_core.store.person_names import person_names
from parts.shared import login, room
from tests.app.components import component

PROVIDER = {
    "client_id": "lab",
    "client_secret": "b",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}
SHARED = {"redirect_uri": "https://lab.example/oauth2callback", "cookie_secret": "a"}
ANNA = {
    "is_logged_in": True,
    "iss": "https://id.example",
    "sub": "7",
    "name": "Anna *Bell*",
    "email": "anna@school.example",
}
CHIPS = {**ANNA, "sub": "8", "name": "Mr Chips", "email": "Chips@school.example"}
ROOM = frozenset({("192.168.1.20", 8501)})


@pytest.fixture
def school(app):
    """A lab where people log in."""
    app.secrets = {
        "auth": {**SHARED, **PROVIDER},
        "digit_lab": {"teachers": ["chips@school.example"]},
    }
    app.user = {"is_logged_in": False}
    return app


def enter(app, monkeypatch, claims, page="train.py"):
    """Open a page as somebody whose browser has the lab's cookie."""
    app.user = dict(claims)
    monkeypatch.setattr(login, "account_in", lambda keys, cookies: account_of(claims))
    app.run()
    return app.switch_page(page).run()


def ticket(app) -> str:
    """Give the ticket that a page gives its browser."""
    return str(component(app, "login_ticket")["ticket"])


def buttons(app):
    return [button.label for button in app.button]


@pytest.mark.parametrize("page", ["draw.py", "compare.py", "share.py"])
def test_without_login_a_page_is_the_offer_alone_and_opens_no_store(school, settings, page):
    school.run()
    school.switch_page(page).run()

    assert not school.exception
    assert buttons(school) == ["Log in"]
    assert [each.value for each in school.main.markdown] == [
        "Digit Lab is open to whoever logs in."
    ]
    assert list(school.sidebar.markdown) == []
    assert not (settings.home / "lab.sqlite").exists()


def test_each_provider_has_a_button(school):
    school.secrets["auth"] = {**SHARED, "google": PROVIDER, "school": PROVIDER}
    school.run()

    assert buttons(school) == ["Log in with google", "Log in with school"]


def test_who_has_logged_in_without_the_labs_cookie_gets_a_ticket_for_it_and_no_page(school, store):
    school.user = dict(ANNA)
    school.run()
    account = account_of(ANNA)
    assert account is not None

    assert not school.exception
    assert buttons(school) == []
    assert TICKETS.take(ticket(school)) == account
    assert person_names(store, [account.id]) == {account.id: "Anna *Bell*"}


def test_anothers_cookie_is_no_way_in(school, monkeypatch):
    monkeypatch.setattr(login, "account_in", lambda keys, cookies: account_of(CHIPS))
    school.user = dict(ANNA)
    school.run()

    assert buttons(school) == []
    assert TICKETS.take(ticket(school)) == account_of(ANNA)


@pytest.mark.parametrize(("claims", "is_theirs"), [(ANNA, True), (CHIPS, False)])
def test_what_is_begun_belongs_to_who_has_logged_in_and_a_teachers_to_the_machine(
    school, monkeypatch, store, claims, is_theirs
):
    page = enter(school, monkeypatch, claims)
    page.button(key="train").click().run()
    account = account_of(claims)
    assert account is not None

    assert not page.exception
    assert [run.owner for run in store.recent()] == [account.id if is_theirs else ""]


@pytest.mark.parametrize(
    ("claims", "words"),
    [(ANNA, "as Anna \\*Bell\\*."), (CHIPS, "as Mr Chips, a teacher.")],
)
def test_share_has_the_address_without_a_key_and_a_way_out(
    school, monkeypatch, settings, claims, words
):
    monkeypatch.setattr(room, "listening_sockets", lambda: ROOM)
    page = enter(school, monkeypatch, claims, "share.py")

    assert not page.exception
    assert [each.value for each in page.metric] == ["https://lab.example"]
    assert page.code[0].value == "https://lab.example/"
    assert words in " ".join(each.value for each in page.markdown)
    assert buttons(page) == ["Log out"]
    keys = room_keys(settings.home)
    assert not any(key in str(page) for key in (keys.room, keys.teacher))


def test_share_says_how_a_lab_alone_is_opened_and_that_a_login_is_asked(school, monkeypatch):
    page = enter(school, monkeypatch, ANNA, "share.py")

    assert "asks everyone to log in" in " ".join(each.value for each in page.markdown)
    assert buttons(page) == ["Log out"]


def test_who_logs_out_sees_nothing_more(school, monkeypatch):
    page = enter(school, monkeypatch, ANNA, "share.py")
    page.button(key="log_out").click().run()
    page.run()

    assert buttons(page) == ["Log in"]
