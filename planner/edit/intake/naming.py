"""What is kept of the name of a file or sheet: it may say whose data it holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from planner.edit.intake.kept_text import kept_worry, unfamiliar
from planner.edit.intake.mapping import names_in_use
from planner.edit.intake.privacy import looks_like_name, masked
from planner.edit.intake.words import plain
from planner.model.plan import Plan
from planner.model.table import PASTED, SourceTable


def kept_names(table: SourceTable, plan: Plan, chosen: str) -> tuple[SourceTable, list[str]]:
    """The table under the names that the plan keeps of it, and what to tell the user of them.

    `chosen` is the user's own name for the file, or empty. What looks private is masked.
    """
    known = names_in_use(plan)
    notes = []
    file, sheet = chosen or table.file, table.sheet
    stem, ending = PurePath(file).stem, PurePath(file).suffix
    if not chosen and file != PASTED and _private(stem, known):
        file = f"{masked(stem)}{ending}"
        notes.append(f"The file's name looks private, so the plan keeps it as {file}.")
    elif not chosen and file != PASTED and any(len(word) > 2 for word in unfamiliar(stem, known)):
        notes.append(f"The plan keeps the file's name, {file}: rename the file first if that says whom it is about.")
    if _private(sheet, known):
        sheet = masked(sheet)
        notes.append(f"The sheet's name looks private, so the plan keeps it as {sheet}.")
    return replace(table, file=file, sheet=sheet), notes


def _private(name: str, known: frozenset[str]) -> bool:
    text = re.sub(r"[\s_.+-]+", " ", name).strip()
    strange = unfamiliar(text, known)
    # What is left of "Smith John offenders 2026" without the words of the trade.
    left = " ".join(word for word in text.split() if plain(word) in strange or (len(word) == 1 and word.isalpha()))
    worry = kept_worry(name, known) or kept_worry(text, known)
    return worry not in ("", "names", "free text", "dates of birth") or looks_like_name(left.title())
