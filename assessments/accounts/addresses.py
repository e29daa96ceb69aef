"""From which address a request truly comes."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the address of who asks; None where it is not known.

    Only a trusted proxy (TRUSTED_PROXIES) is believed what it says of others: of `X-Forwarded-For` counts the last
    entry that is no trusted proxy itself. What stands before it came with the request and may be invented.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "")[-500:].split(",")
    address = None
    for text in [request.META.get("REMOTE_ADDR", ""), *reversed(told)]:
        try:
            here = ip_address(text.strip().partition("%")[0])  # without the zone of a link-local one
        except ValueError:
            return address
        here = getattr(here, "ipv4_mapped", None) or here
        address = str(here)
        if not any(here in network for network in settings.TRUSTED_PROXIES):
            return address
    return address
