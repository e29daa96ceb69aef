"""The structure of a PDF, as a screen reader follows it: what crosses pages is one element, lists are lists.

WeasyPrint makes the elements page by page, one for each box. Here they are paired with their boxes again, since only
these know what goes on from page to page and which paragraphs have markers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pydyf

EMPTY = {"/TD", "/LI", "/Lbl", "/LBody"}  # what may hold nothing and is still something
FLAT = ("html", "body")  # that WeasyPrint makes no elements of
BULLETS = "-–—•●▪◦"
DIGITS = "0123456789๐๑๒๓๔๕๖๗๘๙"
Element = Any  # a dictionary of pydyf, with its reference


@dataclass
class Node:
    """A box of a page above its lines, its element, and those within."""

    box: Any
    element: Element
    kids: list["Node"] = field(default_factory=list)

    def goes_on(self, other: "Node") -> bool:
        """Tell whether another box is the rest of this one, on the next page."""
        source = self.box.element
        return source is not None and source is other.box.element and self.box.element_tag == other.box.element_tag


class Structure:
    def __init__(self, document: Any, pdf: pydyf.PDF, by_reference: dict[bytes, Any]):
        self._pdf = pdf
        self._by_reference = by_reference
        self._root = by_reference[pdf.catalog["StructTreeRoot"]]
        self._top = by_reference[self._root["K"][0]]
        self._pages = list(self._paired(document))

    def complete(self) -> None:
        for upper, lower in pairwise(self._pages):
            if upper and lower and upper[-1].goes_on(lower[0]):
                self._top["K"].remove(lower[0].element.reference)
                self._join(upper[-1], lower[0])
        items = dict(_items([node for page in self._pages for node in page]))
        for element in list(self._below(self._top)):
            if not items.keys().isdisjoint(map(id, self._kids(element))):
                self._list(element, items)
            if element["S"] == "/Link":
                self._one_link(element)
        self._drop_empty(self._top)

    # ---- Boxes and their elements --------------------------------------------------------------------------

    def _paired(self, document: Any) -> Iterator[list[Node]]:
        by_page: dict[bytes, list[Element]] = {reference: [] for reference in self._pdf.page_references}
        for element in self._kids(self._top):
            by_page[element["Pg"]].append(element)
        for page, elements in zip(document.pages, by_page.values(), strict=True):
            boxes = _within(page._page_box)
            yield [self._node(box, element) for box, element in zip(boxes, elements, strict=True)]

    def _node(self, box: Any, element: Element) -> Node:
        kids = self._kids(element)
        if element["S"] == "/LI" and kids[0]["S"] == "/LBody":  # made around an item without a marker of its own
            kids = self._kids(kids[0])
        boxes = [] if _has_lines(box) else list(_within(box))
        pairs = list(zip(boxes, kids, strict=True)) if boxes else []
        for inner, kid in pairs:
            if hasattr(inner, "is_repeated"):  # continued.py
                element["K"].remove(kid.reference)
        return Node(box, element, [self._node(*pair) for pair in pairs if not hasattr(pair[0], "is_repeated")])

    def _kids(self, element: Element) -> list[Element]:
        entries = (self._by_reference[kid] for kid in element.get("K", ()) if isinstance(kid, bytes))
        return [entry for entry in entries if entry.get("Type") == "/StructElem"]

    def _below(self, element: Element) -> Iterator[Element]:
        yield element
        for kid in self._kids(element):
            yield from self._below(kid)

    def _add(self, kind: str, parent: Element) -> Element:
        element = pydyf.Dictionary(
            {"Type": "/StructElem", "S": kind, "K": pydyf.Array(), "Pg": parent["Pg"], "P": parent.reference}
        )
        self._pdf.add_object(element)
        self._by_reference[element.reference] = element
        return element

    # ---- What crosses pages --------------------------------------------------------------------------------

    def _join(self, upper: Node, lower: Node) -> None:
        """Have the element of the upper box hold what is in that of the lower one.

        Repeated headings of a table are left out of the tree: what hangs on none becomes an artifact.
        """
        repeated = [kid for kid in lower.kids if getattr(kid.box, "is_header", False)]
        lower.kids = [kid for kid in lower.kids if kid not in repeated]
        joined = [(old, new) for old, new in _meeting(upper, lower) if old.goes_on(new)]
        left_out = {kid.element.reference for kid in (*repeated, *(new for _, new in joined))}
        for kid in lower.element["K"]:
            if kid not in left_out:
                upper.element["K"].append(kid)
                self._by_reference[kid]["P"] = upper.element.reference
        lower.element.clear()
        lower.element = upper.element
        for old, new in joined:
            self._join(old, new)
        lower.kids = lower.kids or upper.kids

    # ---- Lists ---------------------------------------------------------------------------------------------

    def _list(self, parent: Element, items: dict[int, tuple[int, str]]) -> None:
        """Make lists of the paragraphs with markers, each deeper one within the item above it."""
        kept: list[bytes] = []
        begun: list[tuple[int, Element]] = []  # the lists that go on: their levels
        body = parent
        for reference in parent["K"]:
            paragraph: Element = self._by_reference.get(reference) if isinstance(reference, bytes) else None
            if id(paragraph) not in items:
                kept.append(reference)
                begun.clear()
                continue
            level, numbering = items[id(paragraph)]
            while begun and begun[-1][0] > level:
                begun.pop()
            if not begun or begun[-1][0] < level:
                holder = body if begun else parent
                made = self._add("/L", holder)
                made["Pg"] = paragraph["Pg"]
                made["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
                (holder["K"] if begun else kept).append(made.reference)
                begun.append((level, made))
            body = self._item(begun[-1][1], paragraph)
        parent["K"][:] = kept

    def _item(self, made: Element, paragraph: Element) -> Element:
        """Add a paragraph to a list as its marker and its body; return the body."""
        item = self._add("/LI", made)
        made["K"].append(item.reference)
        item["Pg"] = paragraph["Pg"]
        marker = self._by_reference[paragraph["K"][0]]
        item["K"].extend([marker.reference, paragraph.reference])
        marker["S"], paragraph["S"] = "/Lbl", "/LBody"
        marker["P"] = paragraph["P"] = item.reference
        del paragraph["K"][0]
        return paragraph

    # ---- Links and what is empty ---------------------------------------------------------------------------

    def _one_link(self, link: Element) -> None:
        """Leave one annotation of a link, as large as all: WeasyPrint makes one of every box within it."""
        owned = [(part, kid) for part in self._below(link) for kid in part["K"] if self._is_annotation(kid)]
        if not owned:
            return
        annotations = [self._by_reference[self._by_reference[kid]["Obj"]] for _, kid in owned]
        across, down = (
            [place for annotation in annotations for place in annotation["Rect"][first::2]] for first in (0, 1)
        )
        annotations[0]["Rect"][:] = [min(across), min(down), max(across), max(down)]
        shown = self._by_reference[link["Pg"]]["Annots"]
        numbers = self._by_reference[self._root["ParentTree"]]["Nums"]
        for (part, kid), annotation in list(zip(owned, annotations, strict=True))[1:]:
            part["K"].remove(kid)
            shown.remove(annotation.reference)
            place = numbers.index(annotation["StructParent"], 2 * len(self._pages))
            del numbers[place : place + 2]

    def _is_annotation(self, kid: object) -> bool:
        return isinstance(kid, bytes) and self._by_reference[kid].get("Type") == "/OBJR"

    def _drop_empty(self, element: Element) -> bool:
        """Take out of an element what holds nothing; tell whether it does so itself."""
        if kids := element["K"]:
            kids[:] = [kid for kid in kids if not self._is_empty(kid)]
        if not kids and element["S"] == "/TH":  # a column without a heading is headed by nothing
            element["S"] = "/TD"
            del element["A"]["Scope"]
        return not kids and element["S"] not in EMPTY

    def _is_empty(self, kid: object) -> bool:
        element = self._by_reference[kid] if isinstance(kid, bytes) else {}
        return element.get("Type") == "/StructElem" and self._drop_empty(element)


def _within(box: Any) -> Iterator[Any]:
    """Give the boxes within that have an element each."""
    for child in box.children:
        inner = getattr(child, "_box", child)  # of a place for what stands elsewhere on the page
        if inner.element_tag in FLAT:
            yield from _within(inner)
        elif not hasattr(inner, "at_keyword"):  # a margin's box
            if getattr(inner, "is_table_wrapper", False) and (table := inner.get_wrapped_table()):
                inner = table.copy_with_children(
                    [part for kid in inner.children for part in (kid.children if kid is table else [kid])]
                )
            yield inner


def _has_lines(box: Any) -> bool:
    return any(type(child).__name__ in ("LineBox", "TextBox") for child in box.children)


def _meeting(upper: Node, lower: Node) -> list[tuple[Node, Node]]:
    """Return which kids may go on: the cells of a row, else the last and the first."""
    if upper.element["S"] == "/TR":
        return [(old, new) for new in lower.kids for old in upper.kids if old.goes_on(new)]
    return [(upper.kids[-1], lower.kids[0])] if upper.kids and lower.kids else []


def _items(nodes: list[Node]) -> Iterator[tuple[int, tuple[int, str]]]:
    """Give the elements of paragraphs with markers, by their identity, with their level and how they are numbered."""
    for node in nodes:
        names = node.box.element.get("class", "").split() if node.box.element_tag == "p" else []
        if any(name.startswith("hang-") for name in names):
            level = next(int(name[-1]) for name in names if name.startswith("lvl-"))
            yield id(node.element), (level, _numbering(node.box.element[0].text.strip()))
        yield from _items(node.kids)


def _numbering(marker: str) -> str:
    if marker in BULLETS:
        return "/Disc"
    return "/Decimal" if any(digit in marker for digit in DIGITS) else "/LowerAlpha"
