"""What a whole query may have been meant to say, the likeliest first.

Every word has options (`spelling.py`); a reading chooses one for each. It is the cheaper, the less
it changes and the more of its neighbouring words really stand together somewhere in the catalogue.
Whether any record answers a reading is for the search to say (`rescue.py`).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.search.spelling import (
    KEYS,
    KEYS_ALONE,
    PARTED,
    SHORTEST_ALONE,
    TONELESS,
    Option,
    Vocabulary,
)
from portal.search.typed import TypedQuery
from portal.vietnamese.syllables import bare_key, has_marks

MOST_WORDS = 12  # a longer query is a pasted text, not a slip
MOST_DOUBTED = 8  # words looked at one by one when each seems right and all together are not
WIDTH = 12  # readings kept while going through the words
APART = 2.0  # two words side by side that never stand so
LEFT_OUT = 9.0  # a word for which the catalogue has nothing
FAMILIAR = 0.25  # how much it says for two words that they stand together often


@dataclass(frozen=True, slots=True)
class Reading:
    """choices: an option for every stretch of typed words. doubtful: a bold guess, to be asked."""

    choices: tuple[Option, ...]
    price: float
    doubtful: bool

    def written(self, query: TypedQuery) -> str:
        """The query as this reading has it, what is not a word of it unchanged."""
        changes: dict[int, str] = {}
        gone: list[int] = []
        place = 0
        for option in self.choices:
            text, behind = " ".join(option.words), range(place + 1, place + option.takes)
            if not text:
                gone.append(place)
            elif text != query.words[place].text:
                changes |= {place: text}
            gone += behind
            place += option.takes
        return query.without(gone, changes) if gone else query.replaced(changes)

    def left_out(self, query: TypedQuery) -> tuple[str, ...]:
        """The words the catalogue has nothing for, in their order, each once."""
        found, place = [], 0
        for option in self.choices:
            if not option.words:
                found.append(query.words[place].text)
            place += option.takes
        return tuple(dict.fromkeys(found))


def readings(
    vocabulary: Vocabulary, query: TypedQuery, *, bold: bool, doubted: Collection[int] = ()
) -> Iterator[Reading]:
    """Readings other than the one typed, those first that doubt only words that look wrong.

    bold: behind them those that doubt every word, for a search that found nothing. doubted: places
    that look wrong for reasons of the caller's.
    """
    typed = [word.text for word in query.words]
    if not typed or len(typed) > MOST_WORDS:
        return
    wrong = {place for place in range(len(typed)) if not _at_home(vocabulary, typed, place)}
    wrong |= set(doubted)
    tried: set[tuple[tuple[str, ...], ...]] = {tuple((word,) for word in typed)}
    every = set(range(len(typed)))
    rounds = [wrong] if wrong or bold else []
    if bold and len(wrong) < len(typed) <= MOST_DOUBTED:
        rounds.append(every)
    for places in rounds:
        options = _options(vocabulary, typed, places, every if bold else wrong)
        for reading in _Walk(vocabulary, options).best():
            chosen = tuple(option.words for option in reading.choices)
            if chosen not in tried:
                tried.add(chosen)
                yield reading


def _at_home(vocabulary: Vocabulary, typed: Sequence[str], place: int) -> bool:
    """The catalogue has the word, and beside one of its neighbours."""
    word = typed[place]
    if len(typed) == 1 or not vocabulary.seen(word):
        return vocabulary.seen(word) > 0
    return (place > 0 and vocabulary.together(typed[place - 1], word) > 0) or (
        place + 1 < len(typed) and vocabulary.together(word, typed[place + 1]) > 0
    )


def _options(
    vocabulary: Vocabulary, typed: Sequence[str], doubted: set[int], unmarked: set[int]
) -> list[list[Option]]:
    """For each place the options that begin there.

    doubted: places whose letters may be wrong; unmarked: those whose marks may be.
    """
    keys = [vocabulary.keys_typed(word) for word in typed]
    pressed = [
        bool(made) and has_marks(made[0]) and not vocabulary.seen(word)
        for word, made in zip(typed, keys, strict=True)
    ]
    # One word that is only keys makes the others of the kind keys as well: bos beside nguyeenx.
    typing = any(pressed)
    price = KEYS if typing else KEYS_ALONE
    found: list[list[Option]] = []
    for place, word in enumerate(typed):
        here = []
        if vocabulary.seen(word):
            here.append(Option((word,), KEYS_ALONE if keys[place] and typing else 0.0))
        for number, made in enumerate(keys[place]):
            toneless = number or not has_marks(made)
            here.append(Option((made,), price + (TONELESS if toneless else 0.0)))
        here += vocabulary.marks(word) if place in unmarked else []
        if place in doubted:
            # A lone one may be a slip that happens to read as keys: us is ú, or su.
            sure = bool(keys[place]) and sum(pressed) > 1
            here += _mended(vocabulary, typed, place, sure)
        found.append(here or [Option((), LEFT_OUT)])
    return found


def _mended(
    vocabulary: Vocabulary, typed: Sequence[str], place: int, keys: bool
) -> Iterator[Option]:
    word = typed[place]
    yield from (Option(cut, PARTED) for cut in vocabulary.cuts(word))
    if place + 1 < len(typed) and vocabulary.seen(joined := word + typed[place + 1]):
        yield Option((joined,), PARTED, takes=2)
    if not keys:
        before = typed[place - 1] if place else None
        after = typed[place + 1] if place + 1 < len(typed) else None
        yield from vocabulary.slips(word, before, after)


@dataclass(frozen=True, slots=True)
class _Path:
    price: float
    choices: tuple[Option, ...]
    last: str | None


class _Walk:
    """From the first word to the last, keeping the cheapest ways to each place."""

    def __init__(self, vocabulary: Vocabulary, options: list[list[Option]]) -> None:
        self._vocabulary = vocabulary
        self._options = options

    def best(self) -> list[Reading]:
        """The readings, cheapest first."""
        reached: list[list[_Path]] = [[] for _ in range(len(self._options) + 1)]
        reached[0] = [_Path(0.0, (), None)]
        for place, options in enumerate(self._options):
            kept = heapq.nsmallest(WIDTH, reached[place], key=lambda path: path.price)
            for path in kept:
                for option in options:
                    reached[place + option.takes].append(self._longer(path, option))
        found = heapq.nsmallest(WIDTH, reached[-1], key=lambda path: path.price)
        return [
            Reading(path.choices, path.price, self._doubtful(path))
            for path in found
            if path.last is not None
        ]

    def _longer(self, path: _Path, option: Option) -> _Path:
        price, last = path.price + option.price, path.last
        for word in option.words:
            if last is not None:
                price += self._between(last, word)
            price -= 0.05 * math.log1p(self._vocabulary.seen(word))
            last = word
        return _Path(price, (*path.choices, option), last)

    def _between(self, first: str, second: str) -> float:
        together = self._vocabulary.together(first, second)
        return -min(FAMILIAR * math.log(together), 1.5) if together else APART

    def _doubtful(self, path: _Path) -> bool:
        """A guess at letters that no neighbour vouches for, in a word too short to be known by."""
        line = [word for option in path.choices for word in option.words]
        place = 0
        for option in path.choices:
            if option.slip:
                beside = line[max(place - 1, 0) : place + 2]
                vouched = any(
                    self._vocabulary.together(first, second) for first, second in pairwise(beside)
                )
                if not vouched and len(bare_key(line[place])) < SHORTEST_ALONE:
                    return True
            place += len(option.words)
        return False
