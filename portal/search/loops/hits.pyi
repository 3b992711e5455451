"""Hits: docs, uint32, ascending document numbers; scores, float32, one for each."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

Numbers = NDArray[Any]
Pair = tuple[Numbers, Numbers]

def scored(said: Numbers, gains: Numbers, telling: float) -> Numbers:
    """The score of each hit.

    said: uint8, a code of each; gains: float32[256], code → what is gained, times `telling`.
    """

def kept(docs: Numbers, scores: Numbers, said: Numbers, gains: Numbers, telling: float) -> Pair:
    """The hits of which something is said, scored for it as well."""

def only(docs: Numbers, scores: Numbers, fails: Numbers, besides: int = 0) -> Pair:
    """The hits that fail in nothing. fails: uint8, a bit for each thing a hit fails in; besides:
    the bits that do not count.
    """

def lift(scores: Numbers, said: Numbers, gains: Numbers, telling: float) -> None:
    """Add to each score what is gained by what is said."""

def lift_those(scores: Numbers, docs: Numbers, those: Numbers, gain: float) -> None:
    """Add a gain to the scores of some documents, `those`, which ascend as well."""

def both(docs: Numbers, scores: Numbers, others: Numbers, other_scores: Numbers) -> Pair:
    """What is among two lists of hits, their scores added."""

def without(docs: Numbers, scores: Numbers, others: Numbers) -> Pair:
    """The hits that are not among the documents `others`, which ascend."""

def together(alternatives: Sequence[Pair], documents: int) -> Pair:
    """What is in any of several lists of hits, none of them empty, the scores added.

    documents: how many there are.
    """
