"""Everything that goes through postings and hits one by one, compiled (Cython).

Each module says beside it, in its .pyi, what it takes and gives. Threads take turns: a loop holds
Python's lock, and what it shares with others is clear again before it could lose it. `tally`, which
asks NumPy in between, has a lock of its own.
"""
