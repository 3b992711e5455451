"""The shapes of what the JSON API answers, as JSON Schema 2020-12 (what OpenAPI 3.1 uses)."""

from __future__ import annotations

from typing import Any

from portal.catalogue.kinds import AgentKind, CopyStatus, Material, Role, SubjectKind
from portal.libraries.hours import OpenState
from portal.libraries.kinds import LibraryKind, RoomUse, Stacks
from portal.search.api_libraries import WEEKDAYS
from portal.search.api_search import MOST_VALUES
from portal.search.facets import FACETS
from portal.search.relax import SHORT_LIST, StepKind

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}
YES_NO: Json = {"type": "boolean"}
MAYBE_TEXT: Json = {"type": ["string", "null"]}
MAYBE_NUMBER: Json = {"type": ["integer", "null"]}
MAYBE_DEGREES: Json = {"type": ["number", "null"]}
URL: Json = {"type": "string", "format": "uri"}
MOMENT: Json = {"type": "string", "format": "date-time"}
MAYBE_DAY: Json = {"type": ["string", "null"], "format": "date"}
COUNT: Json = {"type": "integer", "minimum": 0}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def many(of: Json, description: str = "") -> Json:
    return {"type": "array", "items": of} | ({"description": description} if description else {})


def one_of(names: Any) -> Json:
    return {"type": "string", "enum": list(names)}


