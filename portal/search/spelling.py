"""Mending what was typed with words the catalogue really has, seen beside their neighbours.

A word is mended when the catalogue has no such word, or when it has, but never beside the words it
was typed with. Words that stand together somewhere are right as they are, however rare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from string import ascii_lowercase

from portal.search.analysis import PAIR
from portal.search.snapshot import Snapshot
from portal.search.typed import TypedQuery
from portal.vietnamese.syllables import bare_key

LONGEST = 14  # letters of a word that is mended; names beyond it are not typed by heart
MOST_WORDS = 12  # a longer query is a pasted text, not a slip
MOST_WRONG = 3  # words mended together
MOST_FOR_WORD = 4  # candidates kept for one word
Changes = dict[int, str]  # place of a word in the query → what should stand there


@dataclass(frozen=True, slots=True)
class _Candidate:
    """together: neighbouring pairs that occur with it. seen: records that have it."""

    text: str
    together: int
    seen: int

    @property
    def worth(self) -> tuple[int, int]:
        return self.together, self.seen


class Speller:
    """Asks one snapshot's own words."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._seen: dict[str, int] = {}

    def seen(self, term: str) -> int:
        """How many records have a term: a bare key, or two joined by `PAIR`."""
        if term not in self._seen:
            postings = self._snapshot.postings("all", term)
            self._seen[term] = 0 if postings is None else len(postings.docs)
        return self._seen[term]

    def together(self, first: str, second: str) -> bool:
        return self.seen(first + PAIR + second) > 0

    def mended(self, query: TypedQuery) -> Iterator[Changes]:
        """Ways to mend a query, the likeliest first."""
        found = [bare_key(word.text) for word in query.words]
        if not found or len(found) > MOST_WORDS:
            return
        wrong = [place for place, word in enumerate(found) if not self.seen(word)]
        if wrong:
            yield from self._unknown(found, wrong)
        else:
            yield from self._misplaced(found)

    def _unknown(self, found: Sequence[str], wrong: Sequence[int]) -> Iterator[Changes]:
        """Every unknown word mended at once: with one left nothing would be found."""
        if len(wrong) > MOST_WRONG:
            return
        options = [self._candidates(found, place) for place in wrong]
        ways = [
            dict(zip(wrong, (candidate.text for candidate in choice), strict=True))
            for choice in product(*options)
        ]
        yield from sorted(ways, key=lambda changes: self._worth(found, changes), reverse=True)

    def _worth(self, found: Sequence[str], changes: Changes) -> tuple[int, int]:
        """Pairs that occur in the whole query so mended, then how common its rarest word is."""
        mended = [changes.get(place, word) for place, word in enumerate(found)]
        line = " ".join(mended).split(" ")
        together = sum(self.together(first, second) for first, second in pairwise(line))
        return together, min(map(self.seen, line))

    def _misplaced(self, found: Sequence[str]) -> Iterator[Changes]:
        """One known word that never stands beside its neighbours, put right by one that does."""
        if len(found) < 2:
            return
        options = [
            (candidate, place)
            for place in range(len(found))
            if not self._at_home(found, place)
            for candidate in self._candidates(found, place)
            if candidate.together
        ]
        for candidate, place in sorted(options, key=lambda option: option[0].worth, reverse=True):
            yield {place: candidate.text}

    def _at_home(self, found: Sequence[str], place: int) -> bool:
        word = found[place]
        return (place > 0 and self.together(found[place - 1], word)) or (
            place + 1 < len(found) and self.together(word, found[place + 1])
        )

    def _candidates(self, found: Sequence[str], place: int) -> list[_Candidate]:
        word = found[place]
        if len(word) > LONGEST or not word.isascii() or not word.isalpha():
            return []
        options = [
            self._in_place(found, place, other) for other in neighbours_of(word) if self.seen(other)
        ]
        options += [
            self._in_place(found, place, f"{word[:cut]} {word[cut:]}")
            for cut in range(1, len(word))
            if self.seen(word[:cut])
            and self.seen(word[cut:])
            and self.together(word[:cut], word[cut:])
        ]
        return sorted(options, key=lambda option: option.worth, reverse=True)[:MOST_FOR_WORD]

    def _in_place(self, found: Sequence[str], place: int, text: str) -> _Candidate:
        parts = text.split(" ")
        together = len(parts) - 1
        if place > 0:
            together += self.together(found[place - 1], parts[0])
        if place + 1 < len(found):
            together += self.together(parts[-1], found[place + 1])
        return _Candidate(text, together, min(map(self.seen, parts)))


def neighbours_of(word: str) -> set[str]:
    """The words one slip away: a letter too many, too few, another one, or two swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    shorter = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    longer = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    return (shorter | swapped | other | longer) - {word, ""}
