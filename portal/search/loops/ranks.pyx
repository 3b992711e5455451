"""What comes first: of works, found by counting how many keys there are of about each size; and of
values, the most frequent."""

from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

import numpy as np

cdef enum:
    BUCKET_BITS = 12
    BUCKETS = 1 << BUCKET_BITS
    COARSE = 0xFF  # bits of a score's fraction that do not tell works apart


def by_score(const float[::1] scores):
    """The bits of numbers that are not negative ascend with them."""
    cdef Py_ssize_t place
    cdef uint32_t bits
    keys = np.empty(len(scores), dtype=np.uint32)
    cdef uint32_t[::1] out = keys
    for place in range(len(scores)):
        memcpy(&bits, &scores[place], sizeof(bits))
        out[place] = ~(bits & ~<uint32_t>COARSE)
    return keys


def nearest(const uint32_t[::1] keys, const uint32_t[::1] starts, const uint32_t[::1] docs,
            const uint32_t[::1] order, Py_ssize_t wanted):
    cdef Py_ssize_t works = len(keys) if starts is None else len(starts) - 1
    cdef const uint32_t[::1] best = keys
    if starts is not None:
        best = best_of_each(keys, starts)
    cdef uint32_t limit = reach(best, wanted)
    cdef Py_ssize_t work, place, count = 0
    for work in range(works):
        count += best[work] <= limit
    near, strict = np.empty(count, dtype=np.uint32), np.empty(count, dtype=np.uint64)
    cdef uint32_t[::1] those = near
    cdef uint64_t[::1] told = strict
    cdef uint64_t least, key
    count = 0
    for work in range(works):
        if best[work] > limit:
            continue
        least = 0xFFFFFFFFFFFFFFFFULL
        for place in range(work if starts is None else starts[work],
                           work + 1 if starts is None else starts[work + 1]):
            key = <uint64_t>keys[place] << 32 | order[docs[place]]
            if key < least:
                least = key
        those[count], told[count] = <uint32_t>work, least
        count += 1
    return near, strict


cdef best_of_each(const uint32_t[::1] keys, const uint32_t[::1] starts):
    cdef Py_ssize_t work, place, works = len(starts) - 1
    found = np.empty(works, dtype=np.uint32)
    cdef uint32_t[::1] best = found
    cdef uint32_t least
    for work in range(works):
        least = keys[starts[work]]
        for place in range(starts[work] + 1, starts[work + 1]):
            if keys[place] < least:
                least = keys[place]
        best[work] = least
    return found


cdef uint32_t reach(const uint32_t[::1] keys, Py_ssize_t wanted) noexcept:
    """A key that at least `wanted` keys, and as few more as that takes, do not exceed."""
    cdef uint32_t[BUCKETS] counts
    cdef uint32_t least = 0xFFFFFFFFU, most = 0
    cdef Py_ssize_t place, n = keys.shape[0], bucket = 0, met = 0
    cdef int shift = 0
    for place in range(n):
        if keys[place] < least:
            least = keys[place]
        if keys[place] > most:
            most = keys[place]
    if wanted >= n or least >= most:
        return most
    while (most - least) >> shift >= BUCKETS:
        shift += 1
    memset(counts, 0, sizeof(counts))
    for place in range(n):
        counts[(keys[place] - least) >> shift] += 1
    while met < wanted:
        met += counts[bucket]
        bucket += 1
    if <uint64_t>bucket << shift > most - least:
        return most
    return least + <uint32_t>((<uint64_t>bucket << shift) - 1)


def most_frequent(const uint32_t[::1] values, const uint32_t[::1] times, Py_ssize_t wanted):
    """A heap of no more than `wanted` places, the least of them on top."""
    cdef Py_ssize_t place, size = 0, n = len(values)
    wanted = min(wanted, n)
    if wanted <= 0:
        return []
    cdef uint64_t* heap = <uint64_t*>malloc(wanted * sizeof(uint64_t))
    if heap == NULL:
        raise MemoryError
    cdef uint64_t key
    for place in range(n):
        # Of two met as often the smaller value has the greater key.
        key = <uint64_t>times[place] << 32 | <uint32_t>~values[place]
        if size < wanted:
            heap[size] = key
            rise(heap, size)
            size += 1
        elif key > heap[0]:
            heap[0] = key
            sink(heap, size)
    cdef list found = [None] * size
    while size:
        size -= 1
        found[size] = <uint32_t>~heap[0], heap[0] >> 32
        heap[0] = heap[size]
        sink(heap, size)
    free(heap)
    return found


cdef void rise(uint64_t* heap, Py_ssize_t place) noexcept:
    cdef Py_ssize_t above
    while place:
        above = (place - 1) >> 1
        if heap[above] <= heap[place]:
            return
        heap[above], heap[place] = heap[place], heap[above]
        place = above


cdef void sink(uint64_t* heap, Py_ssize_t size) noexcept:
    cdef Py_ssize_t place = 0, below
    while (below := 2 * place + 1) < size:
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[place] <= heap[below]:
            return
        heap[below], heap[place] = heap[place], heap[below]
        place = below
