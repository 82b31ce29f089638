public import Encodings

extension CopyDocument {
    /// JSON Schema of a copy document, as structured output is asked for.
    public static let schema: JSONValue = .members([
        "type": "object",
        "properties": .members([
            "variants": .members([
                "type": "array",
                "items": .members([
                    "type": "object",
                    "properties": .members([
                        "subject": .members(["type": "string"]), "body": .members(["type": "string"]),
                    ]), "required": ["subject", "body"], "additionalProperties": false,
                ]),
            ])
        ]), "required": ["variants"], "additionalProperties": false,
    ])
}
