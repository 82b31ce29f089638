public import Encodings
import Quantities
import YAMLReading

/// A group of scenario fields that stand together in the YAML file.
///
/// A section is a plain value whose initialiser gives the defaults; its `fields` say how each
/// property is named, read, checked, printed and documented. Adding a field is one property and
/// one line in that list.
public protocol ScenarioSection: Sendable, Hashable {
    init()
    static var fields: [Field<Self>] { get }
}

extension ScenarioSection {
    /// Reads a mapping, noting unknown fields and every bad value.
    static func read(_ tree: YAMLTree, path: String, _ reader: inout Reader) -> Self {
        var section = Self()
        guard case .mapping(let entries, _) = tree else {
            if case .scalar(let text, _) = tree, text.isEmpty || text == "null" {
                reportMissing(from: [], tree, path, &reader)
                return section
            }
            reader.report("expected a mapping of fields, found \(tree.summary)", at: tree, path: path)
            return section
        }
        for entry in entries {
            let entryPath = path.isEmpty ? entry.key : path + "." + entry.key
            if let field = fields.first(where: { $0.name == entry.key }) {
                field.read(entry.value, entryPath, &section, &reader)
            } else {
                let near = Spelling.nearest(to: entry.key, in: fields.map(\.name))
                reader.report(
                    "unknown field",
                    remedy: near.map { "did you mean '\($0)'?" } ?? "known here: "
                        + fields.map(\.name).joined(separator: ", "),
                    line: entry.keyLine, path: entryPath)
            }
        }
        reportMissing(from: entries.map(\.key), tree, path, &reader)
        return section
    }

    private static func reportMissing(
        from keys: [String], _ tree: YAMLTree?, _ path: String, _ reader: inout Reader
    ) {
        for field in fields where field.isRequired && !keys.contains(field.name) {
            let fieldPath = path.isEmpty ? field.name : path + "." + field.name
            reader.report(
                "required, and has no default", remedy: field.documentation, at: tree, path: fieldPath)
        }
    }

    /// The section as JSON, every field present, in the order of `fields`: what a digest is taken of.
    public var canonical: JSONValue {
        .object(Self.fields.map { JSONValue.Member($0.name, $0.print(self)) })
    }

    /// JSON Schema (draft 2020-12) of the section.
    static var schema: JSONValue {
        let defaults = Self()
        var members: [JSONValue.Member] = [
            .init("type", "object"), .init("additionalProperties", false),
            .init("properties", .object(fields.map { JSONValue.Member($0.name, $0.schema(defaults)) })),
        ]
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { members.append(.init("required", .array(required))) }
        return .object(members)
    }

    /// All paths below this section with unit and documentation, for messages about `--set`.
    static func paths(prefix: String) -> [String] {
        fields.flatMap { field in
            field.childPaths.isEmpty
                ? [prefix + field.name] : field.childPaths.map { prefix + field.name + "." + $0 }
        }
    }
}
