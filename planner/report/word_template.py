"""A Word file to write into: the program's own, or a force's with the styles that it lacks."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from planner import paths

if TYPE_CHECKING:
    from docx.document import Document as WordFile

STYLES = (
    *("Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "List Bullet", "Report Answer", "Report Note"),
    *("Report Warning", "Report Cell", "Report Figure", "Report Table"),
)
"""What a report is set in. A template may have any of them of its own."""
_CONTENT = "[Content_Types].xml"
_TEMPLATE, _DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"


class NotWord(ValueError):
    """The bytes are no Word file."""


def open_template(data: bytes | None) -> WordFile:
    """A Word file without text: the template's (.docx or .dotx as bytes; None: the program's own), with its page,
    its header and footer and its styles. NotWord."""
    import docx

    own = docx.Document(str(paths.shipped("resources", "reports", "report.docx")))
    if data is None:
        return own
    try:
        given = docx.Document(BytesIO(_as_document(data)))
    except (BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise NotWord from error
    body = given.element.body
    for part in list(body):
        if not part.tag.endswith("}sectPr"):
            body.remove(part)
    _add_styles(given, own)
    return given


def _as_document(data: bytes) -> bytes:
    """A template (.dotx) is a document whose first page says otherwise."""
    source = ZipFile(BytesIO(data))
    types = source.read(_CONTENT)
    if _TEMPLATE not in types:
        return data
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for entry in source.infolist():
            held = source.read(entry)
            target.writestr(entry, held.replace(_TEMPLATE, _DOCUMENT) if entry.filename == _CONTENT else held)
    return made.getvalue()


def _add_styles(given: WordFile, own: WordFile) -> None:
    """The styles that the template lacks, as the program has them."""
    from docx.oxml.ns import qn

    known = {style.name for style in given.styles}
    for name in STYLES:
        if name in known:
            continue
        copied: Any = deepcopy(own.styles[name].element)
        # Numbering and the look of a heading's linked characters belong to the other file.
        for part in ("link", "next"):
            for found in copied.findall(qn(f"w:{part}")):
                copied.remove(found)
        for found in list(copied.iter(qn("w:numPr"))):
            found.getparent().remove(found)
        given.styles.element.append(copied)
