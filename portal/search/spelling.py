"""What a single word of a query may have been meant to be: words the catalogue really has.

Each option has a price. Prices only order the readings of one query: a mark less costs little, a
letter more costs more, and a word cut in two lies between.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from portal.search.snapshot import Snapshot
from portal.vietnamese.keystrokes import from_telex, from_vni
from portal.vietnamese.syllables import bare_key, fold, has_marks

KEYS, KEYS_ALONE = 0.3, 2.0  # keys of an input method: beside others of the kind, and by itself
TONELESS = 0.6  # what the keys make, but with other marks
MARKS = 1.2  # other marks than were typed
PARTED = 2.0  # words run together, or one word parted by a space
SLIP = 3.0  # a letter too many, too few, another one, two swapped
DOUBLED = 2.6  # a letter twice

LONGEST = 14  # letters of a word that is mended; names beyond it are not typed by heart
MOST_SLIPS = 6  # slips of one word that are looked at further
MOST_PIECES = 3  # words that one word may be cut into
SHORTEST_ALONE = 5  # letters of a word that is mended without a neighbour to vouch for it


@dataclass(frozen=True, slots=True)
class Option:
    """words: what stands there instead of `takes` typed words. slip: a guess at letters."""

    words: tuple[str, ...]
    price: float
    takes: int = 1
    slip: bool = False


class Vocabulary:
    """The words of one snapshot, each asked for once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._seen: dict[str, int] = {}
        self._beside: dict[str, list[str]] = {}
        self._together: dict[tuple[str, str], int] = {}

    def seen(self, word: str) -> int:
        """How many records have a word; with its marks when it bears any."""
        if word not in self._seen:
            self._seen[word] = self._snapshot.frequency(word)
        return self._seen[word]

    def together(self, first: str, second: str) -> int:
        """How many records have the two side by side, marks aside."""
        pair = first, second
        if pair not in self._together:
            self._together[pair] = self._snapshot.pair_frequency(first, second)
        return self._together[pair]

    def keys_typed(self, word: str) -> tuple[str, ...]:
        """What a word is when it was typed as keys of Telex or VNI, as far as the catalogue has it.

        Behind each reading the same without marks, for whoever left out the tone.
        """
        made = (*from_telex(word), *from_vni(word))
        known = [one for one in made if self.seen(one)]
        return tuple(dict.fromkeys([*known, *filter(self.seen, map(bare_key, made))]))

    def slips(self, word: str, before: str | None, after: str | None) -> list[Option]:
        """Words one slip away, those first that stand beside the neighbours."""
        bare = fold(word)
        if len(bare) > LONGEST or not bare.isascii() or not bare.isalpha():
            return []
        if bare not in self._beside:
            self._beside[bare] = sorted(self._snapshot.words.held([*neighbours_of(bare)]))
        found = sorted(
            self._beside[bare], key=lambda other: self._vouched(other, before, after), reverse=True
        )
        return [
            Option((other,), DOUBLED if _twice(bare, other) else SLIP, slip=True)
            for other in found[:MOST_SLIPS]
        ]

    def _vouched(self, word: str, before: str | None, after: str | None) -> tuple[int, float]:
        beside = [self.together(before, word)] if before else []
        beside += [self.together(word, after)] if after else []
        return sum(map(bool, beside)), math.log1p(sum(beside)) + math.log1p(self.seen(word)) / 4

    def cuts(self, word: str, pieces: int = MOST_PIECES) -> Iterator[tuple[str, ...]]:
        """Ways to cut a word into words that stand together somewhere."""
        for place in range(1, len(word)):
            head, tail = word[:place], word[place:]
            if not self.seen(head):
                continue
            if self.seen(tail) and self.together(head, tail):
                yield head, tail
            elif pieces > 2 and len(tail) > 3:
                yield from (
                    (head, *rest) for rest in self.cuts(tail, 2) if self.together(head, rest[0])
                )

    def marks(self, word: str) -> list[Option]:
        """The word with other marks than were typed: its bare form stands for all of them."""
        bare = bare_key(word)
        return [Option((bare,), MARKS)] if has_marks(word) and self.seen(bare) else []


def neighbours_of(word: str) -> set[str]:
    """The words one slip away: a letter too many, too few, another one, or two swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    shorter = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    longer = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    return (shorter | swapped | other | longer) - {word, ""}


def _twice(typed: str, meant: str) -> bool:
    """Typed is meant with one letter pressed twice."""
    return len(typed) == len(meant) + 1 and any(
        typed[place] == typed[place + 1] and typed[:place] + typed[place + 1 :] == meant
        for place in range(len(meant))
    )
