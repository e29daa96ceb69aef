"""The beginning of a text, where its place is short."""

EXCERPT = 160


def excerpt(text: str, length: int = EXCERPT) -> str:
    """Return the beginning of a text, cut at a space where there is one, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[:length]) + "…"
