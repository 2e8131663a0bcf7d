"""Where this process takes connections, and by which ones others reach this machine."""

from functools import lru_cache
from ipaddress import ip_address
from threading import Lock

import psutil
from cachetools import TTLCache, cached

ALL_ADDRESSES = frozenset({"0.0.0.0", "::"})
NOT_SHOWN = ("fe80:", "169.254.")  # addresses that hold on one cable alone, and need its name
KNOWN_S = 5.0  # for which its addresses are not asked again: every request needs them


def listening_sockets() -> frozenset[tuple[str, int]]:
    """Give the address and port of each socket on which this process takes TCP connections.

    The sockets are asked, and no option: a server may be told its address in many ways.
    """
    connections = psutil.Process().net_connections("tcp")
    listening = [each.laddr for each in connections if each.status == psutil.CONN_LISTEN]
    return frozenset((each.ip, each.port) for each in listening)


@lru_cache(maxsize=256)
def is_loopback(host: str) -> bool:
    """Return whether a host's name or address means the machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def addresses_for_others(listening: frozenset[str]) -> tuple[str, ...]:
    """Give the addresses by which other machines reach what listens on some, IPv4 first."""
    found = _own_addresses() if listening & ALL_ADDRESSES else listening
    others = [each for each in found if not is_loopback(each) and not each.startswith(NOT_SHOWN)]
    return tuple(sorted(others, key=lambda each: (":" in each, each)))


@cached(TTLCache(1, KNOWN_S), lock=Lock())
def _own_addresses() -> frozenset[str]:
    """Give all addresses of this machine, with those of its virtual networks."""
    networks = psutil.net_if_addrs().values()
    kinds = ("AF_INET", "AF_INET6")
    return frozenset(
        each.address for network in networks for each in network if each.family.name in kinds
    )
