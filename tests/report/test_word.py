"""A report as a Word file: real headings, headers and alternative texts, in whoever's styles."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from planner.report.document import Chart, Document
from planner.report.word import word_of
from planner.report.word_template import NotWord
from tests.report.printed import SEEN, small_report


@pytest.fixture(scope="module")
def made() -> bytes:
    return word_of(small_report())


def test_the_same_report_gives_the_same_bytes(made: bytes):
    assert word_of(small_report()) == made
    assert {entry.date_time for entry in ZipFile(BytesIO(made)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_headings_are_headings_and_names_stay_as_they_are(made: bytes):
    file = docx.Document(BytesIO(made))
    said = [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs]
    assert ("Title", SEEN) in said
    assert ("Heading 1", f"Question {SEEN}") in said and ("Heading 2", "Part") in said
    assert ("Report Answer", "Five more officers.") in said
    assert ("List Bullet", SEEN) in said
    assert (file.core_properties.title, file.core_properties.language) == (SEEN, "en-GB")
    assert file.core_properties.created.replace(tzinfo=None) == datetime(2026, 11, 29)  # noqa: DTZ001


def test_a_table_has_a_header_row_that_is_repeated_and_a_title_for_screen_readers(made: bytes):
    (table,) = docx.Document(BytesIO(made)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows][:2] == [
        ["Option", "Cost"],
        [f"{SEEN} 0", "£0,000"],
    ]
    header = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert header == [True, False, False, False]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Options"


def test_pictures_are_sharp_and_have_an_alternative_text(made: bytes):
    file = docx.Document(BytesIO(made))
    told = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert told == ["Alternative of the fan", "Alternative of the chances", "Bars"]
    for shape in file.inline_shapes:
        held = file.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
        assert held.image.px_width / (shape.width / 914_400) == pytest.approx(300, abs=2)


def plain_report() -> Document:
    """Without the charts, which take time to draw."""
    return replace(small_report(), blocks=tuple(one for one in small_report().blocks if not isinstance(one, Chart)))


def force_template() -> bytes:
    """A force's own file: a header, text of its own, another look of headings, and none of our styles."""
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "North Force"
    file.add_paragraph("Delete this text.")
    file.styles["Heading 1"].font.name = "Georgia"
    held = BytesIO()
    file.save(held)
    return held.getvalue()


def test_a_forces_template_brings_its_styles_and_header_and_loses_its_text():
    file = docx.Document(BytesIO(word_of(plain_report(), force_template())))
    assert file.sections[0].header.paragraphs[0].text == "North Force"
    assert file.styles["Heading 1"].font.name == "Georgia"
    assert not [paragraph for paragraph in file.paragraphs if "Delete" in paragraph.text]
    assert {"Report Answer", "Report Table"} <= {style.name for style in file.styles}


def test_a_word_template_file_serves_as_well():
    source = ZipFile(BytesIO(force_template()))
    held = BytesIO()
    with ZipFile(held, "w") as target:
        for name in source.namelist():
            data = source.read(name).replace(b"document.main+xml", b"template.main+xml")
            target.writestr(name, data)
    file = docx.Document(BytesIO(word_of(plain_report(), held.getvalue())))
    assert file.sections[0].header.paragraphs[0].text == "North Force"


@pytest.mark.parametrize("data", [b"", b"no Word file", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_word_file_is_refused(data: bytes):
    with pytest.raises(NotWord):
        word_of(plain_report(), data)
