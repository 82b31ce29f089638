"""Checks parsed answers against botocore's own model of the service: required members, types, enums and bounds."""

KINDS = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "float": (int, float),
    "double": (int, float),
}


def _check(value, shape, place, problems):
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
                _check(member, shape.members[name], f"{place}.{name}", problems)
    elif kind == "list":
        for index, element in enumerate(value):
            _check(element, shape.member, f"{place}[{index}]", problems)
    elif kind == "map":
        for key, element in value.items():
            _check(element, shape.value, f"{place}[{key!r}]", problems)
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
        _check(answer, shape, operation, problems)
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
