import Encodings
import YAMLReading

/// How one property of a section is named, read, printed and documented.
public struct Field<Section: Sendable>: Sendable {
    public let name: String
    /// The unit, such as `USD/h`, `share` or `campaigns`; empty for names and choices.
    public let unit: String
    public let documentation: String
    public let isRequired: Bool
    /// Paths below this field, when it is a section itself.
    let childPaths: [String]
    let typeSchema: JSONValue
    let read: @Sendable (YAMLTree, String, inout Section, inout Reader) -> Void
    let print: @Sendable (Section) -> JSONValue

    init(
        _ name: String, unit: String, _ documentation: String, isRequired: Bool = false,
        childPaths: [String] = [],
        typeSchema: JSONValue,
        read: @escaping @Sendable (YAMLTree, String, inout Section, inout Reader) -> Void,
        print: @escaping @Sendable (Section) -> JSONValue
    ) {
        self.name = name
        self.unit = unit
        self.documentation = documentation
        self.isRequired = isRequired
        self.childPaths = childPaths
        self.typeSchema = typeSchema
        self.read = read
        self.print = print
    }

    /// The field's JSON Schema: type, documentation with unit, and default.
    func schema(_ defaults: Section) -> JSONValue {
        guard case .object(var members) = typeSchema else { return typeSchema }
        members.append(
            .init("description", .string(unit.isEmpty ? documentation : "\(documentation) [\(unit)]")))
        if !isRequired, childPaths.isEmpty { members.append(.init("default", print(defaults))) }
        return .object(members)
    }
}
