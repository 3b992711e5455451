# cython: language_level=3
"""Documents are gone through in chunks of 65,536: see `codec.lists`."""

from libc.stdint cimport uint64_t

cdef extern from *:
    """
    #define lowest_bit(word) __builtin_ctzll(word)
    """
    int lowest_bit(uint64_t word) nogil

cdef enum:
    CHUNK_BITS = 16
    CHUNK = 1 << CHUNK_BITS
    WORDS = CHUNK >> 6  # of 64 bits, a bit for each document of a chunk
