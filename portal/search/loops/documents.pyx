"""What is looked up for hits in columns: arrays with a number for every document."""

from libc.stdint cimport uint8_t, uint16_t, uint32_t

import numpy as np


def lift_by(float[::1] scores, const uint32_t[::1] docs, const uint8_t[::1] column,
            const float[::1] gains):
    cdef Py_ssize_t place
    for place in range(len(docs)):
        scores[place] += gains[column[docs[place]]]


def starts_of_works(const uint32_t[::1] docs, const uint32_t[::1] work_ids):
    cdef Py_ssize_t place, n = len(docs), end = 1
    cdef uint32_t work, before
    if not n:
        return None
    starts = np.empty(n + 1, dtype=np.uint32)
    cdef uint32_t[::1] out = starts
    before = work_ids[docs[0]]
    out[0] = 0
    for place in range(1, n):
        work = work_ids[docs[place]]
        out[end] = <uint32_t>place
        end += work != before
        before = work
    if end == n:
        return None
    out[end] = <uint32_t>n
    return starts[: end + 1]


def works_marked(const uint32_t[::1] docs, const uint32_t[::1] starts, const uint8_t[::1] marks):
    cdef Py_ssize_t work, place, count = 0
    cdef uint8_t marked
    if starts is None:
        for place in range(len(docs)):
            count += marks[docs[place]]
        return count
    for work in range(len(starts) - 1):
        marked = 0
        for place in range(starts[work], starts[work + 1]):
            marked |= marks[docs[place]]
        count += marked
    return count


def range_of(const uint32_t[::1] docs, const uint16_t[::1] years):
    cdef Py_ssize_t place
    cdef uint16_t least = 0xFFFF, most = 0, year
    for place in range(len(docs)):
        year = years[docs[place]]
        most = max(most, year)
        if year:
            least = min(least, year)
    return least, most
