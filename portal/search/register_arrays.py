"""A register as it is written down; `register.py` says what lies where and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from portal.search.analysis import term_of
from portal.search.codec.arrays import Numbers, thin
from portal.search.register import CHUNK, CHUNK_BITS, LATER, POSITIONS, Entry
from portal.vietnamese.text import words

MOST_WORDS = 40  # of one name
POSITION_BITS = 2  # while postings are sorted


def register_arrays(entries: Iterable[Entry]) -> dict[str, Numbers]:
    """The arrays of a register.

    ids: by place; held_values, held_ends: the numbers held, which only fall, and the place behind
    the last entry of each; sets, set_volumes: places of entries of several works, and how many.
    words, word_ends: the keys. places: uint16, chunk by chunk, in a chunk word by word; bounds:
    where each word's begin; first, second, third: a bit for each of them.
    """
    found = list(entries)
    ids = np.array([entry.id for entry in found], dtype=np.uint32)
    held = np.array([entry.held for entry in found], dtype=np.int64)
    also = np.array([entry.also for entry in found], dtype=np.int64)
    volumes = np.array([entry.volumes for entry in found], dtype=np.int64)
    order = np.lexsort((ids, -also, -held))
    ids, held, volumes = ids[order], held[order], volumes[order]
    sets = np.flatnonzero(volumes > 1)
    return {
        **_thin("ids", ids),
        **_falling("held", np.clip(held, 0, 2**32 - 1)),
        "sets": sets.astype(np.uint32),
        "set_volumes": np.minimum(volumes[sets], 2**16 - 1).astype(np.uint16),
        **_word_arrays([found[number].text for number in order.tolist()]),
    }


def _thin(name: str, numbers: Numbers) -> dict[str, Numbers]:
    """As they are when too great to be thin: ids are the database's, and it may have counted on."""
    try:
        return thin(name, numbers)
    except OverflowError:
        return {name: numbers}


def _falling(name: str, numbers: Numbers) -> dict[str, Numbers]:
    ends = np.append(np.flatnonzero(np.diff(numbers)) + 1, len(numbers))[: len(numbers)]
    return {
        f"{name}_values": numbers[ends - 1].astype(np.uint32),
        f"{name}_ends": ends.astype(np.uint32),
    }


def _word_arrays(texts: Sequence[str]) -> dict[str, Numbers]:
    keys, postings = _postings(texts)
    lists = len(keys) * (-(-len(texts) // CHUNK))
    low, positions = postings >> np.uint64(POSITION_BITS), postings & np.uint64(LATER)
    bounds = np.searchsorted(low >> np.uint64(CHUNK_BITS), np.arange(lists + 1, dtype=np.uint64))
    return {
        "words": np.frombuffer(b"".join(keys), dtype=np.uint8),
        "word_ends": np.cumsum([len(key) for key in keys], dtype=np.uint32),
        "bounds": bounds.astype(np.uint32),
        "places": low.astype(np.uint16),
        **{
            name: np.packbits(positions == position, bitorder="little")
            for position, name in enumerate(POSITIONS)
        },
    }


def _postings(texts: Sequence[str]) -> tuple[list[bytes], Numbers]:
    """(the words' keys, ascending; uint64: list << 18 | place in the chunk << 2 | position).

    A list is a word in a chunk: the chunk's number × how many words there are + the word's.
    """
    numbers: dict[str, int] = {}
    found: list[int] = []
    lengths = np.zeros(len(texts), dtype=np.int64)
    for place, text in enumerate(texts):
        own = words(text)[:MOST_WORDS]
        lengths[place] = len(own)
        found += [numbers.setdefault(word, len(numbers)) for word in own]
    every = [term_of(word) for word in numbers]
    keys = sorted(set(every))
    rank = {key: number for number, key in enumerate(keys)}
    ranks = np.array([rank[key] for key in every], dtype=np.int64)
    places = np.repeat(np.arange(len(texts)), lengths)
    positions = np.arange(len(found)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    lists = (places >> CHUNK_BITS) * len(keys) + ranks[np.array(found, dtype=np.int64)]
    low = places % CHUNK << POSITION_BITS | np.minimum(positions, LATER)
    return keys, np.unique((lists << CHUNK_BITS + POSITION_BITS | low).astype(np.uint64))
