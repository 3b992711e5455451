"""What the tests of the search share."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.config import Settings
from tests.search.api import Program


@pytest.fixture
def program(app: Flask, session: Session, settings: Settings, engine: sa.Engine) -> Program:
    return Program(app, session, settings, engine)
