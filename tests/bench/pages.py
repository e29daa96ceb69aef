"""Render a document's content from stdin in a process of its own; say on stdout how long it took and what it held."""

import json
import os
import resource
import sys
import time

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
    django.setup()
    from reports.output.content import DocumentContent
    from reports.output.render import render_pdf

    content = DocumentContent.from_json(json.load(sys.stdin))
    started = time.process_time()
    pdf = render_pdf(content)
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    import pypdfium2  # after the memory was looked at

    pages = len(pypdfium2.PdfDocument(pdf))
    json.dump({"pages": pages, "seconds": seconds, "memory": memory}, sys.stdout)


if __name__ == "__main__":
    main()
