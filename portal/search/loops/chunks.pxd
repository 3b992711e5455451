# cython: language_level=3
"""What the loops share. Documents are gone through in chunks of 65,536: see `codec.lists`."""

from libc.stdint cimport uint32_t, uint64_t

cdef extern from *:
    """
    #define lowest_bit(word) __builtin_ctzll(word)
    #define fetch(place) __builtin_prefetch(place)
    """
    int lowest_bit(uint64_t word) nogil
    void fetch(const void* place) nogil  # bring it near: it will soon be read

cdef enum:
    CHUNK_BITS = 16
    CHUNK = 1 << CHUNK_BITS
    WORDS = CHUNK >> 6  # of 64 bits, a bit for each document of a chunk
    SPARE = 4  # places behind the last document that are written to, though nothing is there


cdef inline Py_ssize_t documents_in(uint64_t* present, uint32_t first, uint32_t* docs) noexcept:
    """Write out the documents of a chunk whose bits are set, and clear them; returns their number.

    Mostly few bits of a word are set, as chance has it: four are taken whether there are so many or
    not, for a processor that guesses wrong loses more.
    """
    cdef uint64_t last = <uint64_t>1 << 63, left
    cdef Py_ssize_t word, step, end = 0
    for word in range(WORDS):
        left = present[word]
        if not left:
            continue
        present[word] = 0
        for step in range(SPARE):
            docs[end] = first + <uint32_t>(word << 6) + lowest_bit(left | last)
            end += left != 0
            left &= left - 1
        while left:
            docs[end] = first + <uint32_t>(word << 6) + lowest_bit(left)
            end += 1
            left &= left - 1
    return end


cdef inline uint64_t marked(const uint64_t* bytes) noexcept:
    """A bit for each of 64 bytes: whether it is more than 0."""
    cdef uint64_t low = 0x7F7F7F7F7F7F7F7FULL, found = 0, high
    cdef int place
    for place in range(8):
        high = (((bytes[place] & low) + low) | bytes[place]) & ~low
        # The highest bits of eight bytes, brought together in one.
        found |= ((high >> 7) * 0x0102040810204080ULL >> 56) << (8 * place)
    return found
