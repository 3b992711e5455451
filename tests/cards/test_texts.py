"""Every refusal, state, act and word of cards has a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.cards import presenters, refusal_texts
from portal.cards.likeness import Likeness
from portal.cards.refusals import Problem
from portal.cards.states import Act, State
from portal.cards.words import Death, Document, Gender, Relation
from portal.refusals import Refusal
from portal.web import refusals


def of_cards(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("portal.cards."):
            yield one
        yield from of_cards(one)


REFUSALS: list[type[Refusal]] = sorted(of_cards(), key=str)


@pytest.mark.parametrize("kind", REFUSALS)
def test_every_refusal_is_explained(kind: type[Refusal]) -> None:
    assert refusal_texts
    assert kind in refusals._explainers


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (presenters.state_text, State),
        (presenters.act_text, Act),
        (presenters.document_text, Document),
        (presenters.gender_text, Gender),
        (presenters.relation_text, Relation),
        (presenters.death_text, Death),
        (presenters.likeness_text, Likeness),
    ],
)
def test_every_word_is_told(text: Callable[[Any], str], words: Any) -> None:
    told = [text(one) for one in words]
    assert all(told)
    assert len(set(told)) == len(told)


def test_a_problem_is_told_by_its_field_first() -> None:
    assert presenters.problem_text(Problem("number", "year")) != presenters.problem_text(
        Problem("number", "province")
    )
    assert presenters.problem_text(Problem("email", "missing")) == presenters.problem_text(
        Problem("phone", "missing")
    )
    assert presenters.problem_text(Problem("whatever", "odd"))
