"""Mails: posted to an outbox with what they are about, delivered by a job, never twice."""

from portal.mail.outbox import Addressed, post, post_all

__all__ = ["Addressed", "post", "post_all"]
