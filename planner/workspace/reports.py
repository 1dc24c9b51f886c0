"""Reports of a plan: made as a value, looked at, and saved as a file that is there whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from planner import __version__
from planner.model.codec import fingerprint
from planner.model.progress import Progress, unheard
from planner.model.standard import Measure
from planner.report.kinds import NOTES, Kind, forms_in_words
from planner.storage.errors import place
from planner.storage.sheets.errors import unreadable, unwritable
from planner.storage.sheets.writing import write_bytes

if TYPE_CHECKING:
    from planner.model.plan import Plan
    from planner.model.scenario import Scenario
    from planner.model.standard import Standard
    from planner.report.book.sheet import Book
    from planner.report.document import Document, Provenance
    from planner.report.rich_text import RichText

_A_YEAR = 364


class ReportRefused(Exception):
    """A report cannot be made or saved as asked; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What report is wanted."""

    kind: Kind
    made: date
    """The day that it bears."""
    scenario: Scenario | None = None
    """None: the plan as it is."""
    standard: str | None = None
    """Of a brief: the key of the standard in question; None: the first on caseloads, else the first."""
    by: date | None = None
    """The day in question; None: the standard's own, else the re-inspection, else a year on."""
    probability: float = 0.9
    teams: tuple[str, ...] = ()
    """Of weekly sheets; none: all."""
    before: Plan | None = None
    """An earlier copy of the plan: last year's, or that of the last inspection."""
    futures: int = 200
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A report, ready to be saved in any of its forms."""

    kind: Kind
    document: Document | None
    """None for the workbook."""
    book: Book | None = None


def make_report(plan: Plan, order: ReportOrder, progress: Progress = unheard) -> Report:
    """Reckon and write a report. A plain function for any thread; `progress` may raise Cancelled.

    ReportRefused when the plan lacks what the report is about; InvalidPlan for days outside a run.
    """
    from planner.workspace.report_figures import Terms, book_figures, brief_figures, pack_figures, statement_figures

    terms = Terms(order.scenario, order.futures, order.seed)
    about = _provenance(plan, order)
    if order.kind is Kind.WEEKLY:
        from planner.report.weekly_sheet import weekly_sheet

        teams = order.teams or tuple(team.key for team in plan.teams)
        return Report(order.kind, weekly_sheet(plan, teams, about))
    if order.kind is Kind.BRIEF:
        from planner.report.brief import brief

        standard = _standard(plan, order.standard)
        day = order.by or standard.by or plan.reinspection or plan.start + timedelta(days=_A_YEAR)
        return Report(order.kind, brief(brief_figures(plan, terms, standard, day, order.probability, progress), about))
    if order.kind is Kind.FMS:
        from planner.report.force_statement import force_statement

        return Report(order.kind, force_statement(statement_figures(plan, terms, order.before, progress), about))
    if order.kind is Kind.INSPECTION:
        from planner.report.inspection_pack import inspection_pack

        found = pack_figures(plan, terms, order.by, order.probability, progress)
        return Report(order.kind, inspection_pack(plan, found, order.before, about))
    from planner.report.book.sheets import workbook

    return Report(order.kind, None, workbook(book_figures(plan, terms, order.by, order.probability, progress), about))


def preview(report: Report, progress: Progress = unheard) -> RichText:
    """The report as rich text: of a document all that it says, of the workbook the first rows of each sheet."""
    from planner.report.rich_text import rich_text

    if report.document is None:
        from planner.report.book.glance import glance

        assert report.book is not None
        return rich_text(glance(report.book))
    return rich_text(fitted(report.document, progress))


def fitted(document: Document, progress: Progress = unheard) -> Document:
    """The document, or the longest shorter form that keeps to its number of pages."""
    if document.pages is None:
        return document
    from planner.report.pdf.pages import pages_of

    return pages_of(document, progress).document


def require_form(kind: Kind, path: Path) -> None:
    """ReportRefused when a kind cannot be had as a file of this ending."""
    if path.suffix.lower() not in NOTES[kind].forms:
        name = NOTES[kind].name
        raise ReportRefused(f"{name} cannot be saved as {path.name}: choose a name for {forms_in_words(kind)}.")


def require_template(path: Path, template: Path | None) -> None:
    """ReportRefused for a template that does not serve this file, or is no Word file; SheetError when it cannot be
    read."""
    if template is None:
        return
    if path.suffix.lower() != ".docx":
        raise ReportRefused(f"A template serves a Word file (.docx), and {path.name} is none: leave it out.")
    from planner.report.word_template import NotWord, open_template

    try:
        open_template(_read(template))
    except NotWord:
        told = f"The template {place(template.absolute())} is not a Word file"
        raise ReportRefused(f"{told}: choose a .docx or .dotx file, or leave the template out.") from None


def require_place(path: Path) -> None:
    """SheetError when a file cannot be written there; nothing is."""
    draft = _draft(path)
    try:
        draft.touch(exist_ok=False)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.{token_hex(8)}.new")


def save_report(report: Report, path: Path, *, template: Path | None = None, progress: Progress = unheard) -> None:
    """Write a report to a file, by its ending; it is there whole or not at all.

    `template` is a Word file whose styles, page and header a Word report takes. ReportRefused for an ending that the
    kind has not, or a template that is no Word file; SheetError when the file cannot be read or written.
    """
    path = Path(path).absolute()
    require_form(report.kind, path)
    require_template(path, template)
    write_bytes(path, _bytes(report, path.suffix.lower(), template, progress))


def _bytes(report: Report, form: str, template: Path | None, progress: Progress) -> bytes:
    if form == ".xlsx":
        from planner.report.book.writer import book_of

        assert report.book is not None
        return book_of(report.book, progress)
    assert report.document is not None
    if form == ".pdf":
        from planner.report.pdf.pages import pages_of

        return pages_of(report.document, progress).data
    from planner.report.word import word_of

    return word_of(fitted(report.document), None if template is None else _read(template), progress)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def _standard(plan: Plan, key: str | None) -> Standard:
    if not plan.standards:
        raise ReportRefused("A brief answers what a standard takes, and this plan has no standard: add one first.")
    if key is not None:
        return next(one for one in plan.standards if one.key == key)
    return next((one for one in plan.standards if one.measure is Measure.CASELOAD), plan.standards[0])


def _provenance(plan: Plan, order: ReportOrder) -> Provenance:
    from planner.report.document import Provenance

    simulated = order.kind is not Kind.WEEKLY
    return Provenance(
        plan.name,
        fingerprint(plan),
        __version__,
        plan.start,
        order.made,
        order.seed if simulated else None,
        order.futures if simulated else None,
    )
