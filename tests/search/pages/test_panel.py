"""Addresses of limits, and doors that are asked once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.i18n import speaking
from portal.libraries.branches import Branch, Network
from portal.libraries.network import read_network
from portal.libraries.presenters import OpenBadge, open_badge
from portal.search.facets import FACETS
from portal.search.state import SearchState
from portal.search.views import doors as asked_doors
from portal.search.views.doors import doors
from portal.search.views.links import facet_urls, results_url
from portal.search.views.panel import toggled
from tests import make
from tests.search.test_state import states

NINE = datetime(2026, 11, 24, 2, 0, 7, tzinfo=UTC)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states, st.sampled_from(list(FACETS)), st.text(min_size=1, max_size=9))
def test_an_address_with_another_value_is_that_of_the_state_with_it(
    app: Flask, state: SearchState, name: str, value: str
) -> None:
    with app.test_request_context("/tim"):
        values = toggled(state, name, value)
        assert facet_urls(state, name)(values) == results_url(state.only(name, *values))


@pytest.mark.parametrize(
    ("held", "value", "values"),
    [
        ((), "8", ("8",)),
        (("8",), "8", ()),
        (("8",), "89", ("89",)),
        (("895", "3"), "8", ("3", "8")),
    ],
)
def test_a_class_takes_the_place_of_those_above_and_below(
    held: tuple[str, ...], value: str, values: tuple[str, ...]
) -> None:
    assert toggled(SearchState(chosen={"ddc": held}), "ddc", value) == values


def test_a_door_is_asked_once_a_minute_and_language(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.library(session, "KV-1")
    network = read_network(session)
    asked: list[datetime] = []

    def note(branch: Branch, moment: datetime) -> OpenBadge:
        asked.append(moment)
        return open_badge(branch, moment)

    monkeypatch.setattr(asked_doors, "open_badge", note)

    def text(network: Network, moment: datetime) -> str:
        badge = doors(network, moment).badge(network.branches[0])
        assert badge == doors(network, moment).badge(network.branches[0])
        return badge.text

    with app.test_request_context("/tim"):
        assert text(network, NINE) == "Chưa rõ giờ mở cửa"
        text(network, NINE + timedelta(seconds=50))
        assert len(asked) == 1
        with speaking("en"):
            assert text(network, NINE) != "Chưa rõ giờ mở cửa"
        assert len(asked) == 2
        text(network, NINE + timedelta(minutes=1))
        assert len(asked) == 3
        text(read_network(session), NINE + timedelta(minutes=1))
        assert len(asked) == 4
