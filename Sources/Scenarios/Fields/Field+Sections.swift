public import Encodings
public import YAMLReading

extension Field {
    /// A section within a section.
    static func section<Child: ScenarioSection>(_ name: String, _ path: Path<Child>, _ documentation: String)
        -> Field
    {
        Field(
            name, unit: "", documentation, isRequired: Child.fields.contains(where: \.isRequired),
            childPaths: Child.paths(prefix: ""), typeSchema: Child.schema,
            read: { tree, place, section, reader in
                section[keyPath: path] = Child.read(tree, path: place, &reader)
            },
            print: { $0[keyPath: path].canonical })
    }

    /// A list of sections. Where `shorthand` names a field, a scalar element stands for that field alone.
    static func sections<Child: ScenarioSection>(
        _ name: String, _ path: Path<[Child]>, shorthand: String? = nil, required: Bool = false,
        _ documentation: String
    ) -> Field {
        let item: JSONValue =
            shorthand == nil
            ? Child.schema : .members(["anyOf": [.members(["type": ["string", "number"]]), Child.schema]])
        return Field(
            name, unit: "", documentation, isRequired: required,
            typeSchema: .members(["type": "array", "items": item]),
            read: { tree, place, section, reader in
                section[keyPath: path] = elements(of: tree).enumerated().map { index, element in
                    var element = element
                    if let shorthand, case .scalar(_, let line) = element {
                        element = .mapping([.init(key: shorthand, keyLine: line, value: element)], line: line)
                    }
                    return Child.read(element, path: "\(place)[\(index)]", &reader)
                }
            },
            print: { .array($0[keyPath: path].map(\.canonical)) })
    }

    /// Named lists of raw values, such as the values that a sweep gives to each path.
    static func rawLists(_ name: String, _ path: Path<[Named<[YAMLTree]>]>, _ documentation: String) -> Field
    {
        Field(
            name, unit: "", documentation,
            typeSchema: .members(["type": "object", "additionalProperties": .members(["type": "array"])]),
            read: { tree, place, section, reader in
                section[keyPath: path] = entries(of: tree, place, &reader).map {
                    Named($0.key, elements(of: $0.value))
                }
            },
            print: { section in
                .object(section[keyPath: path].map { .init($0.name, .array($0.value.map(\.json))) })
            })
    }
}

extension YAMLTree {
    /// The value as JSON: scalars become numbers, booleans or text by their look.
    public var json: JSONValue {
        switch self {
        case .scalar(let text, _):
            if let value = Int(text) { return .integer(value) }
            if let value = Double(text), value.isFinite { return .number(value) }
            if text == "true" || text == "false" { return .bool(text == "true") }
            if text == "null" || text == "~" { return .null }
            return .string(text)
        case .sequence(let elements, _): return .array(elements.map(\.json))
        case .mapping(let entries, _): return .object(entries.map { .init($0.key, $0.value.json) })
        }
    }
}
