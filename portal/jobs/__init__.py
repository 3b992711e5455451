"""Due work: what must be done at some time, by whoever comes first, and by nobody twice."""

from portal.jobs.registry import Trouble, job

__all__ = ["Trouble", "job"]
