"""The address policy, spelled out: every range that is no business of an outgoing request."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.conf import LOOPBACK
from requestbin.egress.addresses import refusal

PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "140.82.121.4",
    "192.0.1.1",
    "168.63.129.15",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:812::200e",
    "::ffff:1.1.1.1",
    "64:ff9b::8.8.8.8",
)
SPECIAL = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.5",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",  # Alibaba's metadata
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "169.254.170.2",  # Amazon ECS
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.0.192",  # Oracle's metadata
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.7",
    "168.63.129.16",  # Azure's metadata
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "3fff::1",
    "5f00::1",
    "4000::1",
    "fc00::1",
    "fd00:ec2::254",  # Amazon's metadata
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert refusal(address, ()) is None


@pytest.mark.parametrize("address", SPECIAL)
def test_special_addresses_do_not(address: str) -> None:
    refused = refusal(address, ())
    assert refused is not None
    assert refused.sentence.startswith(f"Not sent: {address} is ")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_the_operator_can_allow_more(address: str) -> None:
    assert refusal(address, LOOPBACK) is None


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "0.0.0.0", "64:ff9b::127.0.0.1", "2002:7f00:1::", "::127.0.0.1"]
)
def test_what_was_allowed_allows_nothing_beside(address: str) -> None:
    assert refusal(address, LOOPBACK) is not None


def test_the_sentence_tells_the_operator_what_to_write() -> None:
    refused = refusal("10.0.0.5", ())
    assert refused is not None
    assert (refused.code, refused.sentence) == (
        "private",
        "Not sent: 10.0.0.5 is a private address. The operator can allow it:"
        " `REQUESTBIN_ALLOW_NETS=10.0.0.0/8`.",
    )


def test_nobody_is_told_how_to_reach_a_clouds_credentials() -> None:
    refused = refusal("169.254.169.254", ())
    assert refused is not None
    assert refused.code == "forbidden"
    assert "ALLOW_NETS" not in refused.sentence


@given(st.ip_addresses())
def test_what_python_calls_not_global_never_passes(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if refusal(str(address), ()) is None:
        assert address.is_global or getattr(address, "ipv4_mapped", None)
        assert not address.is_multicast


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_every_disguise(address: ipaddress.IPv4Address) -> None:
    plain = refusal(str(address), ()) is None
    assert (refusal(f"::ffff:{address}", ()) is None) is plain
    assert (refusal(f"64:ff9b::{address}", ()) is None) is plain
