"""The Vietnamese language as pure functions: text in, values out, no reading or writing."""

from portal.vietnamese.order import ALPHABET, initial, person_sort_key, sort_key
from portal.vietnamese.syllables import bare_key, exact_key, fold, has_marks, is_syllable
from portal.vietnamese.text import normalise, word_spans, words

__all__ = [
    "ALPHABET",
    "bare_key",
    "exact_key",
    "fold",
    "has_marks",
    "initial",
    "is_syllable",
    "normalise",
    "person_sort_key",
    "sort_key",
    "word_spans",
    "words",
]
