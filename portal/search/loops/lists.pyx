"""Posting lists read where they lie: united, or looked up for documents that are hits already.

A list is worked through in chunks of 65,536 documents (see `codec.lists`). What several lists say
of a chunk meets in one small table that stays in the processor's nearest memory.
"""

from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcmp, memset

from portal.search.loops.chunks cimport (
    CHUNK, CHUNK_BITS, SPARE, WORDS, documents_in, marked
)

import numpy as np

cdef enum:
    SPARSE = 16  # as in `codec.lists`
    APART = 64
    NEAR = 12  # texts looked at one after another before they are searched
    # How many times fewer there must be on one side
    LEAP = 48  # … for leaping to pay
    LOOK = 4  # … for looking at each posting whether its document is asked about
    MANY = CHUNK >> 2  # postings of a chunk, where noting each takes longer than finding them again

# What the lists of one word say of one chunk, of which documents they say anything, and which are
# asked about; all zero between two calls.
cdef uint64_t[CHUNK >> 3] table_words
cdef uint8_t* table = <uint8_t*>table_words
cdef uint64_t[WORDS] present
cdef uint64_t[WORDS] asked

cdef struct Cursor:
    # One list: its documents as `wide` numbers, or as `narrow` ones with the `bounds` of chunks,
    # or, where there is only one chunk, without.
    const uint32_t* wide
    const uint16_t* narrow
    const uint32_t* bounds
    const uint8_t* codes
    Py_ssize_t count
    Py_ssize_t at
    Py_ssize_t low, high  # the part that is gone through


cdef inline Py_ssize_t turn_to(Cursor* cursor, Py_ssize_t chunk) noexcept:
    """Find a chunk's part of a list, chunks being asked for in their order; returns its size."""
    if cursor.wide != NULL:
        while cursor.at < cursor.count and cursor.wide[cursor.at] >> CHUNK_BITS < chunk:
            cursor.at += 1
        cursor.low = cursor.at
        while cursor.at < cursor.count and cursor.wide[cursor.at] >> CHUNK_BITS == chunk:
            cursor.at += 1
    elif cursor.bounds != NULL:
        # Parts never overlap, though the bounds be damaged: in all they are no more than the list.
        cursor.low = max(cursor.at, min(<Py_ssize_t>cursor.bounds[chunk], cursor.count))
        cursor.at = max(cursor.low, min(<Py_ssize_t>cursor.bounds[chunk + 1], cursor.count))
    else:
        cursor.low, cursor.at = 0, cursor.count
    cursor.high = cursor.at
    return cursor.high - cursor.low


cdef inline uint32_t within(const Cursor* cursor, Py_ssize_t place) noexcept:
    """A posting's document, counted from the beginning of its chunk."""
    if cursor.wide != NULL:
        return cursor.wide[place] & (CHUNK - 1)
    return cursor.narrow[place]


cdef inline uint8_t joined(uint8_t one, uint8_t other, bint bits) noexcept:
    if bits:
        return one | other
    return one if one > other else other


