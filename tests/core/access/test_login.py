"""Login: what secrets.toml must say, and who somebody is by what a provider says of them."""

import tomllib

import pytest

from mnist_core.access.login import Account, Login, account_of, name_of, read_login
from mnist_core.access.person import OWNER, Person
from mnist_core.errors import ConfigError

PROVIDER = """
client_id = "lab"
client_secret = "b"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
"""
AUTH = f"""
[auth]
redirect_uri = "https://lab.example/oauth2callback"
cookie_secret = "a"
{PROVIDER}
"""
ANNA = {"is_logged_in": True, "iss": "https://id.example", "sub": "7", "email": "Anna@a.example"}


class Secrets:
    """What Streamlit gives of a text, or of a file that is not there or is damaged."""

    def __init__(self, text):
        self.text = text

    def load_if_toml_exists(self):
        return self.text is not None

    def to_dict(self):
        return tomllib.loads(self.text)


def read(text, *, files=(), port=8501) -> Login | None:
    return read_login(Secrets(text), {"secrets.files": list(files), "server.port": port}.get)


@pytest.mark.parametrize("text", [None, "", "[database]\npassword = 'a'", "[digit_lab]"])
def test_nobody_logs_in_where_that_is_not_set_up(text, tmp_path):
    assert read(text, files=[str(tmp_path / "secrets.toml")]) is None


def test_a_login_is_set_up_as_streamlit_has_it():
    text = AUTH + '[digit_lab]\nteachers = ["Anna@A.example"]'

    assert read(text) == Login(("default",), "https://lab.example/", frozenset({"anna@a.example"}))


def test_providers_may_have_sections_of_their_own():
    shared = AUTH.replace(PROVIDER, "")

    found = read(f"{shared}[auth.google]{PROVIDER}[auth.school]{PROVIDER}")
    with_kwargs = read(f'{AUTH}client_kwargs = {{ prompt = "login" }}\n[auth.google]{PROVIDER}')

    assert found is not None
    assert with_kwargs is not None
    assert found.providers == ("google", "school")
    assert with_kwargs.providers == ("default", "google")


def test_the_address_of_a_lab_has_the_port_that_streamlit_puts_there():
    found = read(AUTH.replace("https://lab.example", "http://localhost:{port}"), port=8600)

    assert found is not None
    assert found.address == "http://localhost:8600/"


@pytest.mark.parametrize(
    "key", ["redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"]
)
def test_what_is_missing_for_a_login_is_named(key):
    with pytest.raises(ConfigError, match=f"needs {key}"):
        read(AUTH.replace(f"{key} =", "other ="))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("auth = 'yes'", r"\[auth\]"),
        (AUTH + "[auth.google]\nclient_id = 'a'", r"\[auth.google\] in secrets.toml needs"),
        (AUTH.replace('"a"', "7"), "cookie_secret, a text"),
        (AUTH + "[digit_lab]\nteachers = 'anna@a.example'", "list of e-mail addresses"),
        (AUTH + "[digit_lab]\nteachers = [7]", "list of e-mail addresses"),
        ("digit_lab = 1\n" + AUTH, r"\[digit_lab\]"),
    ],
)
def test_what_is_no_setup_is_told_in_a_sentence(text, words):
    with pytest.raises(ConfigError, match=words):
        read(text)


def test_secrets_that_cannot_be_read_are_no_lab_without_login(tmp_path):
    file = tmp_path / "secrets.toml"
    file.write_text("[auth")

    with pytest.raises(ConfigError, match="cannot be read"):
        read(None, files=[str(file)])


def test_somebody_is_the_same_by_issuer_and_subject_alone():
    anna = account_of(ANNA)
    assert anna is not None

    def other_id(**claims: object) -> bool:
        found = account_of({**ANNA, **claims})
        return found is not None and found.id != anna.id

    assert not other_id(email="new@a.example", name="Anna Bell", iat=7)
    assert other_id(sub="8")
    assert other_id(iss="https://other.example")
    assert other_id(iss='https://id.example", "7', sub="x")


@pytest.mark.parametrize(
    "claims",
    [{}, {"is_logged_in": False}, {**ANNA, "is_logged_in": "yes"}, {**ANNA, "sub": ""}],
)
def test_nobody_has_an_account_who_has_not_logged_in(claims):
    assert account_of(claims) is None


@pytest.mark.parametrize("denied", [False, "false"])
def test_an_address_that_is_not_somebodys_makes_no_teacher(denied):
    login = Login(("default",), "", frozenset({"anna@a.example"}))
    anna, pretender = account_of(ANNA), account_of({**ANNA, "email_verified": denied})
    assert anna is not None
    assert pretender is not None

    assert login.person(anna) == OWNER
    assert login.person(pretender) == Person(pretender.id)


def test_without_an_address_nobody_is_a_teacher():
    assert Login(("default",), "").person(Account("a")) == Person("a")


@pytest.mark.parametrize(
    ("claims", "name"),
    [({**ANNA, "name": "Anna Bell"}, "Anna Bell"), (ANNA, "Anna@a.example"), ({"sub": "7"}, "")],
)
def test_somebody_is_called_by_name_or_else_by_address(claims, name):
    assert name_of(claims) == name
