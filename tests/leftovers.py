"""Changes a request made to its session and did not commit."""

from typing import Any

from flask import Flask, g
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from portal.db import db

KEY = "tests.leftovers"
FLUSHED = "tests.flushed"


class Leftovers:
    """Looks at the sessions of every request of an application just before they are closed."""

    def __init__(self) -> None:
        self._found: list[str] = []

    @classmethod
    def watching(cls, app: Flask) -> "Leftovers":
        """The one watcher of ``app``, made at the first call."""
        if KEY not in app.extensions:
            watcher = app.extensions[KEY] = cls()
            app.teardown_appcontext(watcher._look)
            with app.app_context():
                _note_flushes(db.sessionmaker)
        found: Leftovers = app.extensions[KEY]
        return found

    def take(self) -> list[str]:
        """What was found since the last call."""
        found, self._found = self._found, []
        return found

    def _look(self, error: BaseException | None) -> None:
        sessions: dict[str, Session] = g.get("_sqlalchemy_sessions", {})
        for session in sessions.values():
            pending = [*session.new, *session.dirty, *session.deleted]
            self._found += [type(one).__name__ for one in pending]
            self._found += session.info.pop(FLUSHED, [])


def _note_flushes(maker: Any) -> None:
    def flushed(session: Session, context: object) -> None:
        names = [type(one).__name__ for one in (*session.new, *session.dirty, *session.deleted)]
        session.info.setdefault(FLUSHED, []).extend(names)

    def executed(state: ORMExecuteState) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            state.session.info.setdefault(FLUSHED, []).append(state.statement.__visit_name__)

    def settled(session: Session) -> None:
        session.info.pop(FLUSHED, None)

    event.listen(maker, "after_flush", flushed)
    event.listen(maker, "do_orm_execute", executed)
    event.listen(maker, "after_commit", settled)
    event.listen(maker, "after_rollback", settled)
