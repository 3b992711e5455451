"""Pages of signing in and of an account; what its refusals say is registered with them."""

from portal.accounts import jobs, refusal_texts
from portal.accounts.views import (
    changes,
    data,
    devices,
    forgotten,
    leaving,
    loading,
    overview,
    second_factor,
    signing_in,
)
from portal.accounts.views.blueprint import bp

__all__ = [
    "bp",
    "changes",
    "data",
    "devices",
    "forgotten",
    "jobs",
    "leaving",
    "loading",
    "overview",
    "refusal_texts",
    "second_factor",
    "signing_in",
]
