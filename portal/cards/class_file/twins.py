"""Whether a pupil stands in the file twice; twins have names of their own."""

from __future__ import annotations

from datetime import date

from portal.cards.class_file.columns import Column
from portal.cards.class_file.problems import Problem, Why
from portal.cards.class_file.rows import ClassRow
from portal.vietnamese import exact_key, words


class Seen:
    """The pupils read so far, by what tells them apart."""

    def __init__(self) -> None:
        self._pupils: dict[tuple[str, date, str], int] = {}
        self._numbers: dict[str, int] = {}

    def copy_in(self, pupil: ClassRow) -> Problem | None:
        """What is wrong with a row that repeats an earlier one; None and remembered when new.

        The same pupil: name with its marks, birthday and class. "An" and "Ân" may be twins.
        """
        who = (_key(pupil.full_name), pupil.birthday, _key(pupil.class_name))
        if pupil.number in self._numbers:
            first = self._numbers[pupil.number]
            return Problem(pupil.row, Column.number, Why.same_number, pupil.number, first)
        if who in self._pupils:
            first = self._pupils[who]
            return Problem(pupil.row, Column.full_name, Why.same_pupil, pupil.full_name, first)
        self._pupils[who] = pupil.row
        if pupil.number:
            self._numbers[pupil.number] = pupil.row
        return None


def _key(text: str) -> str:
    return " ".join(exact_key(word) for word in words(text))
