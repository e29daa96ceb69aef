"""Taking back what a page has just done, by the button of its message."""

import re

FORM = re.compile(r'undo"><span>.*?action="([^"]+)".*?name="next" value="([^"]*)"', re.DOTALL)


def undo(client, page):
    """Press "เลิกทำ" in the message of a page and return where that leads."""
    [(address, back)] = FORM.findall(page.content.decode())
    return client.post(address, {"next": back}, follow=True)
