"""Request shapes of the AWS operations that the mock cloud answers: usage make_aws_shapes.py FOLDER, with botocore installed.

Writes one JSON file a service: for each operation its input shape, and for each shape its kind, members (`*` marks those that must be
there, and where those outside the body are sent), values, bounds and pattern. Answers are checked in tests against botocore itself, so their shapes are not kept.
"""

import json
import os
import sys

import botocore
import botocore.session

OPERATIONS = {
    "bedrock-runtime": [
        "Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream", "CountTokens", "ApplyGuardrail",
    ],
    "bedrock": [
        "ListFoundationModels", "GetFoundationModel", "CreateModelInvocationJob", "GetModelInvocationJob",
        "ListModelInvocationJobs", "StopModelInvocationJob", "ListInferenceProfiles", "GetInferenceProfile",
    ],
    "bedrock-agent": [
        "CreatePrompt", "CreatePromptVersion", "GetPrompt", "UpdatePrompt", "DeletePrompt", "ListPrompts",
        "ListTagsForResource",
    ],
    "lambda": [
        "CreateFunction", "UpdateFunctionConfiguration", "UpdateFunctionCode", "AddPermission",
    ],
}


def described(shape, seen):
    name = shape.name
    if name in seen:
        return
    kind = shape.type_name
    entry = {}
    if kind == "structure":
        # A document is a structure without members that takes any JSON.
        if getattr(shape, "is_document_type", False):
            seen[name] = {"document": True}
            return
        entry["union" if shape.is_tagged_union else "structure"] = members = {}
        seen[name] = entry
        for member, inner in shape.members.items():
            place = inner.serialization.get("location")
            wire = inner.serialization.get("name", member)
            members[wire] = [inner.name + ("*" if member in shape.required_members else "")] + ([place] if place else [])
            if shape.serialization.get("payload") == member:
                members[wire].append("payload")
            described(inner, seen)
        return
    if kind == "list":
        entry["list"] = shape.member.name
        seen[name] = entry
        described(shape.member, seen)
    elif kind == "map":
        entry["map"] = [shape.key.name, shape.value.name]
        seen[name] = entry
        described(shape.key, seen)
        described(shape.value, seen)
    else:
        entry["scalar"] = kind
        if getattr(shape, "enum", None):
            entry["enum"] = shape.enum
        seen[name] = entry
    for bound in ("min", "max", "pattern"):
        if bound in shape.metadata:
            entry[bound] = shape.metadata[bound]


session = botocore.session.get_session()
for service, operations in OPERATIONS.items():
    model = session.get_service_model(service)
    shapes, inputs, errors = {}, {}, {}
    for operation in operations:
        known = model.operation_model(operation)
        inputs[operation] = known.input_shape.name
        described(known.input_shape, shapes)
        for error in known.error_shapes:
            errors[error.name] = error.metadata.get("error", {}).get("httpStatusCode", 400)
    lines = ['{"source": "botocore %s",' % botocore.__version__, '"operations": ' + json.dumps(inputs) + ","]
    lines += ['"errors": ' + json.dumps(errors, sort_keys=True) + ",", '"shapes": {']
    body = [json.dumps(name) + ": " + json.dumps(shapes[name]) for name in sorted(shapes)]
    lines += [",\n".join(body), "}}"]
    with open(os.path.join(sys.argv[1], service + ".json"), "w") as file:
        file.write("\n".join(lines) + "\n")
