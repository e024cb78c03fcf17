"""Where events may be sent: addresses as people give them, and IP addresses as resolvers give them."""

import pytest

from assess.accounts.webhooks import addresses
from assess.errors import InvalidError

GOOD = (
    "https://example.com",
    "https://hooks.example.com/a/b?c=d",
    "https://example.com:8443/x",
    "https://example.com:443/",
    "https://xn--fiqs8s.example.cn/",
    "https://a_b.example.com/",
    "https://1.1.1.1/",
    "https://[2606:4700:4700::1111]/hook",
    "HTTPS://Example.COM/Path",
)
HOSTILE = {
    "webhook.address": (
        "",
        "example.com/hook/ with blank",
        "https://",
        "https:///path",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com#x",
        "https://example.com\\@127.0.0.1/",
        "https://exa\tmple.com/",
        "https://ex%61mple.com/",
        "https://[fe80::1%25eth0]/",
        "https://例子.中国/",
        "https://１２７.0.0.1/",  # full-width digits
        "https://ⓔxample.com/",
        "https://example。com/",  # a full stop that IDNA turns into a dot
        "https://example.com:port/",
        "https://[::1/",
        "https://example.com/" + "a" * 500,
        "https://example.com/\r\nHost: inside",
    ),
    "webhook.address-https": (
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "javascript:alert(1)",
        "//example.com/",
        "example.com",
    ),
    "webhook.address-port": ("https://example.com:22/", "https://example.com:80/", "https://example.com:0/"),
    "webhook.address-private": (
        "https://localhost/",
        "https://LOCALHOST:8443/",
        "https://a.localhost/",
        "https://localhost./",
        "https://example.com./",
        "https://intranet/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://0/",
        "https://0.0.0.0/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://example.0x1/",
        "https://0177.0.0.1/",
        "https://0177.0.0.01/",
        "https://127.0.0.1./",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://100.100.100.200/",
        "https://224.0.0.1/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "https://192.0.2.1/",
        "https://198.18.0.1/",
        "https://[::]/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:8.8.8.8]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b:1::1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:0:7f00:1::]/",
        "https://[2001:db8::1]/",
        "https://[3fff::1]/",
        "https://[fc00::1]/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1]/",
        "https://[ff02::1]/",
        "https://-example.com/",
        "https://example..com/",
        "https://exa*mple.com/",
    ),
}  # fmt: skip
CASES = [(url, message) for message, urls in HOSTILE.items() for url in urls]


@pytest.mark.parametrize("url", GOOD)
def test_an_address_on_the_internet_is_taken(url: str) -> None:
    assert addresses.check(f" {url} ", private=False).lower() == url.lower()


@pytest.mark.parametrize(("url", "message"), CASES)
def test_every_other_one_is_refused(url: str, message: str) -> None:
    with pytest.raises(InvalidError) as refused:
        addresses.check(url, private=False)
    assert (refused.value.message, refused.value.field) == (message, "url")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/hook", "http://receiver/", "https://10.0.0.1:22/"])
def test_the_operator_may_allow_private_ones(url: str) -> None:
    assert addresses.check(url, private=True) == url


@pytest.mark.parametrize("url", ["ftp://10.0.0.1/", "http://u:p@10.0.0.1/", "http://10.0.0.1\\x/"])
def test_but_nothing_else(url: str) -> None:
    with pytest.raises(InvalidError):
        addresses.check(url, private=True)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("114.114.114.114", True),
        ("2400:3200::1", True),
        ("192.88.99.1", False),
        ("192.0.0.9", False),
        ("fe80::1%eth0", False),
        ("2001:20::1", False),
        ("::ffff:10.0.0.1", False),
        ("0177.0.0.1", False),
        ("no address", False),
        ("", False),
    ],
)
def test_what_a_name_leads_to_is_checked_too(address: str, public: bool) -> None:  # noqa: FBT001 - a case of the table
    assert addresses.is_public(address) is public
