"""The pages of the search: results, facet values, the advanced form, one result after another;
and what is suggested while typing.
"""

from portal.search.views import advanced, facet_page, results, step, suggest
from portal.search.views.blueprint import bp

__all__ = ["advanced", "bp", "facet_page", "results", "step", "suggest"]
