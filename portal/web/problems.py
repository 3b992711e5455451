"""Errors of the API: RFC 9457 problem details."""

from typing import Any

from flask import Response, json

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str = "", **members: Any) -> Response:
    """An answer that says what went wrong; ``members`` add facts a program can read."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    return Response(json.dumps({**body, **members}), status, content_type=MEDIA_TYPE)
