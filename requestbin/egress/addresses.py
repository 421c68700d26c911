"""Which addresses outgoing requests may reach: public ones, and what the operator allows."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from requestbin.egress.failures import Failure, failure

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK = "this server's own address"
PRIVATE = "a private address"
LINK_LOCAL = "a link-local address, where clouds keep a machine's credentials"
METADATA = "a cloud's address for a machine's credentials"
SHARED = "an address inside a provider's network"
MULTICAST = "an address of many receivers"
RESERVED = "a reserved address"
TUNNEL = "an address that leads through a tunnel"


@dataclass(frozen=True, slots=True)
class Special:
    """Addresses that are not public. `allow` is what the operator would write to reach them, ""
    where nobody should be told to."""

    network: Network
    kind: str
    allow: str = ""


def _special(network: str, kind: str, allow: str = "") -> Special:
    return Special(ipaddress.ip_network(network), kind, allow)


# https://www.iana.org/assignments/iana-ipv4-special-registry and ...-ipv6-special-registry, with
# what clouds add. `is_global` of the standard library differs between Python versions and lets
# several of these pass (all multicast, 192.0.0.192, 168.63.129.16, 2002::/16, ...).
SPECIAL = (
    _special("0.0.0.0/8", LOOPBACK),  # "this host": Linux connects it to 127.0.0.1
    _special("10.0.0.0/8", PRIVATE, "10.0.0.0/8"),
    _special("100.64.0.0/10", SHARED, "100.64.0.0/10"),  # also Alibaba's metadata, 100.100.100.200
    _special("127.0.0.0/8", LOOPBACK, "127.0.0.0/8,::1"),
    _special("169.254.0.0/16", LINK_LOCAL),
    _special("172.16.0.0/12", PRIVATE, "172.16.0.0/12"),
    _special("192.0.0.192/32", METADATA),  # Oracle
    _special("192.0.0.0/24", RESERVED),
    _special("192.0.2.0/24", RESERVED),
    _special("192.88.99.0/24", TUNNEL),
    _special("192.168.0.0/16", PRIVATE, "192.168.0.0/16"),
    _special("198.18.0.0/15", RESERVED, "198.18.0.0/15"),
    _special("198.51.100.0/24", RESERVED),
    _special("203.0.113.0/24", RESERVED),
    _special("168.63.129.16/32", METADATA),  # Azure
    _special("224.0.0.0/4", MULTICAST),
    _special("240.0.0.0/4", RESERVED),
    _special("::1/128", LOOPBACK, "127.0.0.0/8,::1"),
    _special("::/128", LOOPBACK),
    _special("64:ff9b:1::/48", TUNNEL),
    _special("2001::/23", TUNNEL),  # Teredo, ORCHID, benchmarking
    _special("2001:db8::/32", RESERVED),
    _special("2002::/16", TUNNEL),  # 6to4
    _special("3fff::/20", RESERVED),
    _special("fc00::/7", PRIVATE, "fc00::/7"),
    _special("fe80::/10", LINK_LOCAL),
    _special("ff00::/8", MULTICAST),
)
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
"""The only part of IPv6 that is given out to the world; everything else is special."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def refusal(address: str, nets: Sequence[Network]) -> Failure | None:
    """Return why nothing may be sent to `address`, or None when it is public or within `nets`."""
    found = _unmapped(ipaddress.ip_address(address))
    if any(found in net for net in nets if net.version == found.version):
        return None
    special = _special_of(found)
    if special is None:
        return None
    code = "private" if special.allow else "forbidden"
    return failure(code, address=address, kind=special.kind, net=special.allow)


def _unmapped(address: Address) -> Address:
    """An IPv4 address written as IPv6 (::ffff:a.b.c.d) is that IPv4 address to the kernel."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _special_of(address: Address) -> Special | None:
    if isinstance(address, ipaddress.IPv6Address) and address in NAT64:
        address = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    for special in SPECIAL:
        if special.network.version == address.version and address in special.network:
            return special
    if address.version == 6 and address not in GLOBAL_V6:
        return Special(GLOBAL_V6, RESERVED)
    return None
