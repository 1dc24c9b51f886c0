"""A report as PDF: read back by another program, with its figures where the ticks say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from planner.report.document import Grid, shortened
from planner.report.pdf.pages import pages_of
from tests.report.printed import SEEN, fan_of, small_report


@pytest.fixture(scope="module")
def made() -> bytes:
    return pages_of(small_report()).data


@pytest.fixture(scope="module")
def read(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def test_the_same_report_gives_the_same_bytes(made: bytes):
    assert pages_of(small_report()).data == made


def test_it_says_what_it_is_and_in_which_language(read: PdfReader):
    assert read.metadata is not None and read.metadata.title == SEEN
    catalogue: Any = read.trailer["/Root"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert [entry["/Title"] for entry in flat(read.outline)] == [SEEN, f"Question {SEEN}", "Part"]


def flat(outline: list[Any]) -> list[Any]:
    return [one for entry in outline for one in (flat(entry) if isinstance(entry, list) else [entry])]


def elements(node: Any) -> list[Any]:
    """The elements below one of the structure, in reading order."""
    found = []
    for kid in node["/K"]:
        kid = kid.get_object()
        if "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def test_it_is_tagged_with_headings_tables_and_alternative_texts(read: PdfReader):
    root: Any = read.trailer["/Root"]
    found = elements(root["/StructTreeRoot"])
    kinds = [str(one["/S"]) for one in found]
    assert kinds[:2] == ["/Document", "/H1"]
    assert (kinds.count("/H2"), kinds.count("/H3")) == (1, 1)
    assert (kinds.count("/TR"), kinds.count("/TH"), kinds.count("/TD"), kinds.count("/LI")) == (4, 2, 6, 2)
    assert [one["/Alt"] for one in found if one["/S"] == "/Figure"] == [
        "Alternative of the fan",
        "Alternative of the chances",
        "Bars",
    ]
    assert all(one["/A"]["/Scope"] == "/Column" for one in found if one["/S"] == "/TH")


def test_every_mark_on_a_page_belongs_to_an_element_or_is_decoration(read: PdfReader):
    root: Any = read.trailer["/Root"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for place, page in enumerate(read.pages):
        assert page["/StructParents"] == place
        marks = numbers[2 * place + 1]
        content = page.get_contents()
        assert content is not None
        words = content.get_data().split()
        assert words.count(b"BDC") == len(marks) and words.count(b"BDC") + words.count(b"BMC") == words.count(b"EMC")
        for number, element in enumerate(marks):
            held = [kid.get_object() for kid in element.get_object()["/K"]]
            assert any(kid.get("/MCID") == number for kid in held)


def placed(read: PdfReader, page: int = 0) -> list[tuple[str, float, float]]:
    """Each text on a page with its place, in points from the bottom left."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, at: list[float], matrix: list[float], *_: object) -> None:
        if text.strip():
            x, y = matrix[4], matrix[5]
            a, b, c, d, e, f = at
            found.append((text.strip(), a * x + c * y + e, b * x + d * y + f))

    read.pages[page].extract_text(visitor_text=visit)
    return found


def test_the_numbers_beside_the_ticks_stand_where_the_values_are(read: PdfReader):
    """The median runs from 20 to 40 and the axis to 1.22 times its highest: a value's height follows from both."""
    texts = placed(read)
    heights = {int(text): y for text, x, y in texts if text in ("0", "20", "40") and x < 80}
    assert set(heights) == {0, 20, 40}
    assert heights[20] - heights[0] == pytest.approx(heights[40] - heights[20], abs=0.2)
    # The dashed line of the target stands at 20; its words begin just above it.
    (target,) = [y for text, _, y in texts if text.startswith("Target: at most 20")]
    assert 0 < target - heights[20] < 8
    assert not [text for text, *_ in texts if "1e" in text or "×" in text]  # noqa: RUF001


def test_the_months_stand_where_their_days_are(read: PdfReader):
    picture = fan_of()
    wanted = {f"{day:%b %Y}": day.toordinal() for day in (date(2027, 1, 1), date(2027, 3, 1), date(2027, 7, 1))}
    places = {text: x for text, x, _ in placed(read) if text in wanted}
    assert set(places) == set(wanted)
    first, second, third = (places[name] for name in wanted)
    days = [day - picture.days[0].toordinal() for day in wanted.values()]
    # Centred labels of nearly one width: where they begin goes with the days.
    assert (third - second) / (second - first) == pytest.approx((days[2] - days[1]) / (days[1] - days[0]), rel=0.02)


def test_charts_are_lines_and_text_in_the_papers_own_typeface(read: PdfReader):
    assert all("/XObject" not in page["/Resources"] for page in read.pages)  # type: ignore[operator]
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in read.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts == {"InterPaper-Regular", "InterPaper-SemiBold"}


def test_names_are_printed_as_they_are(read: PdfReader):
    text = " ".join(read.pages[0].extract_text().split())
    assert f"How many for {SEEN.replace(chr(0xFFFD), chr(0x25A1))}?" in text
    assert "Illustrative: every figure of this plan is made up." in text
    assert "Plan 0123456789ab; 200 futures, seed 7; Caseload Planner 1.0; data as of 2 November 2026" in text
    assert "Page 1 of 2" in text


@pytest.mark.slow
def test_a_long_table_goes_on_under_its_header():
    document = replace(small_report(), blocks=(small_report(120).blocks[4],))
    read = PdfReader(BytesIO(pages_of(document).data))
    assert len(read.pages) > 2
    assert all("Option" in page.extract_text() for page in read.pages)
    kinds = [str(one["/S"]) for one in elements(read.trailer["/Root"]["/StructTreeRoot"])]  # type: ignore[index]
    assert kinds.count("/TH") == 2


@pytest.mark.slow
def test_a_report_that_may_take_one_page_is_shortened_until_it_does():
    grids = [small_report(rows).blocks[4] for rows in (90, 60, 30, 10)]
    assert all(isinstance(grid, Grid) for grid in grids)
    forms = [replace(small_report(), blocks=(grid,), pages=1) for grid in grids]
    made = pages_of(shortened(forms))
    assert (made.count, made.document.blocks) == (1, forms[2].blocks)
