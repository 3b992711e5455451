"""What the application of every test would compile alike, compiled once a process.

Most of the time of a test with a page went into the builders of some 150 addresses and into the
templates of that page. Code is never changed by running it, so tests share nothing but time.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


def share(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, for every application that is made."""
    monkeypatch.setattr(Flask, "jinja_options", {"bytecode_cache": Templates()})
    monkeypatch.setattr(Rule, "_compile_builder", _kept(Rule._compile_builder))


class Templates(BytecodeCache):
    """Compiled templates, by what went into the compiler: the source and how it is read."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get(_identity(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None, "Jinja keeps what it has compiled"
        self._kept[_identity(bucket)] = bucket.code


def _identity(bucket: Bucket) -> tuple[object, ...]:
    """The letters' text is written without escaping, and may include what a page includes."""
    how: Environment = bucket.environment
    escaping = how.autoescape if isinstance(how.autoescape, bool) else "by its name"
    return bucket.key, bucket.checksum, escaping, how.trim_blocks, how.lstrip_blocks


def _kept(compile_builder: Callable[[Rule, bool], Builder]) -> Callable[[Rule, bool], Builder]:
    """A builder takes the rule that it builds for, so that rules written alike can share it."""
    found: dict[tuple[object, ...], Builder] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Builder:
        parts: Any = rule._trace
        key = (rule.rule, tuple(parts), repr(rule.defaults), append_unknown)
        if key not in found:
            found[key] = compile_builder(rule, append_unknown)
        return found[key]

    return compiled
