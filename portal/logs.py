"""Log lines: one a message, each with the name of its request."""

import logging

from portal.web.requests import RequestIdFilter

FORMAT = "%(asctime)s %(levelname)s %(name)s request=%(request_id)s %(message)s"


def set_up_logs(level: str) -> None:
    """Send the portal's log to standard error, once however often it is called."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    log = logging.getLogger("portal")
    log.setLevel(level)
    if any(isinstance(one.formatter, PortalFormatter) for one in log.handlers):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(PortalFormatter(FORMAT))
    handler.addFilter(RequestIdFilter())
    log.addHandler(handler)
    log.propagate = False


class PortalFormatter(logging.Formatter):
    """Marks our own handler, and keeps whatever was logged on one line."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
