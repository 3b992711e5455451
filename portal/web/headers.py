"""What browsers are told about every answer: which sources a page may use, and what it may do."""

from flask import Flask, Response, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.wrappers import Response as BaseResponse

# Everything is served by the portal itself; nothing runs or is styled inline.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}

YEAR = 365 * 24 * 3600


_left_here: dict[str, str] = {}
"""Cookie → the endpoint whose path is its own."""


def left_here(endpoint: str, *cookies: str) -> None:
    """Name cookies in which a room keeps what somebody did on a device, for `forget_here`.

    endpoint: whose path they have.
    """
    _left_here.update(dict.fromkeys(cookies, endpoint))


def forget_here(response: BaseResponse) -> BaseResponse:
    """Let the browser throw away what pages kept on the device: a card for when there is no
    network, a form that was begun. For whoever goes, so that the next one finds nothing.
    """
    response.headers["Clear-Site-Data"] = '"storage"'
    for name, endpoint in _left_here.items():
        delete_cookie(response, name, endpoint)
    return response


def delete_cookie(response: BaseResponse, name: str, endpoint: str) -> None:
    """A cookie that has the path of `endpoint`."""
    response.delete_cookie(name, path=url_for(endpoint), samesite="Lax", httponly=True)


class Sessions(SecureCookieSessionInterface):
    """Extensions look into the session of every request, and Flask then says that the answer
    depends on cookies. One that its view calls public does not: it may be kept for everybody.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if response.cache_control.public and not session.modified:
            session.accessed = False
        super().save_session(app, session, response)


def init_app(app: Flask, *, https: bool) -> None:
    app.session_interface = Sessions()

    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        if response.mimetype == "text/html" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        if request.endpoint == "static" and request.args.get("v"):
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response

    app.after_request(add_headers)