def thing(properties: Json, description: str = "") -> Json:
    """An object that has all of these and nothing else."""
    schema = {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
    return schema | ({"description": description} if description else {})


def or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


_WAY = {"query": TEXT, "total": {"type": "integer", "minimum": 1}, "url": URL}
_WEEK = thing({day: many(ref("Span")) for day in WEEKDAYS}, "Usual hours; [] is closed.")

SCHEMAS: Json = {
    "Holding": thing(
        {"code": TEXT, "name": TEXT, "available": COUNT, "total": COUNT},
        "Copies in one library; `available` are those that stand ready today.",
    ),
    "Item": thing(
        {
            "id": NUMBER,
            "title": TEXT,
            "subtitle": MAYBE_TEXT,
            "volume": MAYBE_TEXT,
            "authors": many(TEXT, "In direct order, without a comma."),
            "publisher": MAYBE_TEXT,
            "year": MAYBE_NUMBER,
            "language": {**MAYBE_TEXT, "description": "ISO 639-2/B."},
            "isbn": many(TEXT, "13 digits each."),
            "ddc": MAYBE_TEXT,
            "url": URL,
            "libraries": many(ref("Holding"), "Where the work is, in any of its editions."),
        },
        "A work by the edition that answers best.",
    ),
    "FacetValue": thing({"value": TEXT, "label": TEXT, "count": COUNT}),
    "Suggestion": thing(_WAY, "The query as it was probably meant; `url` asks for it here."),
    "Rescue": thing(
        {"left_out": many(TEXT, "Words no answer has."), **_WAY},
        "What was asked instead: nothing answered the query as it stands. `exact=1` prevents it.",
    ),
    "Relaxed": thing(
        {"kind": one_of(kind.value for kind in StepKind), **_WAY},
        "For a search that found nothing: the first change that finds something.",
    ),
    "SearchResult": thing(
        {
            "query": {**TEXT, "description": "As it was searched: NFC, at most 400 characters."},
            "total": {**COUNT, "description": "Works; editions of one work count once."},
            "took_ms": {"type": "number", "minimum": 0},
            "page": {"type": "integer", "minimum": 1},
            "per_page": {"type": "integer", "minimum": 1, "maximum": 100},
            "items": many(ref("Item")),
            "near": many(
                ref("Item"),
                "Works that do not answer the query but its `suggestion`, where the first page has "
                f"fewer than {SHORT_LIST} works in order of relevance. `total` and `facets` are "
                "without them; `exact=1` prevents them.",
            ),
            "facets": thing(
                {name: many(ref("FacetValue")) for name in FACETS},
                f"Over all hits, most works first, {MOST_VALUES} values at most. `value` goes "
                "into the parameter of the same name; a facet in use counts what its other "
                "values would add.",
            ),
            "rescue": or_null(ref("Rescue")),
            "suggestion": or_null(ref("Suggestion")),
            "relaxed": or_null(ref("Relaxed")),
        }
    ),
    "Agent": thing(
        {"id": NUMBER, "name": TEXT, "kind": one_of(AgentKind), "role": one_of(Role)},
        "`id` goes into the parameter `author`.",
    ),
    "Subject": thing(
        {"id": NUMBER, "label": TEXT, "kind": one_of(SubjectKind)},
        "`id` goes into the parameter `subject`.",
    ),
    "Copy": thing(
        {
            "barcode": TEXT,
            "library": {**MAYBE_TEXT, "description": "Code of the library where it stands."},
            "owner": {**MAYBE_TEXT, "description": "Code of the library it belongs to."},
            "room": or_null(thing({"code": TEXT, "name": TEXT})),
            "call_number": MAYBE_TEXT,
            "volume": MAYBE_TEXT,
            "lendable": YES_NO,
            "status": one_of(status.name for status in CopyStatus),
            "due_on": MAYBE_DAY,
        }
    ),
    "Edition": thing(
        {
            "id": NUMBER,
            "title": TEXT,
            "edition": MAYBE_TEXT,
            "publisher": MAYBE_TEXT,
            "year": MAYBE_NUMBER,
            "url": URL,
        }
    ),
    "Record": thing(
        {
            "id": NUMBER,
            "url": URL,
            "title": TEXT,
            **dict.fromkeys(
                ("subtitle", "volume", "part_title", "original_title", "responsibility"), MAYBE_TEXT
            ),
            **dict.fromkeys(("edition", "place", "publisher"), MAYBE_TEXT),
            "year": MAYBE_NUMBER,
            **dict.fromkeys(
                ("year_text", "extent", "size", "series", "series_number", "language"), MAYBE_TEXT
            ),
            "language_guessed": YES_NO,
            "ddc": MAYBE_TEXT,
            "for_children": YES_NO,
            "summary": MAYBE_TEXT,
            "other_titles": many(TEXT),
            "notes": many(TEXT),
            "material": one_of(material.name for material in Material),
            "created_at": MOMENT,
            "changed_at": MOMENT,
            "authors": many(TEXT),
            "agents": many(ref("Agent"), "Everyone named, with what they did."),
            "subjects": many(ref("Subject")),
            "isbn": many(TEXT),
            "issn": many(TEXT),
            "work": thing({"id": NUMBER, "title": TEXT, "records": many(ref("Edition"))}),
            "libraries": many(ref("Holding"), "Where this edition is."),
            "copies": many(ref("Copy")),
        },
        "One edition.",
    ),
    "Span": thing({"opens": TEXT, "closes": TEXT}, "HH:MM in Hà Nội."),
    "Library": thing(
        {
            "code": TEXT,
            "name": TEXT,
            "short_name": MAYBE_TEXT,
            "kind": one_of(kind.value for kind in LibraryKind),
            "parent": {**MAYBE_TEXT, "description": "Code of the library it belongs to."},
            **dict.fromkeys(("address", "commune_code", "phone", "email", "website"), MAYBE_TEXT),
            "latitude": MAYBE_DEGREES,
            "longitude": MAYBE_DEGREES,
            "closed_since": MAYBE_DAY,
            "open_now": one_of(state.value for state in OpenState),
            "hours": or_null(_WEEK),
            "rooms": many(
                thing(
                    {
                        "code": TEXT,
                        "name": TEXT,
                        "stacks": one_of(stacks.value for stacks in Stacks),
                        "use": one_of(use.value for use in RoomUse),
                    }
                )
            ),
            "url": URL,
        }
    ),
    "Libraries": thing({"total": COUNT, "items": many(ref("Library"))}),
    "Problem": {
        "type": "object",
        "description": "RFC 9457.",
        "required": ["type", "title", "status"],
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": NUMBER,
            "detail": TEXT,
            "request_id": TEXT,
            "errors": many(
                thing({"parameter": TEXT, "value": TEXT, "wanted": TEXT}),
                "One entry for each parameter that could not be taken.",
            ),
        },
    },
}
