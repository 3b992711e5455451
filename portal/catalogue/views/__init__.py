"""The pages of the catalogue: a record, its authors and subjects, and every way to browse."""

from portal.catalogue.views import az, classes, lists, marc, news, people, record
from portal.catalogue.views.blueprint import bp

__all__ = ["az", "bp", "classes", "lists", "marc", "news", "people", "record"]
