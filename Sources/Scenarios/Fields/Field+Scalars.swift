import Encodings
import YAMLReading

extension Field {
    typealias Path<Value> = any WritableKeyPath<Section, Value> & Sendable

    /// A field with one scalar.
    static func scalar<Value: Sendable>(
        _ name: String, _ path: Path<Value>, _ codec: ScalarCodec<Value>, unit: String = "",
        required: Bool = false,
        _ documentation: String
    ) -> Field {
        Field(
            name, unit: unit, documentation, isRequired: required, typeSchema: codec.schema,
            read: { tree, place, section, reader in
                if let value = readScalar(tree, place, codec, &reader) { section[keyPath: path] = value }
            },
            print: { codec.print($0[keyPath: path]) })
    }

    /// A field with one scalar or `null` (also spelled `none` or `never`).
    static func optional<Value: Sendable>(
        _ name: String, _ path: Path<Value?>, _ codec: ScalarCodec<Value>, unit: String = "",
        required: Bool = false,
        absent: String = "null", _ documentation: String
    ) -> Field {
        Field(
            name, unit: unit, documentation, isRequired: required,
            typeSchema: .members([
                "anyOf": [codec.schema, .members(["type": "null"]), .members(["const": .string(absent)])]
            ]),
            read: { tree, place, section, reader in
                if case .scalar(let text, _) = tree,
                    ["null", "~", "", "none", "never", absent].contains(text.lowercased())
                {
                    section[keyPath: path] = nil
                } else if let value = readScalar(tree, place, codec, &reader, or: absent) {
                    section[keyPath: path] = value
                }
            },
            print: { $0[keyPath: path].map(codec.print) ?? (absent == "null" ? .null : .string(absent)) })
    }

    /// A field with a list of scalars; a single scalar is read as a list of one.
    static func list<Value: Sendable>(
        _ name: String, _ path: Path<[Value]>, _ codec: ScalarCodec<Value>, unit: String = "",
        required: Bool = false,
        _ documentation: String
    ) -> Field {
        Field(
            name, unit: unit, documentation, isRequired: required,
            typeSchema: .members(["type": "array", "items": codec.schema]),
            read: { tree, place, section, reader in
                section[keyPath: path] = elements(of: tree).compactMap {
                    readScalar($0, place, codec, &reader)
                }
            },
            print: { .array($0[keyPath: path].map(codec.print)) })
    }

    /// A field with named scalars, in the order of the file.
    static func map<Value: Sendable & Hashable>(
        _ name: String, _ path: Path<[Named<Value>]>, _ codec: ScalarCodec<Value>, unit: String = "",
        _ documentation: String
    ) -> Field {
        Field(
            name, unit: unit, documentation,
            typeSchema: .members(["type": "object", "additionalProperties": codec.schema]),
            read: { tree, place, section, reader in
                section[keyPath: path] = entries(of: tree, place, &reader).compactMap { entry in
                    readScalar(entry.value, place + "." + entry.key, codec, &reader).map {
                        Named(entry.key, $0)
                    }
                }
            },
            print: { .object($0[keyPath: path].map { .init($0.name, codec.print($0.value)) }) })
    }

    static func readScalar<Value>(
        _ tree: YAMLTree, _ place: String, _ codec: ScalarCodec<Value>, _ reader: inout Reader,
        or absent: String? = nil
    ) -> Value? {
        if case .scalar(let text, _) = tree, let value = codec.read(text) { return value }
        var remedy: String?
        if case .scalar(let text, _) = tree { remedy = codec.suggestion(text) }
        reader.report(
            "expected \(codec.expectation)\(absent.map { " or \($0)" } ?? ""), found \(tree.summary)",
            remedy: remedy, at: tree, path: place)
        return nil
    }

    static func elements(of tree: YAMLTree) -> [YAMLTree] {
        switch tree {
        case .sequence(let elements, _): elements
        case .scalar(let text, _) where text.isEmpty || text == "null": []
        default: [tree]
        }
    }

    static func entries(of tree: YAMLTree, _ place: String, _ reader: inout Reader) -> [YAMLTree.Entry] {
        switch tree {
        case .mapping(let entries, _): return entries
        case .scalar(let text, _) where text.isEmpty || text == "null": return []
        default:
            reader.report("expected named values, found \(tree.summary)", at: tree, path: place)
            return []
        }
    }
}

/// A value with a name, where the order of the file matters.
public struct Named<Value: Hashable & Sendable>: Hashable, Sendable {
    public var name: String
    public var value: Value

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}
