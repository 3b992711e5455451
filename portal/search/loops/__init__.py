"""Everything that goes through postings and hits one by one, compiled (Cython).

Each module says beside it, in its .pyi, what it takes and gives. Arrays are NumPy's and are never
kept; while a loop runs its thread holds Python's lock, so what the loops share is safe.
"""
