"""The JSON API described by OpenAPI 3.1: addresses and parameters; shapes in `openapi_schemas`."""

from __future__ import annotations

from typing import Any

from portal.catalogue.kinds import Material
from portal.i18n import LANGUAGES
from portal.search.engine import SORTS
from portal.search.openapi_schemas import SCHEMAS, one_of, ref
from portal.search.query import FIELD_NAMES
from portal.search.state import MOST_PAGES, MOST_PER_PAGE, PER_PAGE, YEARS

Json = dict[str, Any]

_FILTERS = {
    "library": ("Code of a library; the works it has.", {"type": "string"}),
    "material": ("Form of the document.", one_of(material.name for material in Material)),
    "language": ("ISO 639-2/B.", {"type": "string", "pattern": "^[A-Za-z]{3}$"}),
    "author": ("Id of an agent.", {"type": "string", "pattern": "^[0-9]+$"}),
    "subject": ("Id of a subject.", {"type": "string", "pattern": "^[0-9]+$"}),
    "ddc": (
        "Class, division or section: 1 to 3 digits.",
        {"type": "string", "pattern": "^[0-9]{1,3}$"},
    ),
    "room": ("Library code, full stop, room code.", {"type": "string"}),
}
_PROBLEMS = {
    "400": "A parameter that does not exist or could not be taken: see `errors`.",
    "404": "There is none.",
    "429": "The client's budget is used up; `Retry-After` says for how many seconds.",
    "503": "No index was built yet.",
}


def description(server: str) -> Json:
    """The whole document; `server` is the address of the portal without a slash at the end."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cổng bạn đọc",
            "version": "1.0.0",
            "description": "The union catalogue of the public libraries of Hà Nội: search, "
            "records with their copies, libraries. Reading needs no key. A repeated filter "
            "means OR, different filters mean AND.",
        },
        "servers": [{"url": server}],
        "paths": {
            "/api/v1/search": _get(
                "search", "Works that answer a query", "SearchResult", _search(), "400", "503"
            ),
            "/api/v1/records/{id}": _get(
                "record", "One edition with its copies", "Record", [_ID, _LANG], "400", "404"
            ),
            "/api/v1/libraries": _get("libraries", "All libraries", "Libraries", [_LANG], "400"),
        },
        "components": {"schemas": SCHEMAS},
    }


def _get(name: str, summary: str, schema: str, parameters: list[Json], *problems: str) -> Json:
    answers = {"200": _answer("The answer.", "application/json", schema)}
    for status in (*problems, "429"):
        answers[status] = _answer(_PROBLEMS[status], "application/problem+json", "Problem")
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": answers,
        }
    }


def _answer(text: str, media_type: str, schema: str) -> Json:
    return {"description": text, "content": {media_type: {"schema": ref(schema)}}}


def _parameter(name: str, text: str, schema: Json, **more: Any) -> Json:
    return {"name": name, "in": "query", "description": text, "schema": schema, **more}


_LANG = _parameter(
    "lang", "Language of labels and problems; else Accept-Language.", one_of(LANGUAGES)
)
_ID: Json = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "A merged record leads to its heir (302).",
    "schema": {"type": "integer", "minimum": 0},
}


def _search() -> list[Json]:
    year = {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1}
    return [
        _parameter(
            "q",
            'Words, with or without marks; "phrase", word*, -word, OR, fields such as '
            "`tác giả:` or `author:`; an ISBN, barcode or call number. Empty: everything.",
            {"type": "string"},
        ),
        _parameter("field", "Where the words are looked for.", one_of(FIELD_NAMES)),
        *(
            _parameter(name, text, {"type": "array", "items": schema}, style="form", explode=True)
            for name, (text, schema) in _FILTERS.items()
        ),
        _parameter("year_from", "First year of publication.", year),
        _parameter("year_to", "Last year of publication.", year),
        _parameter(
            "available",
            "1: only what can be had today, in one of `library` where given.",
            one_of(("0", "1")),
        ),
        _parameter(
            "exact",
            "1: look for the words as they stand; else a search that finds nothing is asked as it "
            "was probably meant (see `rescue`), and one that finds little may bring more (`near`).",
            one_of(("0", "1")),
        ),
        _parameter("sort", "Order of the works.", {**one_of(SORTS), "default": SORTS[0]}),
        _parameter(
            "page",
            "From 1; beyond the last one there are no items.",
            {"type": "integer", "minimum": 1, "maximum": MOST_PAGES - 1, "default": 1},
        ),
        _parameter(
            "per_page",
            "Works on a page.",
            {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
        ),
        _LANG,
    ]