cdef class Lists:
    """The posting lists of one segment, by the numbers of their terms."""

    cdef const uint8_t[::1] data
    cdef const uint64_t[::1] starts
    cdef const uint32_t[::1] counts
    cdef readonly Py_ssize_t documents
    cdef Py_ssize_t chunks

    def __init__(self, data, starts, counts, documents):
        self.data, self.starts, self.counts = data, starts, counts
        self.documents = documents
        self.chunks = max((self.documents + CHUNK - 1) >> CHUNK_BITS, 1)

    def decoded(self, Py_ssize_t number):
        return self.united((number,), np.arange(256, dtype=np.uint8), False, 0)

    cpdef Py_ssize_t total(self, numbers) except -1:
        cdef Py_ssize_t found = 0
        for number in numbers:
            found += self.count_of(number)
        return found

    def united(self, numbers, reading, bint bits, uint32_t base):
        cdef const uint8_t[::1] read = reading
        cdef Py_ssize_t count = len(numbers), end = 0, most = self.total(numbers)
        docs, said = np.empty(most + SPARE, dtype=np.uint32), np.empty(most, dtype=np.uint8)
        if not most:
            return docs[:0], said
        cdef uint32_t[::1] found = docs
        cdef uint8_t[::1] told = said
        cdef Cursor* cursors = self.pointed(numbers, count)
        if count == 1:
            end = self.copy(cursors[0], &read[0], base, &found[0], &told[0])
        else:
            end = self.merge(cursors, count, &read[0], bits, base, &found[0], &told[0])
        free(cursors)
        return docs[:end], said[:end]

    def say(self, numbers, reading, bint bits, uint32_t base, const uint32_t[::1] docs,
            uint8_t[::1] said):
        cdef const uint8_t[::1] read = reading
        cdef Py_ssize_t count = len(numbers), chunk, first, last = 0, n = len(docs)
        if not count or not n:
            return
        cdef Cursor* cursors = self.pointed(numbers, count)
        try:
            for chunk in range(self.chunks):
                first = last
                last = upto(docs, first, n, base + <uint64_t>((chunk + 1) << CHUNK_BITS))
                if first < last:
                    say_chunk(cursors, count, chunk, &read[0], bits,
                              base + <uint32_t>(chunk << CHUNK_BITS), &docs[first], &said[first],
                              last - first)
        finally:
            free(cursors)

    cdef Py_ssize_t count_of(self, Py_ssize_t number) except -1:
        if not 0 <= number < self.counts.shape[0]:
            raise IndexError(number)
        return self.counts[number]

    cdef Cursor* pointed(self, numbers, Py_ssize_t count) except NULL:
        cdef Cursor* cursors = <Cursor*>malloc(count * sizeof(Cursor))
        if cursors == NULL:
            raise MemoryError
        cdef Py_ssize_t place = 0
        try:
            for number in numbers:
                self.point(&cursors[place], number)
                place += 1
        except IndexError:
            free(cursors)
            raise
        return cursors

    cdef int point(self, Cursor* cursor, Py_ssize_t number) except -1:
        """Raises IndexError where a list does not lie within the data."""
        cdef Py_ssize_t count = self.count_of(number)
        cdef Py_ssize_t start = self.starts[number], head = 0, width = 2
        cursor.wide, cursor.narrow, cursor.bounds = NULL, NULL, NULL
        cursor.count, cursor.at = count, 0
        if self.chunks > 1:
            if count < SPARSE * self.chunks:
                width = 4
            else:
                head = 4 * (self.chunks + 1)
        if start < 0 or start + head + (width + 1) * count > self.data.shape[0]:
            raise IndexError(number)
        if not count:
            return 0
        if width == 4:
            cursor.wide = <const uint32_t*>&self.data[start]
        else:
            cursor.narrow = <const uint16_t*>&self.data[start + head]
            if head:
                cursor.bounds = <const uint32_t*>&self.data[start]
        cursor.codes = &self.data[start + head + width * count]
        return 0

    cdef Py_ssize_t copy(self, Cursor cursor, const uint8_t* read, uint32_t base, uint32_t* docs,
                         uint8_t* said) noexcept:
        """One list as it is, without what is read as nothing."""
        cdef Py_ssize_t chunk, place, end = 0
        cdef uint32_t first, document
        cdef uint8_t found
        for chunk in range(self.chunks):
            turn_to(&cursor, chunk)
            first = <uint32_t>(chunk << CHUNK_BITS)
            for place in range(cursor.low, cursor.high):
                # Written in any case: whether it counts is chance, and guessing wrong costs more.
                found = read[cursor.codes[place]]
                document = first + within(&cursor, place)
                docs[end] = base + document
                said[end] = found
                end += (found != 0) & (document < self.documents)
        return end

    cdef Py_ssize_t merge(self, Cursor* cursors, Py_ssize_t count, const uint8_t* read, bint bits,
                          uint32_t base, uint32_t* docs, uint8_t* said) noexcept:
        cdef Py_ssize_t chunk, one, word, met, end = 0
        for chunk in range(self.chunks):
            met = 0
            for one in range(count):
                met += turn_to(&cursors[one], chunk)
            if not met:
                continue
            for one in range(count):
                tell(cursors[one], read, bits, met < MANY)
            if met >= MANY:
                for word in range(WORDS):
                    present[word] = marked(&table_words[word << 3])
            end += emptied(base + <uint32_t>(chunk << CHUNK_BITS), docs + end, said + end)
        # Damaged lists may tell of documents that are not there.
        while end and docs[end - 1] - base >= self.documents:
            end -= 1
        return end


