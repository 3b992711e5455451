"""How much one client may ask for."""

import os
from collections.abc import Callable
from ipaddress import ip_address

import pytest
from flask import Flask
from redis import Redis, RedisError

from portal.config import BadSetting
from portal.web.limits import client as client_of
from tests.pages import PageClient

MakeApp = Callable[..., Flask]

REDIS = os.environ.get("PORTAL_TEST_REDIS_URL") or "redis://127.0.0.1:6379/15"


def test_over_the_budget_the_page_says_when_to_come_back(make_app: MakeApp) -> None:
    client = PageClient.of(make_app(crawl_budget="2 per hour"))
    assert [client.get("/probe/limited").status_code for _ in range(2)] == [200, 200]
    refused = client.get("/probe/limited")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "phút" in refused.text
    assert client.get("/probe/page").status_code == 200  # what has no budget stays open


def test_budgets_are_counted_for_each_client(make_app: MakeApp) -> None:
    client = PageClient.of(make_app(crawl_budget="1 per hour", trusted_proxies=1))

    def visit(address: str) -> int:
        return client.get("/probe/limited", headers={"X-Forwarded-For": address}).status_code

    assert [visit("192.0.2.1"), visit("192.0.2.1"), visit("192.0.2.2")] == [200, 429, 200]


def test_without_a_trusted_proxy_a_client_cannot_pose_as_another(make_app: MakeApp) -> None:
    client = PageClient.of(make_app(crawl_budget="1 per hour"))
    statuses = [
        client.get("/probe/limited", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(2)
    ]
    assert statuses == [200, 429]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::a", "2001:db8:1:2:ffff::b", True),
        ("2001:db8:1:2::a", "2001:db8:1:3::a", False),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_an_ipv6_client_cannot_move_to_a_new_budget(
    make_app: MakeApp, one: str, other: str, same: bool
) -> None:
    app = make_app()

    def budget_of(address: str) -> str:
        assert ip_address(address)
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return client_of()

    assert (budget_of(one) == budget_of(other)) is same


def test_redis_counts_for_all_processes(make_app: MakeApp) -> None:
    try:
        with Redis.from_url(REDIS, socket_connect_timeout=1) as redis:
            redis.flushdb()
    except RedisError as error:
        pytest.skip(f"no Redis answers at {REDIS}: {error}")
    apps = [make_app(crawl_budget="2 per hour", limits_storage=REDIS) for _ in range(2)]
    statuses = [PageClient.of(app).get("/probe/limited").status_code for app in [*apps, *apps]]
    assert statuses == [200, 200, 429, 429]


def test_a_lost_counter_closes_nothing(make_app: MakeApp) -> None:
    app = make_app(crawl_budget="1 per hour", limits_storage="redis://127.0.0.1:1/0")
    client = PageClient.of(app)
    assert [client.get("/probe/limited").status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize(
    ("name", "value"), [("crawl_budget", "a lot"), ("limits_storage", "drawer://left")]
)
def test_a_budget_that_cannot_be_read_is_refused(make_app: MakeApp, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        make_app(**{name: value})
