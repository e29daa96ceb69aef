"""What prints a document: versions of the programs, fingerprints of the fonts and of the portal's own templates."""

import hashlib
import re
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

import ita_portal
from reports.output.render import DRAFT, ISSUE, STYLESHEETS, SYMBOLS, open_static

PROGRAMS = ("weasyprint", "pydyf", "fonttools", "nlpo3", "pythainlp", "pillow", "django")
PRINTING = (
    "templates/reports/document",
    "templates/reports/blocks",
    "reports/output/render.py",
    "reports/output/setting.py",
    "reports/output/tightening.py",
    "reports/output/paper.py",
    "reports/typesetting",
    "assessments/data/local_authorities.csv",
    "reports/output/accessible.py",
    "reports/output/structure.py",
    "reports/output/fonts.conf",
)
_FONT = re.compile(r'static:(fonts/[^"]+)')


@cache
def versions() -> dict[str, str]:
    """Return the versions by name. `printing` changes with the portal's templates, styles and fonts."""
    from weasyprint.text.ffi import pango  # here, so that the portal starts without Pango

    return {
        "ita-portal": ita_portal.VERSION,
        **{name: version(name) for name in PROGRAMS},
        "pango": str(pango.pango_version()),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "printing": _printing(),
    }


@cache
def fonts() -> dict[str, str]:
    """Return the SHA-256 of each font file that a document may be printed with."""
    styles = "".join(_style(name) for name in _STYLES)
    names = sorted(set(_FONT.findall(styles)))
    return {Path(name).name: hashlib.sha256(open_static(name)).hexdigest() for name in names}


def _style(name: str) -> str:
    return open_static(name).decode()


_STYLES = (*STYLESHEETS, DRAFT, ISSUE, SYMBOLS)


def _printing() -> str:
    """Return one fingerprint over all that turns content into bytes and is the portal's own."""
    total = hashlib.sha256("".join(f"{name} {digest}\n" for name, digest in fonts().items()).encode())
    for name in _STYLES:
        total.update(_style(name).encode())
    for root in (settings.BASE_DIR / folder for folder in PRINTING):
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file():
                total.update(f"{path.name}\n".encode() + path.read_bytes())
    return total.hexdigest()[:16]
