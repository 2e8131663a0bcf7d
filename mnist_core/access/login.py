"""Login by a provider of identities: how it is set up, and who somebody is by it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from mnist_core.access.person import OWNER, Person
from mnist_core.errors import ConfigError

SHARED = ("redirect_uri", "cookie_secret")
EACH_PROVIDERS = ("client_id", "client_secret", "server_metadata_url")
UNNAMED = "default"  # what Streamlit calls the provider that has no section of its own
CALLBACK = "oauth2callback"
ID_LENGTH = 32  # hexadecimal digits


class Secrets(Protocol):
    """What Streamlit reads from secrets.toml."""

    def load_if_toml_exists(self) -> bool:
        """Return whether there is such a file, and it can be read."""

    def to_dict(self) -> dict[str, Any]:
        """Give its sections."""


@dataclass(frozen=True)
class Account:
    """Somebody's account with a provider.

    Attributes:
        id: what is theirs in the lab bears it; the same at every login.
        email: in small letters, unless the provider says that it is not theirs; "" for none.
    """

    id: str
    email: str = ""


@dataclass(frozen=True)
class Login:
    """How people log in.

    Attributes:
        providers: as ``st.login`` takes them.
        address: of the lab; a login leads back to no other.
        teachers: their e-mail addresses, in small letters.
    """

    providers: tuple[str, ...]
    address: str
    teachers: frozenset[str] = frozenset()

    def person(self, account: Account) -> Person:
        """Give who has an account; a teacher is the machine's owner, as in a room with keys."""
        return OWNER if account.email in self.teachers else Person(account.id)


def read_login(secrets: Secrets, option: Callable[[str], Any]) -> Login | None:
    """Read how people log in, or None where that is not set up.

    Args:
        secrets: Streamlit's.
        option: gives the value of an option of Streamlit's by its name.

    Raises:
        ConfigError: something is missing or cannot be read; a login that does not work must not
            become a lab without one.
    """
    if not secrets.load_if_toml_exists():
        _require_no_file(option("secrets.files"))
        return None
    sections = secrets.to_dict()
    if "auth" not in sections:
        return None
    auth = _table(sections, "auth")
    providers = _providers(auth)
    _require(auth, SHARED, "[auth]")
    address = auth["redirect_uri"].replace("{port}", str(option("server.port")))
    return Login(tuple(providers), address.removesuffix(CALLBACK), _teachers(sections))


def account_of(claims: Mapping[str, Any]) -> Account | None:
    """Give the account of whoever has logged in, by what the provider says of them.

    Source: OpenID Connect Core 1.0, 5.7: issuer and subject together are the only claims by which
    somebody is the same.
    """
    subject, issuer = claims.get("sub"), claims.get("iss") or claims.get("provider")
    if claims.get("is_logged_in") is not True or not subject or not issuer:
        return None
    digest = hashlib.sha256(json.dumps([issuer, subject]).encode()).hexdigest()
    denied = str(claims.get("email_verified", True)).lower() == "false"
    return Account(digest[:ID_LENGTH], "" if denied else str(claims.get("email") or "").lower())


def name_of(claims: Mapping[str, Any]) -> str:
    """Give what a provider calls somebody, or else their e-mail address; "" for neither."""
    return str(claims.get("name") or claims.get("email") or "")


def _require_no_file(files: list[str]) -> None:
    unread = [file for file in files if Path(file).exists()]
    if unread:
        raise ConfigError(
            f"The secrets in {unread[-1]} cannot be read, so that nobody can log in: correct them, "
            "and start the lab again."
        )


def _providers(auth: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Give the providers' settings by their names; the unnamed one's stand in [auth] itself."""
    named = {
        name: section
        for name, section in auth.items()
        if isinstance(section, Mapping) and name != "client_kwargs"
    }
    alone = not named or any(key in auth for key in EACH_PROVIDERS)
    providers = {UNNAMED: auth, **named} if alone else named
    for name, section in providers.items():
        _require(section, EACH_PROVIDERS, "[auth]" if name == UNNAMED else f"[auth.{name}]")
    return providers


def _require(section: Mapping[str, Any], keys: tuple[str, ...], title: str) -> None:
    for key in keys:
        if not isinstance(section.get(key), str) or not section[key]:
            raise ConfigError(f"Nobody can log in: {title} in secrets.toml needs {key}, a text.")


def _table(sections: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = sections.get(name, {})
    if not isinstance(found, Mapping):
        raise ConfigError(f"{name} in secrets.toml is a section, [{name}], not {found!r}.")
    return found


def _teachers(sections: Mapping[str, Any]) -> frozenset[str]:
    listed = _table(sections, "digit_lab").get("teachers", [])
    if not isinstance(listed, list) or not all(isinstance(each, str) and each for each in listed):
        raise ConfigError(
            "teachers in [digit_lab] of secrets.toml is a list of e-mail addresses, such as "
            f'["anna@school.example"], not {listed!r}.'
        )
    return frozenset(each.strip().lower() for each in listed)
