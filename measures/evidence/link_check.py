"""Whether a web address answers: the only place where the portal goes to the network, and only by a command.

An address is what a user typed: nothing but public hosts by http and https is asked, at every redirect again.
"""

import http.client
import ipaddress
import socket
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from .web_addresses import ascii_address

TIMEOUT = 10  # seconds
AGENT = "ITA-portal address check"


class AddressRefused(ValueError):
    """The address is none that the portal asks."""


def check_public(address: str) -> None:
    """Raise AddressRefused unless the address is http(s) and its host has only public network addresses."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressRefused("ไม่ใช่ที่อยู่เว็บ")
    hosts = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    if not all(ipaddress.ip_address(place[0]).is_global for *_, place in hosts):
        raise AddressRefused("เป็นที่อยู่ภายในเครือข่าย จึงไม่ตรวจ")


class PublicOnly(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        check_public(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fault_of(address: str) -> str:
    """Return in Thai what is wrong with an address, "" where it answers. Some servers answer only GET."""
    try:
        address = ascii_address(address)
        check_public(address)
        opener = urllib.request.build_opener(PublicOnly, urllib.request.ProxyHandler({}))
        for method in ("HEAD", "GET"):
            request = urllib.request.Request(address, method=method, headers={"User-Agent": AGENT})  # noqa: S310
            try:
                opener.open(request, timeout=TIMEOUT).close()
            except urllib.error.HTTPError as error:
                error.close()
                if method == "HEAD":
                    continue
                return f"เว็บไซต์ตอบรหัส {error.code}"
            return ""
    except AddressRefused as error:
        return str(error)
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, socket.gaierror):
            return "ไม่พบเว็บไซต์นี้"
        return "เว็บไซต์ไม่ตอบภายในเวลา" if isinstance(reason, TimeoutError) else "ติดต่อเว็บไซต์ไม่ได้"
    return ""
