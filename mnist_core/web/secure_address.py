"""Whether browsers trust a page's address enough for the camera: https, or their own machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

OWN_MACHINE = "localhost"


def is_secure(address: str | None) -> bool:
    """Return whether browsers offer a page of this address the camera.

    So the W3C defines it: "Secure Contexts", 3.1, potentially trustworthy origins.

    Args:
        address: of the page, as the browser has it; none before it has told.
    """
    parts = urlsplit(address or "")
    return parts.scheme == "https" or _is_own_machine(parts.hostname or "")


def _is_own_machine(host: str) -> bool:
    name = host.rstrip(".")
    if name == OWN_MACHINE or name.endswith(f".{OWN_MACHINE}"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
