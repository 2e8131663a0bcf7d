"""Who can reach the server: this machine alone, or others, and under which names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from mnist_core.access.listening import addresses_for_others, is_loopback

ANY_HOST = "*"
PROXIES_HEADERS = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


@dataclass(frozen=True)
class ServerOptions:
    """What the server was told about the addresses under which it is reached.

    Attributes:
        allowed_hosts: names under which it may be asked for, ``*.name`` and ``*`` among them.
        public_name: the host's name in the links that are given away; none to use addresses.
        public_port: the port in those with that name.
        secure: whether it speaks TLS itself.
        base_path: of all its addresses, without slashes at the ends; "" where there is none.
    """

    allowed_hosts: tuple[str, ...] = ()
    public_name: str | None = None
    public_port: int = 8501
    secure: bool = False
    base_path: str = ""


def read_options(option: Callable[[str], Any]) -> ServerOptions:
    """Read them from Streamlit's configuration.

    Args:
        option: gives the value of an option of Streamlit's by its name.
    """
    name = option("browser.serverAddress")
    return ServerOptions(
        allowed_hosts=tuple(option("server.allowedHosts") or ()),
        public_name=None if name in {None, "localhost"} else name,
        public_port=option("browser.serverPort"),
        secure=bool(option("server.sslCertFile")),
        base_path=(option("server.baseUrlPath") or "").strip("/"),
    )


@dataclass(frozen=True)
class Reach:
    """Who can reach a server.

    Attributes:
        options: what it was told.
        sockets: address and port of each on which it listens; empty where they are not known.
    """

    options: ServerOptions
    sockets: frozenset[tuple[str, int]]

    @cached_property
    def is_open(self) -> bool:
        """Whether anyone but this machine may come; where nothing is known, they may."""
        names = (*self.options.allowed_hosts, *filter(None, [self.options.public_name]))
        return not self.sockets or not all(map(is_loopback, (*self._listening, *names)))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names and addresses that are given away, the likeliest first."""
        named = tuple(filter(None, [self.options.public_name]))
        allowed = tuple(each for each in self.options.allowed_hosts if not each.startswith("*"))
        return tuple(dict.fromkeys((*named, *allowed, *addresses_for_others(self._listening))))

    def links(self, page: str = "") -> tuple[str, ...]:
        """Give a page's addresses for others, or this machine's own where no others reach it."""
        path = "/".join(filter(None, [self.options.base_path, page]))
        return tuple(f"{self._place(host)}/{path}" for host in self.hosts or ("localhost",))

    def is_through_proxy(self, headers: Mapping[str, str]) -> bool:
        """Return whether a request to a server that nobody else reaches comes from elsewhere.

        A proxy on this machine may ask under this machine's own name, whoever asks the proxy.
        """
        return not self.is_open and any(headers.get(name) for name in PROXIES_HEADERS)

    @property
    def _listening(self) -> frozenset[str]:
        return frozenset(address for address, _ in self.sockets)

    def _place(self, host: str) -> str:
        """Give scheme, host and port; behind a proxy at port 443 that is TLS, whoever speaks it."""
        named = host == self.options.public_name or not self.sockets
        port = self.options.public_port if named else min(port for _, port in self.sockets)
        secure = self.options.secure or (named and port == DEFAULT_PORTS["https"])
        scheme = "https" if secure else "http"
        return f"{scheme}://{_in_address(host)}" + (
            "" if port == DEFAULT_PORTS[scheme] else f":{port}"
        )

    def trusts(self, host: str) -> bool:
        """Return whether the server answers to a host's name.

        A page elsewhere may point its own name at this machine's address; its visitors' browsers
        then ask under that name, and would read the lab to it.
        """
        if is_loopback(host) or any(_fits(host, each) for each in self.options.allowed_hosts):
            return True
        return self.is_open and host in self.hosts


def host_name(header: str | None) -> str | None:
    """Give the name in a ``Host`` header, in small letters and without its port."""
    try:
        parts = urlsplit(f"//{header or ''}")
        _ = parts.port  # raises for one that is no number
    except ValueError:
        return None
    plain = not (parts.username or parts.password or parts.path or parts.query or parts.fragment)
    return parts.hostname.rstrip(".") if parts.hostname and plain else None


def same_origin(headers: Headers, *, required: bool) -> bool:
    """Return whether a request comes from a page of this server's own.

    Args:
        headers: the request's.
        required: whether the browser must say where it comes from: it does for every WebSocket,
            and for requests that another page's script may read or that change something.
    """
    if _of_another_page(headers):
        return False
    origin = headers.get("origin")
    if origin is None:
        return not required
    try:
        parts = urlsplit(origin.lower())
        host = urlsplit(f"{parts.scheme}://{headers.get('host', '').lower()}")
        default = DEFAULT_PORTS.get(parts.scheme)
        ports = parts.port or default, host.port or default
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    return parts.hostname is not None and parts.hostname == host.hostname and ports[0] == ports[1]


def _of_another_page(headers: Headers) -> bool:
    """Return whether another site's page fetches this as a part of its own; a link to it is none.

    Source: W3C, "Fetch Metadata Request Headers".
    """
    site, mode = headers.get("sec-fetch-site"), headers.get("sec-fetch-mode")
    return site in {"cross-site", "same-site"} and mode != "navigate"


def _fits(host: str, allowed: str) -> bool:
    allowed = allowed.strip().lower().rstrip(".")
    return allowed in {ANY_HOST, host} or (allowed.startswith("*.") and host.endswith(allowed[1:]))


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
