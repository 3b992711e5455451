"""Hits kept, lifted, joined: ascending documents and what each has gathered for its score."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc

from portal.search.loops.chunks cimport CHUNK, CHUNK_BITS, SPARE, WORDS, documents_in

import numpy as np

cdef enum:
    LEAP = 24  # how many times fewer there must be on one side for leaping to pay

# Scores of one chunk of documents while several lists of hits are added; zero between two calls.
cdef float[CHUNK] total
cdef uint64_t[WORDS] present

cdef struct Source:
    # What is left of a list of hits: documents and scores from here up to the end of the documents.
    const uint32_t* docs
    const float* scores
    const uint32_t* end


cdef inline Py_ssize_t leapt(const uint32_t* docs, Py_ssize_t at, Py_ssize_t n, uint32_t wanted) noexcept:
    """The first place from `at` on whose document is not before `wanted`."""
    cdef Py_ssize_t step = 1, end, middle
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
    return at


def scored(const uint8_t[::1] said, const float[::1] gains, float telling):
    cdef Py_ssize_t place, n = len(said)
    scores = np.empty(n, dtype=np.float32)
    cdef float[::1] out = scores
    for place in range(n):
        out[place] = telling * gains[said[place]]
    return scores


def kept(const uint32_t[::1] docs, const float[::1] scores, const uint8_t[::1] said,
         const float[::1] gains, float telling):
    cdef Py_ssize_t place, end = 0, n = len(docs)
    found, sums = np.empty(n, dtype=np.uint32), np.empty(n, dtype=np.float32)
    cdef uint32_t[::1] out = found
    cdef float[::1] summed = sums
    for place in range(n):
        out[end] = docs[place]
        summed[end] = scores[place] + telling * gains[said[place]]
        end += said[place] != 0
    return found[:end], sums[:end]


def only(const uint32_t[::1] docs, const float[::1] scores, const uint8_t[::1] fails,
         uint8_t besides=0):
    cdef Py_ssize_t place, end = 0, n = len(docs)
    cdef uint8_t counted = ~besides
    found, sums = np.empty(n, dtype=np.uint32), np.empty(n, dtype=np.float32)
    cdef uint32_t[::1] out = found
    cdef float[::1] kept_scores = sums
    for place in range(n):
        out[end] = docs[place]
        kept_scores[end] = scores[place]
        end += fails[place] & counted == 0
    return found[:end], sums[:end]


def lift(float[::1] scores, const uint8_t[::1] said, const float[::1] gains, float telling):
    cdef Py_ssize_t place
    for place in range(len(scores)):
        scores[place] += telling * gains[said[place]]


def lift_those(float[::1] scores, const uint32_t[::1] docs, const uint32_t[::1] those, float gain):
    cdef Py_ssize_t n = len(docs), m = len(those), here = 0, there = 0
    if not n or not m:
        return
    if m * LEAP < n:
        for there in range(m):
            here = leapt(&docs[0], here, n, those[there])
            if here == n:
                return
            if docs[here] == those[there]:
                scores[here] += gain
    elif n * LEAP < m:
        for here in range(n):
            there = leapt(&those[0], there, m, docs[here])
            if there == m:
                return
            if docs[here] == those[there]:
                scores[here] += gain
    else:
        while here < n and there < m:
            if docs[here] == those[there]:
                scores[here] += gain
            if docs[here] < those[there]:
                here += 1
            else:
                there += 1


def both(const uint32_t[::1] docs, const float[::1] scores, const uint32_t[::1] others,
         const float[::1] other_scores):
    cdef Py_ssize_t n = len(docs), m = len(others), there = 0, here, end = 0
    if m < n:
        return both(others, other_scores, docs, scores)
    found, sums = np.empty(n, dtype=np.uint32), np.empty(n, dtype=np.float32)
    cdef uint32_t[::1] out = found
    cdef float[::1] summed = sums
    for here in range(n):
        there = leapt(&others[0], there, m, docs[here])
        if there == m:
            break
        if others[there] == docs[here]:
            out[end] = docs[here]
            summed[end] = scores[here] + other_scores[there]
            end += 1
    return found[:end], sums[:end]


def without(const uint32_t[::1] docs, const float[::1] scores, const uint32_t[::1] others):
    cdef Py_ssize_t n = len(docs), m = len(others), there = 0, here, end = 0
    cdef bint leap = n * LEAP < m
    found, sums = np.empty(n, dtype=np.uint32), np.empty(n, dtype=np.float32)
    cdef uint32_t[::1] out = found
    cdef float[::1] kept_scores = sums
    for here in range(n):
        if leap:
            there = leapt(&others[0], there, m, docs[here])
        else:
            while there < m and others[there] < docs[here]:
                there += 1
        if there == m or others[there] != docs[here]:
            out[end] = docs[here]
            kept_scores[end] = scores[here]
            end += 1
    return found[:end], sums[:end]


def together(alternatives, Py_ssize_t documents):
    """A chunk of 65,536 documents after another: all that is said of it meets in one table."""
    cdef Py_ssize_t count = len(alternatives), one, chunk, end = 0, most = 0
    cdef const uint32_t[::1] docs
    cdef const float[::1] scores
    cdef bint met
    cdef Source* sources = <Source*>malloc(count * sizeof(Source))
    if sources == NULL:
        raise MemoryError
    for one in range(count):
        docs, scores = alternatives[one]
        sources[one] = Source(&docs[0], &scores[0], &docs[0] + len(docs))
        most += len(docs)
    most = min(most, documents)
    found, sums = np.empty(most + SPARE, dtype=np.uint32), np.empty(most, dtype=np.float32)
    cdef uint32_t[::1] out = found
    cdef float[::1] summed = sums
    # From here to the end nothing is Python's: no other thread may come to the table.
    for chunk in range((documents + CHUNK - 1) >> CHUNK_BITS):
        met = False
        for one in range(count):
            met |= add(&sources[one], chunk)
        if met:
            end += emptied(<uint32_t>(chunk << CHUNK_BITS), &out[end], &summed[end])
    free(sources)
    return found[:end], sums[:end]


cdef bint add(Source* source, Py_ssize_t chunk) noexcept:
    """Add the scores of a chunk's hits, if there are any."""
    cdef const uint32_t* first = source.docs
    cdef uint32_t near
    while source.docs < source.end and source.docs[0] >> CHUNK_BITS == chunk:
        near = source.docs[0] & (CHUNK - 1)
        present[near >> 6] |= <uint64_t>1 << (near & 63)
        total[near] += source.scores[0]
        source.docs += 1
        source.scores += 1
    return source.docs > first


cdef Py_ssize_t emptied(uint32_t first, uint32_t* docs, float* scores) noexcept:
    """Write out what was added of a chunk; returns of how many documents."""
    cdef Py_ssize_t place, count = documents_in(present, first, docs)
    for place in range(count):
        scores[place] = total[docs[place] - first]
        total[docs[place] - first] = 0
    return count
