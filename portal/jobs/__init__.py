"""Due work: what must be done at some time, by whoever comes first, and by nobody twice."""

from portal.jobs import models  # an application that registers jobs has their table
from portal.jobs.registry import job
from portal.jobs.trouble import Trouble

__all__ = ["Trouble", "job", "models"]
