"""The structure of a PDF file, for screen readers: which marks on which page are a heading, a cell, a figure.

reportlab writes no tags itself; it lets the catalogue and the pages hold them. After ISO 32000-1, 14.7 and 14.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas


@dataclass(eq=False)
class Tag:
    """One element of the structure; `kind` is a standard type such as H1, P, TH."""

    kind: str
    parent: Tag | None = None
    alt: str = ""
    scope: str = ""
    """Of a TH: Column or Row."""
    kids: list[Tag | tuple[int, int]] = field(default_factory=list)
    """Elements, and marks as (page, number on it)."""
    name: str = ""

    def add(self, kind: str, *, alt: str = "", scope: str = "") -> Tag:
        """A new last child."""
        tag = Tag(kind, self, alt, scope)
        self.kids.append(tag)
        return tag

    def is_drawn(self) -> bool:
        """Whether anything on a page belongs to it."""
        return any(isinstance(kid, tuple) or kid.is_drawn() for kid in self.kids)


class _TaggedPage(pdfdoc.PDFPage):  # type: ignore[misc]
    """A page that says where its marks belong."""

    __NoDefault__: ClassVar[list[str]] = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
    StructParents: int | None = None
    Tabs: Any = None


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A canvas that keeps the structure and writes it with the file. What is drawn outside any tag is an artefact."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.root = Tag("Document")
        self.marks: list[list[Tag]] = [[]]
        """By page, the element of each mark."""
        self._depth = 0
        self.counting = False
        """Whether only the pages are counted, so that what takes long need not be drawn."""
        super().__init__(*args, **kwargs)

    def _make_preamble(self) -> None:
        # reportlab's own begins each page with a typeface that is in no file.
        self._preamble = "1 0 0 1 0 0 cm"

    @contextmanager
    def marked(self, tag: Tag | None) -> Iterator[None]:
        """What is drawn meanwhile belongs to an element; None for decoration that no reader needs to hear of."""
        if self._depth:
            # Marks do not nest: what lies within another belongs to that.
            yield
            return
        if tag is None:
            self._code.append("/Artifact BMC")
        else:
            number = len(self.marks[-1])
            tag.kids.append((len(self.marks) - 1, number))
            self.marks[-1].append(tag)
            self._code.append(f"/{tag.kind} <</MCID {number}>> BDC")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            self._code.append("EMC")

    def showPage(self) -> None:  # noqa: N802
        """Close the page, with its place in the structure."""
        add = self._doc.addPage

        def add_tagged(page: Any) -> None:
            page.__class__ = _TaggedPage
            page.StructParents = len(self.marks) - 1
            page.Tabs = pdfdoc.PDFName("S")
            add(page)

        self._doc.addPage = add_tagged
        try:
            super().showPage()
        finally:
            self._doc.addPage = add
        self.marks.append([])

    def save(self) -> None:
        """Write the file."""
        if self._code:
            self.showPage()
        self._write_structure()
        super().save()

    def _write_structure(self) -> None:
        document = self._doc
        pages = [document.Reference(page) for page in document.Pages.pages]
        tags = list(_named(self.root))
        top = pdfdoc.PDFObjectReference("StructTreeRoot")
        for tag in tags:
            parent = top if tag.parent is None else pdfdoc.PDFObjectReference(tag.parent.name)
            document.Reference(pdfdoc.PDFDictionary(_entries(tag, parent, pages)), tag.name)
        numbers: list[Any] = []
        for page, marks in enumerate(self.marks[: len(pages)]):
            numbers += [page, pdfdoc.PDFArray([pdfdoc.PDFObjectReference(tag.name) for tag in marks])]
        tree = {
            "Type": pdfdoc.PDFName("StructTreeRoot"),
            "K": pdfdoc.PDFArray([pdfdoc.PDFObjectReference(self.root.name)]),
            "ParentTree": pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)}),
            "ParentTreeNextKey": len(pages),
        }
        document.Catalog.StructTreeRoot = document.Reference(pdfdoc.PDFDictionary(tree), "StructTreeRoot")
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})


def _named(tag: Tag) -> Iterator[Tag]:
    """The drawn elements in reading order, each with a name of its own."""
    counted = 0
    waiting = [tag]
    while waiting:
        one = waiting.pop()
        one.name = f"Tag{counted}"
        counted += 1
        yield one
        one.kids = [kid for kid in one.kids if isinstance(kid, tuple) or kid.is_drawn()]
        waiting += [kid for kid in reversed(one.kids) if isinstance(kid, Tag)]


def _entries(tag: Tag, parent: Any, pages: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "Type": pdfdoc.PDFName("StructElem"),
        "S": pdfdoc.PDFName(tag.kind),
        "P": parent,
        "K": pdfdoc.PDFArray([_kid(kid, pages) for kid in tag.kids]),
    }
    if tag.alt:
        found["Alt"] = pdfdoc.PDFString(tag.alt)
    if tag.scope:
        attributes = {"O": pdfdoc.PDFName("Table"), "Scope": pdfdoc.PDFName(tag.scope)}
        found["A"] = pdfdoc.PDFDictionary(attributes)
    return found


def _kid(kid: Tag | tuple[int, int], pages: list[Any]) -> Any:
    if isinstance(kid, Tag):
        return pdfdoc.PDFObjectReference(kid.name)
    page, number = kid
    return pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("MCR"), "Pg": pages[page], "MCID": number})
