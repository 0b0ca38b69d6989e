"""The schemas of data/schema, which editors and tools of others check files with."""
import json
import pathlib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = {path.name: json.loads(path.read_text()) for path in sorted((ROOT / "data/schema").glob("*.json"))}


def validator(name):
    store = {schema["$id"]: schema for schema in SCHEMAS.values()}
    try:
        from referencing import Registry, Resource
        registry = Registry().with_resources([(uri, Resource.from_contents(schema)) for uri, schema in store.items()])
        return jsonschema.Draft202012Validator(SCHEMAS[name], registry=registry)
    except ImportError:  # older packages
        resolver = jsonschema.RefResolver(SCHEMAS[name]["$id"], SCHEMAS[name], store=store)
        return jsonschema.Draft202012Validator(SCHEMAS[name], resolver=resolver)
