"""Enough of JSON Schema to hold answers against what OpenAPI says of them."""

from __future__ import annotations

import re
from typing import Any

Json = Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
KNOWN = {
    "$ref", "type", "enum", "required", "properties", "additionalProperties", "items", "anyOf",
    "minimum", "maximum", "pattern", "format", "description", "default",
}  # fmt: skip


def faults(schemas: Json, schema: Json, value: Json, where: str = "$") -> list[str]:
    """What is wrong with `value`, each with its place; refuses schemas it does not understand."""
    unknown = set(schema) - KNOWN
    if unknown:
        raise NotImplementedError(unknown)
    if "$ref" in schema:
        return faults(schemas, schemas[schema["$ref"].rpartition("/")[2]], value, where)
    if "anyOf" in schema:
        tries = [faults(schemas, one, value, where) for one in schema["anyOf"]]
        return min(tries, key=len)
    if not _of_type(schema.get("type"), value):
        return [f"{where}: {value!r} is no {schema['type']}"]
    found = _limits(schema, value, where)
    if isinstance(value, dict):
        found += _members(schemas, schema, value, where)
    if isinstance(value, list):
        for place, one in enumerate(value):
            found += faults(schemas, schema.get("items", {}), one, f"{where}[{place}]")
    return found


def _of_type(wanted: Json, value: Json) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted or list(_TYPES)
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)


def _limits(schema: Json, value: Json, where: str) -> list[str]:
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is not among {schema['enum']}")
    if isinstance(value, int | float):
        if value < schema.get("minimum", value):
            found.append(f"{where}: {value} is too small")
        if value > schema.get("maximum", value):
            found.append(f"{where}: {value} is too large")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{where}: {value!r} is not like {schema['pattern']}")
    return found


def _members(schemas: Json, schema: Json, value: Json, where: str) -> list[str]:
    properties = schema.get("properties", {})
    found = [f"{where}: no {name}" for name in schema.get("required", ()) if name not in value]
    for name, one in value.items():
        if name in properties:
            found += faults(schemas, properties[name], one, f"{where}.{name}")
        elif schema.get("additionalProperties") is False:
            found.append(f"{where}: {name} was not announced")
    return found
