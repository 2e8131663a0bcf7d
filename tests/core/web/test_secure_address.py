"""Which addresses browsers trust: those of the W3C's definition, and no other."""

import pytest

from mnist_core.web.secure_address import is_secure


@pytest.mark.parametrize(
    "address",
    [
        "https://lab.example.org/draw",
        "https://10.0.0.5:8501/",
        "http://localhost:8501/draw",
        "http://LOCALHOST/",
        "http://localhost./",
        "http://lab.localhost:8501/",
        "http://127.0.0.1:8501/draw",
        "http://127.3.2.1/",
        "http://[::1]:8501/",
    ],
)
def test_a_page_by_https_or_of_the_own_machine_may_use_the_camera(address):
    assert is_secure(address)


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "http://10.0.0.5:8501/draw",
        "http://192.168.1.20/",
        "http://lab.example.org/",
        "http://localhost.example.org/",
        "http://notlocalhost/",
        "http://[fe80::1]:8501/",
        "http://127.0.0.1.example.org/",
        "http://https.example.org/?https://",
    ],
)
def test_a_page_by_plain_http_of_another_machine_may_not(address):
    assert not is_secure(address)
