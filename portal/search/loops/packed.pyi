from typing import Any

from numpy.typing import NDArray

Numbers = NDArray[Any]

def pack(numbers: Numbers, parts: Numbers, gaps: bool = False) -> tuple[Numbers, Numbers]:
    """(the bytes of all numbers, uint8; where each part begins among them, uint32).

    numbers: uint32; parts: uint64, where each part of them begins, and where all end. gaps: within
    a part the numbers ascend, and only what is between them is kept. Raises OverflowError for what
    goes beyond 29 bits, or 4 GB.
    """

def unpack(data: Numbers, start: int, stop: int, gaps: bool = False) -> Numbers:
    """uint32: the numbers from one byte up to another. Raises IndexError beyond the end."""
