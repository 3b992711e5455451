"""What is wrong with the lines of a class list, in the words of the file's columns."""

from __future__ import annotations

from collections.abc import Iterable

from portal.cards.class_applications import BadLine
from portal.cards.class_file import Column
from portal.cards.class_file import Problem as FileProblem
from portal.cards.class_file.texts import problem_text as file_problem_text
from portal.cards.presenters import problem_text
from portal.cards.refusals import Problem
from portal.i18n import gettext as _

_COLUMNS = {
    "kind": Column.birthday,
    "document": Column.number,
    "guardian_document": Column.guardian_number,
}
"""Where a problem has no column of its own name."""


def line_texts(read: Iterable[FileProblem], judged: Iterable[BadLine]) -> list[tuple[int, str]]:
    """(row, what is wrong and what to write), in the order of the rows."""
    found = [(one.row, file_problem_text(one)) for one in read]
    found += [(bad.line, _judged(bad.line, problem)) for bad in judged for problem in bad.problems]
    return sorted(found, key=lambda one: one[0])


def _judged(row: int, problem: Problem) -> str:
    column = _COLUMNS.get(problem.field) or Column.__members__.get(problem.field)
    what = problem_text(problem)
    if column is None:
        return _("Dòng %(row)s: %(what)s", row=row, what=what)
    return _("Dòng %(row)s, cột %(column)s: %(what)s", row=row, column=column.value, what=what)
