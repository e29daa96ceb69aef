"""What PDF/A-3a and PDF/UA-1 ask of a PDF, as far as it can be read from its objects."""

from collections.abc import Iterator

import pikepdf

TEXT_SHOWN = {"Tj", "TJ", "'", '"'}
PAINTED = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "BI", "INLINE IMAGE"}
HOLDS = {
    "/L": {"/LI"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/THead", "/TBody", "/TR"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
}
NUMBERINGS = ("/Decimal", "/LowerAlpha", "/Disc")
EMPTY = {"/TD", "/LBody"}  # a cell without text, a marker without one
LEVELS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Give every element of the structure tree, in the order in which it is read."""
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        yield element
        kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]
        waiting += reversed([kid for kid in kids if kid.get("/Type") == "/StructElem"])


def texts_of(pdf: pikepdf.Pdf) -> list[str]:
    """Return the bookmarks in the order of the document, whatever their level."""

    def titles(entries) -> Iterator[str]:
        for entry in entries:
            yield entry.title
            yield from titles(entry.children)

    with pdf.open_outline() as outline:
        return list(titles(outline.root))


def glyphs_by_font(pdf: pikepdf.Pdf) -> dict[str, set[int]]:
    """Return the glyph numbers that the pages show, by the name of their font; every font is a two-byte one."""
    shown: dict[str, set[int]] = {}
    for page in pdf.pages:
        font = None
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = str(page.Resources.Font[operands[0]].BaseFont)
            elif str(operator) in TEXT_SHOWN:
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        raw = bytes(part)
                        codes = {int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)}
                        shown.setdefault(font, set()).update(codes)
    return shown


def faults(pdf: pikepdf.Pdf) -> list[str]:
    """Return what is wrong, in words; nothing for a file that holds all of it."""
    checks = (_catalog, _tags, _nesting, _contents, _fonts, _pictures, _annotations)
    return [fault for check in checks for fault in check(pdf)]


def _catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if root.get("/Lang") != "th":
        yield "language"
    if root.ViewerPreferences.get("/DisplayDocTitle") is not True:
        yield "DisplayDocTitle"
    if root.MarkInfo.get("/Marked") is not True:
        yield "Marked"
    [intent] = root.OutputIntents
    if intent.S != "/GTS_PDFA1" or b"acsp" not in intent.DestOutputProfile.read_bytes()[:128]:
        yield "output intent"
    with pdf.open_metadata() as metadata:
        known = {key: metadata.get(key) for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
        if known != {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}:
            yield f"XMP {known}"
        if not metadata.get("dc:title") or metadata["dc:title"] != str(pdf.docinfo.Title):
            yield "title"


def _tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    for element in elements(pdf):
        kind, attributes = str(element.S), element.get("/A", {})
        if kind in LEVELS:
            if LEVELS.index(kind) > level:
                yield f"{kind} below H{level}"
            level = LEVELS.index(kind) + 1
        if kind == "/TH" and attributes.get("/Scope") not in ("/Column", "/Row"):
            yield "TH without Scope"
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "Figure without Alt"


def kids(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """Return the elements right below an element."""
    entries = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]
    return [kid for kid in entries if kid.get("/Type") == "/StructElem"]


def _nesting(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Parts of lists and tables stand in each other as they must, and nothing is empty that says nothing so."""
    for element in elements(pdf):
        kind, below = str(element.S), [str(kid.S) for kid in kids(element)]
        if kind in HOLDS and not set(below) <= HOLDS[kind]:
            yield f"{kind} holds {below}"
        marked = kind == "/L" and any(part.S == "/Lbl" for item in kids(element) for part in kids(item))
        if marked and element.get("/A", {}).get("/ListNumbering") not in NUMBERINGS:
            yield "numbered list without ListNumbering"
        if not len(element.get("/K", [])) and kind not in EMPTY:
            yield f"empty {kind}"
        if any(kid.P.objgen != element.objgen for kid in kids(element)):
            yield f"{kind} is not the parent of what it holds"


def _contents(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Everything painted is an artifact or hangs on the tree by the number of its marked content."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    hung = {element.objgen for element in elements(pdf)}
    for number, page in enumerate(pdf.pages, start=1):
        open_marks: list[str] = []
        of_page = parents[int(page.StructParents)]
        for operands, operator in pikepdf.parse_content_stream(page):
            operator = str(operator)
            if operator in ("BMC", "BDC"):
                mark = str(operands[0])
                if mark != "/Artifact":
                    parent = of_page[int(operands[1].MCID)]
                    if parent is None or parent.objgen not in hung:
                        yield f"page {number}: content of no element"
                open_marks.append(mark)
            elif operator == "EMC":
                open_marks.pop()
            elif operator in TEXT_SHOWN | PAINTED and not open_marks:
                yield f"page {number}: {operator} outside of marked content"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for name, font in pdf.pages[0].Resources.Font.items():
        descriptor = font.DescendantFonts[0].FontDescriptor
        if "/FontFile2" not in descriptor and "/FontFile3" not in descriptor:
            yield f"{name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"{name} says no text"
        if font.Encoding != "/Identity-H":
            yield f"{name} lacks glyphs"
    for name, shown in glyphs_by_font(pdf).items():
        if 0 in shown:
            yield f"{name} shows .notdef"


def _pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for part in pdf.objects:
        if isinstance(part, pikepdf.Stream) and part.get("/Subtype") == "/Image" and part.get("/Interpolate"):
            yield "picture is interpolated"


def _annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in pdf.pages:
        if page.get("/Tabs") != "/S":
            yield "order of tabs"
        for annotation in page.get("/Annots", []):
            if not str(annotation.get("/Contents", "")) or int(annotation.get("/F", 0)) & 4 == 0:
                yield "annotation without text, or not printed"
            parent = parents[int(annotation.StructParent)]
            owned = [kid.Obj.objgen for kid in parent.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]
            if annotation.Subtype == "/Link" and (parent.S != "/Link" or owned != [annotation.objgen]):
                yield "annotation of no link"
