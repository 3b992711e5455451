"""Mails: posted to an outbox with what they are about, delivered by a job, never twice."""

from portal.mail.outbox import post

__all__ = ["post"]
