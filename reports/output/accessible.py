"""What WeasyPrint leaves out of a PDF that is both PDF/A-3a (kept for good) and PDF/UA-1 (read by everyone).

`finish` is a finisher of WeasyPrint's `write_pdf`: it sees the objects of the PDF right before they are written.
"""

from collections.abc import Iterator

from .structure import Structure

VARIANT = "pdf/a-3a"
PDFUA = "http://www.aiim.org/pdfua/ns/id/"
# PDF/A allows only properties whose schema it knows or finds described; PDF/UA's own is not among those it knows.
UA_METADATA = f"""<rdf:Description xmlns:pdfuaid="{PDFUA}" rdf:about="" pdfuaid:part="1"/>\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{PDFUA}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>""".encode()


def finish(document, pdf) -> None:
    """Complete the metadata, bookmarks, the scope of table headers, artifacts, pictures and the list of attachments."""
    by_reference = {entry.reference: entry for entry in pdf.objects}
    for entry in pdf.objects:
        extra = getattr(entry, "extra", {})
        if extra.get("Type") == "/Metadata":
            entry.stream = [part.replace(b"</rdf:RDF>", UA_METADATA) for part in entry.stream]
        elif extra.get("Subtype") == "/Image":
            extra["Interpolate"] = "false"
        elif isinstance(entry, dict) and {"Title", "Dest"} <= entry.keys():  # a bookmark: the lines of its heading
            entry["Title"].string = entry["Title"].string.replace("\n", "")
    _scope_headers(pdf, by_reference)
    Structure(document, pdf, by_reference).complete()
    _mark_margins_as_artifacts(pdf, by_reference)
    if "AF" in pdf.catalog:  # where WeasyPrint writes each attachment twice
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _scope_headers(pdf, by_reference: dict) -> None:
    """Say of each header what it heads, in place of lists in every cell that nothing can look up without an IDTree."""
    for entry in pdf.objects:
        kind = entry.get("S") if isinstance(entry, dict) else None
        if kind == "/TH":
            entry.pop("ID", None)
            heads_column = by_reference[by_reference[entry["P"]]["P"]]["S"] == "/THead"
            entry["A"]["Scope"] = "/Column" if heads_column else "/Row"
        elif kind == "/TD":
            entry["A"].pop("Headers", None)
            if entry["A"].keys() == {"O"}:
                del entry["A"]


def _mark_margins_as_artifacts(pdf, by_reference: dict) -> None:
    """Take what stands in the margins of pages, numbers and codes, out of what is read aloud: it is no content.

    WeasyPrint tags it with elements that hang on no tree.
    """
    root = by_reference[pdf.catalog["StructTreeRoot"]]
    reached = {id(element) for element in _elements(by_reference[root["K"][0]], by_reference)}
    numbers = by_reference[root["ParentTree"]]["Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for place, reference in enumerate(pdf.page_references):
        of_page = parents[place]
        lost = {mcid for mcid, owner in enumerate(of_page) if id(by_reference[owner]) not in reached}
        for mcid in lost:
            of_page[mcid] = "null"
        _mark_as_artifacts(by_reference[by_reference[reference]["Contents"]].stream, lost)


def _elements(element: dict, by_reference: dict) -> Iterator[dict]:
    """Give an element and all below it."""
    waiting = [element]
    while waiting:
        kid = waiting.pop()
        yield kid
        waiting += [by_reference[key] for key in kid.get("K", ()) if isinstance(key, bytes)]


def _mark_as_artifacts(stream: list, mcids: set[int]) -> None:
    for place, part in enumerate(stream):
        if mcids and isinstance(part, dict) and part.get("MCID") in mcids:
            stream[place - 1] = "/Artifact"
            part.clear()
            part["Type"] = "/Pagination"
