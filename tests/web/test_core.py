from flask import Flask
from sqlalchemy.orm import Session

from tests.pages import PageClient


def test_smoke(client: PageClient, session: Session, app: Flask) -> None:
    assert client.get("/ngon-ngu/en?next=/tim").location == "/tim"
