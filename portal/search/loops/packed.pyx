"""Small numbers in few bytes: below 128 in one, below 16,512 in two, below 2,113,664 in three.

The bits in front tell how many bytes there are: 0, 10, 110, 111.
"""

from libc.stdint cimport uint8_t, uint32_t, uint64_t

import numpy as np

cdef enum:
    SLACK = 3  # bytes behind the last number, so that a damaged one does not reach beyond the end


def pack(const uint32_t[::1] numbers, const uint64_t[::1] parts, bint gaps=False):
    cdef Py_ssize_t part, place, end = 0
    cdef uint32_t before, number
    data = np.empty(4 * len(numbers) + SLACK, dtype=np.uint8)
    starts = np.empty(len(parts), dtype=np.uint32)
    cdef uint8_t[::1] out = data
    cdef uint32_t[::1] begins = starts
    begins[0] = 0
    for part in range(len(parts) - 1):
        before = 0
        for place in range(parts[part], parts[part + 1]):
            number = numbers[place] - before
            if gaps:
                before = numbers[place]
            end = put(out, end, number)
        if end > 0xFFFFFFFFU:
            raise OverflowError(end)
        begins[part + 1] = <uint32_t>end
    out[end : end + SLACK] = 0
    return data[: end + SLACK].copy(), starts


cdef inline Py_ssize_t put(uint8_t[::1] out, Py_ssize_t end, uint32_t number) except -1:
    if number < 0x80:
        out[end] = <uint8_t>number
        return end + 1
    number -= 0x80
    if number < 0x4000:
        out[end], out[end + 1] = 0x80 | number >> 8, number & 0xFF
        return end + 2
    number -= 0x4000
    if number < 0x200000:
        out[end], out[end + 1] = 0xC0 | number >> 16, number >> 8 & 0xFF
        out[end + 2] = number & 0xFF
        return end + 3
    number -= 0x200000
    if number >= 0x20000000:
        raise OverflowError(number)
    out[end], out[end + 1] = 0xE0 | number >> 24, number >> 16 & 0xFF
    out[end + 2], out[end + 3] = number >> 8 & 0xFF, number & 0xFF
    return end + 4


def unpack(const uint8_t[::1] data, Py_ssize_t start, Py_ssize_t stop, bint gaps=False):
    if start < 0 or stop > len(data) - SLACK or stop < start:
        raise IndexError((start, stop))
    cdef Py_ssize_t at = start, end = 0
    found = np.empty(stop - start, dtype=np.uint32)
    cdef uint32_t[::1] out = found
    cdef uint32_t before = 0
    while at < stop:
        out[end] = next_number(&data[0], &at) + before
        if gaps:
            before = out[end]
        end += 1
    return found[:end]
