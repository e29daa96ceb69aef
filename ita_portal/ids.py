"""Keys of rows and numbers of things as addresses and forms give them: anybody may put anything in their place."""

import re

from django.urls.converters import IntConverter

DIGITS = "[0-9]{1,18}"  # what every database takes as a number


class IdConverter(IntConverter):
    """`<key:…>` of an address; what is no key is an address that does not exist."""

    regex = DIGITS


def id_of(text: str) -> int:
    """Return the key that a text is; 0, which no row has, for anything else."""
    return int(text) if re.fullmatch(DIGITS, text) else 0