cdef Py_ssize_t emptied(uint32_t first, uint32_t* docs, uint8_t* said) noexcept:
    """Write out what the table says of a chunk; returns of how many documents it says anything."""
    cdef Py_ssize_t place, count = documents_in(present, first, docs)
    for place in range(count):
        said[place] = table[docs[place] - first]
        table[docs[place] - first] = 0
    return count


cdef inline void tell(Cursor cursor, const uint8_t* read, bint bits, bint note) noexcept:
    """Write into the table what a list says of a chunk, and note of which documents."""
    cdef Py_ssize_t place
    cdef uint32_t near
    cdef uint8_t found
    for place in range(cursor.low, cursor.high):
        near, found = within(&cursor, place), read[cursor.codes[place]]
        table[near] = joined(table[near], found, bits)
        if note:
            present[near >> 6] |= <uint64_t>(found != 0) << (near & 63)


cdef void look(Cursor cursor, const uint8_t* read, bint bits) noexcept:
    """Write into the table what a list says of those documents of a chunk that are asked about."""
    cdef Py_ssize_t place
    cdef uint32_t near
    for place in range(cursor.low, cursor.high):
        near = within(&cursor, place)
        if asked[near >> 6] >> (near & 63) & 1:
            table[near] = joined(table[near], read[cursor.codes[place]], bits)


cdef void say_chunk(Cursor* cursors, Py_ssize_t count, Py_ssize_t chunk, const uint8_t* read,
                    bint bits, uint32_t first, const uint32_t* docs, uint8_t* said,
                    Py_ssize_t n) noexcept:
    """What the lists say of `n` documents of one chunk, which begins with document `first`."""
    cdef Py_ssize_t one, size, place
    cdef bint told = False, looked = False
    for one in range(count):
        size = turn_to(&cursors[one], chunk)
        if not size:
            continue
        if n * LEAP < size:
            leap_in_list(cursors[one], read, bits, first, docs, said, n)
        elif size * LEAP < n:
            leap_in_docs(cursors[one], read, bits, first, docs, said, n)
        elif n * LOOK < size:
            if not looked:
                ask(docs, first, n)
                looked = True
            look(cursors[one], read, bits)
        else:
            tell(cursors[one], read, bits, False)
            told = True
    if told or looked:
        for place in range(n):
            said[place] = joined(said[place], table[docs[place] - first], bits)
    if told:
        memset(table, 0, CHUNK)
    if looked:
        memset(asked, 0, sizeof(asked))
        for place in range(n):
            table[docs[place] - first] = 0


cdef void ask(const uint32_t* docs, uint32_t first, Py_ssize_t n) noexcept:
    """Note which documents of a chunk are asked about."""
    cdef Py_ssize_t place
    cdef uint32_t near
    for place in range(n):
        near = docs[place] - first
        asked[near >> 6] |= <uint64_t>1 << (near & 63)


cdef void leap_in_list(Cursor cursor, const uint8_t* read, bint bits, uint32_t first,
                       const uint32_t* docs, uint8_t* said, Py_ssize_t n) noexcept:
    cdef Py_ssize_t place, step, end, middle, low = cursor.low, high = cursor.high
    cdef uint32_t wanted
    for place in range(n):
        wanted = docs[place] - first
        step = 1
        while low + step < high and within(&cursor, low + step) < wanted:
            low += step
            step <<= 1
        end = min(low + step + 1, high)
        while low < end:
            middle = (low + end) >> 1
            if within(&cursor, middle) < wanted:
                low = middle + 1
            else:
                end = middle
        if low == high:
            return
        if within(&cursor, low) == wanted:
            said[place] = joined(said[place], read[cursor.codes[low]], bits)


