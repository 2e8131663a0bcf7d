"""Who can reach a server, by its sockets and options, and the links that are given away."""

import pytest

from mnist_core.access.listening import addresses_for_others, is_loopback
from mnist_core.access.reach import Reach, ServerOptions, host_name, read_options


def reach(*sockets: tuple[str, int], **options) -> Reach:
    return Reach(ServerOptions(**options), frozenset(sockets))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_what_listens_on_loopback_is_reached_by_this_machine_alone(address):
    assert is_loopback(address)
    assert not reach((address, 8501)).is_open


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.20", "fd00::2", "lab", ""])
def test_what_listens_elsewhere_is_reached_by_others(address):
    assert reach(("127.0.0.1", 8501), (address, 8501)).is_open


def test_links_have_the_sockets_own_port_and_the_path_that_all_addresses_have():
    links = reach(("192.168.1.20", 9000), base_path="digits").links("share")

    assert links == ("http://192.168.1.20:9000/digits/share",)


def test_a_name_that_is_given_comes_first_with_its_own_port():
    links = reach(
        ("10.0.0.5", 8501), public_name="lab.example", public_port=443, secure=True
    ).links()

    assert links == ("https://lab.example/", "https://10.0.0.5:8501/")


def test_a_name_at_port_443_is_reached_by_tls_that_a_proxy_speaks():
    links = reach(("127.0.0.1", 8501), public_name="lab.example", public_port=443).links()

    assert links == ("https://lab.example/",)


def test_an_ipv6_address_stands_in_brackets():
    assert reach(("fd00::2", 8501)).links() == ("http://[fd00::2]:8501/",)


def test_all_addresses_of_a_machine_mean_none_of_its_loopback_and_ipv4_first(monkeypatch):
    own = {"127.0.0.1", "::1", "fe80::1%eth0", "169.254.3.4", "fd00::2", "10.0.0.5"}
    monkeypatch.setattr("mnist_core.access.listening._own_addresses", lambda: own)

    assert addresses_for_others(frozenset({"0.0.0.0"})) == ("10.0.0.5", "fd00::2")
    assert addresses_for_others(frozenset({"127.0.0.1"})) == ()


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Lab.Example.:80", "lab.example"),
        ("[::1]:8501", "::1"),
        ("localhost", "localhost"),
        (None, None),
        ("", None),
        ("a:b", None),
        ("a:99999999", None),
        ("user@localhost", None),
        ("localhost/path", None),
        ("[::1", None),
    ],
)
def test_a_host_is_read_or_refused(header, name):
    assert host_name(header) == name


@pytest.mark.parametrize(
    ("allowed", "host", "trusted"),
    [
        ("lab.example", "lab.example", True),
        ("LAB.example.", "lab.example", True),
        ("*.example", "lab.example", True),
        ("*.example", "example", False),
        ("*.example", "badexample", False),
        ("lab.example", "x.lab.example", False),
        ("*", "anything.at.all", True),
    ],
)
def test_allowed_hosts_are_names_ends_of_names_or_all(allowed, host, trusted):
    assert reach(("127.0.0.1", 1), allowed_hosts=(allowed,)).trusts(host) is trusted


def test_options_come_from_streamlits():
    told = {
        "browser.serverAddress": "lab.example",
        "browser.serverPort": 443,
        "server.allowedHosts": ["*.example"],
        "server.sslCertFile": "cert.pem",
        "server.baseUrlPath": "/digits/",
    }

    assert read_options(told.__getitem__) == ServerOptions(
        ("*.example",), "lab.example", 443, secure=True, base_path="digits"
    )


def test_without_a_name_given_there_is_none():
    told = {"browser.serverAddress": "localhost", "browser.serverPort": 8501}

    assert read_options(told.get).public_name is None
