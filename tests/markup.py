"""HTML as tests compare it: how templates break their lines is left out."""

import re


def flat(html: str) -> str:
    """Return HTML without white space beside tags, any other as one space; for parts where none of it shows."""
    one_line = " ".join(html.split()).replace(" >", ">")
    return re.sub(r" ?(<[^>]*>) ?", r"\1", one_line)