cdef void leap_in_docs(Cursor cursor, const uint8_t* read, bint bits, uint32_t first,
                       const uint32_t* docs, uint8_t* said, Py_ssize_t n) noexcept:
    cdef Py_ssize_t place, at = 0, step, end, middle
    cdef uint32_t wanted
    for place in range(cursor.low, cursor.high):
        wanted = first + within(&cursor, place)
        step = 1
        while at + step < n and docs[at + step] < wanted:
            at += step
            step <<= 1
        end = min(at + step + 1, n)
        while at < end:
            middle = (at + end) >> 1
            if docs[middle] < wanted:
                at = middle + 1
            else:
                end = middle
        if at == n:
            return
        if docs[at] == wanted:
            said[at] = joined(said[at], read[cursor.codes[place]], bits)


cdef Py_ssize_t upto(const uint32_t[::1] docs, Py_ssize_t low, Py_ssize_t high,
                     uint64_t end) noexcept:
    """How many of the documents come before `end`."""
    cdef Py_ssize_t middle
    while low < high:
        middle = (low + high) >> 1
        if docs[middle] < end:
            low = middle + 1
        else:
            high = middle
    return low


cdef class Texts:
    """Texts in byte order. The beginning of every 64th lies apart, where few of them are read."""

    cdef const uint8_t[::1] data
    cdef const uint32_t[::1] ends
    cdef uint64_t[::1] heads
    cdef Py_ssize_t count

    def __init__(self, data, ends):
        cdef Py_ssize_t place
        self.data, self.ends, self.count = data, ends, len(ends) - 1
        if int(ends[self.count]) > len(data):
            raise ValueError("texts end beyond their bytes")
        self.heads = np.empty((self.count + APART - 1) // APART, dtype=np.uint64)
        for place in range(len(self.heads)):
            self.heads[place] = head(&self.data[self.ends[place * APART]], self.size(place * APART))

    def between(self, bytes first, bytes last):
        cdef Py_ssize_t start = self.first_from(first), stop = start
        # Mostly one word was asked for, which has few spellings, one behind another.
        while stop < self.count and self.comes_before(stop, last, len(last)):
            if stop - start == NEAR:
                return start, self.first_from(last)
            stop += 1
        return start, stop

    def begun(self, list wanted):
        cdef Py_ssize_t place, size
        cdef const uint8_t* letters
        cdef bytes text
        found = []
        for text in wanted:
            letters, size, place = text, len(text), self.first_from(text)
            found.append(
                place < self.count and self.size(place) >= size
                and memcmp(&self.data[self.ends[place]], letters, size) == 0
            )
        return found

    cdef Py_ssize_t first_from(self, bytes text) except -1:
        """How many come before a text."""
        cdef Py_ssize_t low = 0, high = len(self.heads), middle
        cdef const uint8_t* letters = text
        cdef uint64_t wanted = head(letters, len(text))
        while low < high:
            middle = (low + high) >> 1
            if self.heads[middle] < wanted:
                low = middle + 1
            else:
                high = middle
        high = low
        # Of those that begin alike some may come before the text as well.
        while high < len(self.heads) and self.heads[high] == wanted:
            high += 1
        low, high = max((low - 1) * APART, 0), min(high * APART, self.count)
        while low < high:
            middle = (low + high) >> 1
            if self.comes_before(middle, letters, len(text)):
                low = middle + 1
            else:
                high = middle
        return low

    cdef inline Py_ssize_t size(self, Py_ssize_t place) noexcept:
        return self.ends[place + 1] - self.ends[place]

    cdef inline bint comes_before(self, Py_ssize_t place, const uint8_t* text,
                                  Py_ssize_t size) noexcept:
        cdef int order = memcmp(&self.data[self.ends[place]], text, min(self.size(place), size))
        return order < 0 or (order == 0 and self.size(place) < size)


cdef inline uint64_t head(const uint8_t* text, Py_ssize_t size) noexcept:
    """The first eight bytes as a number that ascends with them."""
    cdef uint64_t found = 0
    cdef Py_ssize_t place
    for place in range(8):
        found = found << 8 | (text[place] if place < size else 0)
    return found
