# cython: language_level=3
"""Reading numbers in one to four bytes."""

from libc.stdint cimport uint8_t, uint32_t

cdef inline uint32_t next_number(const uint8_t* data, Py_ssize_t* at) noexcept:
    """The number at a place; the place moves behind it."""
    cdef uint32_t head = data[at[0]]
    if head < 0x80:
        at[0] += 1
        return head
    if head < 0xC0:
        at[0] += 2
        return ((head & 0x3F) << 8 | data[at[0] - 1]) + 0x80
    if head < 0xE0:
        at[0] += 3
        return ((head & 0x1F) << 16 | <uint32_t>data[at[0] - 2] << 8 | data[at[0] - 1]) + 0x4080
    at[0] += 4
    return ((head & 0x1F) << 24 | <uint32_t>data[at[0] - 3] << 16
            | <uint32_t>data[at[0] - 2] << 8 | data[at[0] - 1]) + 0x204080
