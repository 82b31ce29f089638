"""Checks answers against botocore's own service models, because the clients take almost anything."""

import json


def watch(client):
    """From now on every answer of the client must fit its output shape."""

    def judge(http_response, parsed, model, **_):
        if http_response.status_code >= 300:
            names = {shape.name for shape in model.error_shapes}
            code = parsed["Error"]["Code"]
            common = {"UnknownOperationException", "SerializationException", "AccessDeniedException"}
            assert code in names or code in common or not names, f"{model.name} answers an error that it does not have: {code}"
            return
        shape = model.output_shape
        if shape is None or model.has_event_stream_output:
            return
        if model.service_model.metadata["protocol"] == "rest-json":
            payload = shape.serialization.get("payload")
            if payload is None:
                body = json.loads(http_response.content or b"{}")
                fits(body, shape, model.name)
        problems = []
        check(parsed, shape, model.name, problems)
        assert not problems, "\n".join(problems)

    client.meta.events.register(f"after-call.{client.meta.service_model.service_id.hyphenize()}", judge)


def fits(value, shape, place):
    """The JSON of a body has only members that the shape knows, all that it must have, and values of its lists."""
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return
    if kind == "structure":
        assert isinstance(value, dict), f"{place} is no structure"
        members = {m.serialization.get("name", n): (n, m) for n, m in shape.members.items()}
        body = {w for w, (n, m) in members.items() if m.serialization.get("location") in (None,)}
        for name in value:
            assert name in body, f"{place}.{name} is unknown"
        for name in shape.required_members:
            wire = shape.members[name].serialization.get("name", name)
            if shape.members[name].serialization.get("location") is None:
                assert wire in value, f"{place}.{name} is missing"
        if getattr(shape, "is_tagged_union", False):
            assert len(value) == 1, f"{place} is a union of {len(value)} members"
        for name, inner in value.items():
            fits(inner, members[name][1], f"{place}.{name}")
    elif kind == "list":
        assert isinstance(value, list), f"{place} is no list"
        for index, inner in enumerate(value):
            fits(inner, shape.member, f"{place}[{index}]")
    elif kind == "map":
        for name, inner in value.items():
            fits(inner, shape.value, f"{place}.{name}")
    elif kind in ("integer", "long"):
        assert isinstance(value, int) and not isinstance(value, bool), f"{place} is no integer"
    elif kind in ("float", "double"):
        assert isinstance(value, (int, float)), f"{place} is no number"
    elif kind == "boolean":
        assert isinstance(value, bool), f"{place} is no boolean"
    elif kind == "string":
        assert isinstance(value, str), f"{place} is no text"
        if getattr(shape, "enum", None):
            assert value in shape.enum, f"{place} is {value}, which is none of {shape.enum}"


def stream(events, shape):
    """The names of a stream's events, each of which fits its shape."""
    names = []
    for event in events:
        (name, payload), = event.items()
        problems = []
        check(payload, shape.members[name], name, problems)
        assert not problems, "\n".join(problems)
        names.append(name)
    return names


KINDS = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "float": (int, float),
    "double": (int, float),
}


def check(value, shape, place, problems):
    """Notes everything in a parsed answer that the shape does not allow."""
    if getattr(shape, "is_document_type", False):
        return
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            problems.append(f"{place}: {value!r} is no structure")
            return
        for name in shape.required_members:
            if name not in value:
                problems.append(f"{place}.{name}: missing")
        for name, member in value.items():
            if name == "ResponseMetadata":
                continue
            if name not in shape.members:
                problems.append(f"{place}.{name}: not in the model")
            else:
                check(member, shape.members[name], f"{place}.{name}", problems)
    elif kind == "list":
        for index, element in enumerate(value):
            check(element, shape.member, f"{place}[{index}]", problems)
    elif kind == "map":
        for key, element in value.items():
            check(element, shape.value, f"{place}[{key!r}]", problems)
    elif kind in KINDS:
        if not isinstance(value, KINDS[kind]):
            problems.append(f"{place}: {value!r} is no {kind}")
        if getattr(shape, "enum", None) and value not in shape.enum:
            problems.append(f"{place}: {value!r} is none of {shape.enum}")


def assert_fits(client, operation, answer):
    """Fails with every member of an answer that the service's model does not allow."""
    shape = client.meta.service_model.operation_model(operation).output_shape
    problems = []
    if shape is not None:
        check(answer, shape, operation, problems)
    assert answer["ResponseMetadata"]["RequestId"], "no request id"
    assert not problems, "\n".join(problems)
    return answer


def assert_modelled(client, operation, error):
    """Fails unless the error is one that the service's model knows for the operation."""
    model = client.meta.service_model.operation_model(operation)
    codes = {shape.metadata.get("error", {}).get("code", shape.name) for shape in model.error_shapes}
    code = error.response["Error"]["Code"]
    assert code in codes, f"{code} is none of {sorted(codes)}"
    return error
