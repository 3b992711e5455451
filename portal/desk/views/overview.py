"""The first page of the desk."""

from __future__ import annotations

from flask import render_template

from portal.cards.class_desk import count_classes
from portal.cards.finding import count_waiting
from portal.db import db
from portal.desk import merges, questions
from portal.desk.imports import latest_runs
from portal.desk.views.blueprint import bp, me, my_clerk, my_desk
from portal.web.access import staff

RUNS = 10
MERGES = 5


@bp.get("/quay")
@staff()
def index() -> str:
    """What waits, what came in, what was merged."""
    desk = my_desk()
    return render_template(
        "desk/index.html",
        me=me(),
        whole_city=desk.library_id is None,
        waiting=questions.count_open(db.session, desk),
        runs=latest_runs(db.session, desk, RUNS),
        readers=count_waiting(db.session, my_clerk()),
        classes=count_classes(db.session, my_clerk()),
        merges=merges.latest(db.session, desk, MERGES),
    )
