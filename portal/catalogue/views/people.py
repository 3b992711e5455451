"""The page of an author, of a subject, and of a series: a heading and its works."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.catalogue.headings import role_counts, with_agent, with_subject
from portal.catalogue.kinds import AgentKind, Role
from portal.catalogue.models import Agent, Subject
from portal.catalogue.views.blueprint import LARGEST_ID, bp
from portal.catalogue.views.lists import (
    asked_page,
    asked_sort,
    beyond,
    page_link,
    row_views,
    sort_link,
)
from portal.catalogue.works import list_works
from portal.db import db
from portal.web.access import public
from portal.web.limits import crawl_budget

SORTS = ("title", "newest", "oldest", "loans")


@bp.get(f"/tac-gia/<int(max={LARGEST_ID}):agent_id>")
@public
@crawl_budget
def agent(agent_id: int) -> ResponseReturnValue:
    """Everything a person or body had a part in; `vai=` keeps one part."""
    who = db.session.get(Agent, agent_id)
    if who is None:
        abort(404)
    roles = role_counts(db.session, agent_id)
    role = _asked_role()
    sort = asked_sort(SORTS)
    page = list_works(db.session, with_agent(agent_id, role), sort=sort, number=asked_page())
    link = page_link(
        "catalogue.agent",
        agent_id=agent_id,
        vai=role.value if role else None,
        xep=sort if sort != SORTS[0] else None,
    )
    return beyond(page, link) or render_template(
        "catalogue/agent.html",
        agent=who,
        is_person=who.kind is AgentKind.person,
        roles=roles,
        sort_link=sort_link(
            "catalogue.agent", SORTS[0], agent_id=agent_id, vai=role.value if role else None
        ),
        role=role,
        page=page,
        rows=row_views(page),
        sort=sort,
        sorts=SORTS,
        page_link=link,
    )


@bp.get(f"/chu-de/<int(max={LARGEST_ID}):subject_id>")
@public
@crawl_budget
def subject(subject_id: int) -> ResponseReturnValue:
    """Everything about a subject."""
    what = db.session.get(Subject, subject_id)
    if what is None:
        abort(404)
    sort = asked_sort(SORTS)
    page = list_works(db.session, with_subject(subject_id), sort=sort, number=asked_page())
    link = page_link(
        "catalogue.subject", subject_id=subject_id, xep=sort if sort != SORTS[0] else None
    )
    return beyond(page, link) or render_template(
        "catalogue/subject.html",
        subject=what,
        sort_link=sort_link("catalogue.subject", SORTS[0], subject_id=subject_id),
        page=page,
        rows=row_views(page),
        sort=sort,
        sorts=SORTS,
        page_link=link,
    )


def _asked_role() -> Role | None:
    wanted = request.args.get("vai", "")
    return Role(wanted) if wanted in Role.__members__ else None
