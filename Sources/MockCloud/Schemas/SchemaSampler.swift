import Quantities

/// Values that fit a JSON Schema, made from a hash: what a model held to a schema would send.
///
/// Reads `type`, `properties`, `required`, `items`, `enum`, `const`, `anyOf`, `oneOf`, `allOf`, `$ref` into `$defs`, and bounds of
/// numbers, texts and lists. What else a schema demands (patterns, conditions) is not looked at.
struct SchemaSampler {
    private let root: JSONValue
    private let sentences: [String]
    private var state: UInt64

    static let maximumDepth = 24

    /// - Parameter sentences: fill texts without a list of their own.
    init(_ schema: JSONValue, sentences: [String], hash: UInt64) {
        root = schema
        self.sentences = sentences
        state = hash
    }

    mutating func sample() -> JSONValue { value(root, name: "value", depth: 0) }

    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Fingerprint.mixed(state)
    }

    private mutating func value(_ schema: JSONValue, name: String, depth: Int) -> JSONValue {
        guard depth < SchemaSampler.maximumDepth else { return .null }
        let schema = SchemaReference.resolved(schema, root: root)
        if let constant = schema["const"] { return constant }
        if let choices = schema["enum"]?.array, !choices.isEmpty {
            return choices[Int(next() % UInt64(choices.count))]
        }
        for key in ["anyOf", "oneOf"] {
            guard let choices = schema[key]?.array, !choices.isEmpty else { continue }
            let real = choices.filter { $0["type"]?.string != "null" }
            return value(real.first ?? choices[0], name: name, depth: depth + 1)
        }
        switch SchemaReference.type(schema) {
        case "object": return object(schema, depth: depth)
        case "array": return array(schema, name: name, depth: depth)
        case "integer": return .integer(Int(number(schema).rounded()))
        case "number": return .number(number(schema))
        case "boolean": return .bool(next() & 1 == 0)
        case "null": return .null
        default: return .string(text(schema, name: name))
        }
    }

    private mutating func object(_ schema: JSONValue, depth: Int) -> JSONValue {
        var members: [JSONValue.Member] = []
        for part in [schema] + (schema["allOf"]?.array ?? []) {
            let part = SchemaReference.resolved(part, root: root)
            guard case .object(let properties)? = part["properties"] else { continue }
            for property in properties {
                members.append(
                    .init(property.key, value(property.value, name: property.key, depth: depth + 1)))
            }
        }
        return .object(members)
    }

    private mutating func array(_ schema: JSONValue, name: String, depth: Int) -> JSONValue {
        let least = schema["minItems"]?.integer ?? 0
        let most = schema["maxItems"]?.integer ?? max(least, 3)
        let count = max(least, min(most, 1 + Int(next() % 3)))
        let items = schema["items"] ?? .object([])
        return .array((0..<min(count, 1_000)).map { _ in value(items, name: name, depth: depth + 1) })
    }

    private mutating func number(_ schema: JSONValue) -> Double {
        let low = schema["minimum"]?.double ?? schema["exclusiveMinimum"]?.double.map { $0 + 1 } ?? 0
        let high = schema["maximum"]?.double ?? schema["exclusiveMaximum"]?.double.map { $0 - 1 } ?? low + 100
        guard high > low else { return low }
        return (low + Double(next() % 1_001) / 1_000 * (high - low)).rounded(.down)
    }

    private mutating func text(_ schema: JSONValue, name: String) -> String {
        switch schema["format"]?.string {
        case "date": return "2026-01-\(10 + Int(next() % 20))"
        case "date-time": return "2026-01-\(10 + Int(next() % 20))T12:00:00Z"
        case "email": return "reader\(next() % 1_000)@example.com"
        case "uri": return "https://example.com/\(next() % 1_000)"
        case "uuid": return UUIDText.make(next())
        default: break
        }
        let least = schema["minLength"]?.integer ?? 0
        let most = schema["maxLength"]?.integer ?? Int.max
        var text = sentences.isEmpty ? name : sentences[Int(next() % UInt64(sentences.count))]
        while text.count < least, text.count < 10_000 { text += " " + name }
        if text.count > most { text = String(text.prefix(most)) }
        return text
    }
}

/// The parts of JSON Schema that sampling and checking share.
enum SchemaReference {
    /// The schema that a `$ref` into the same document points at; itself without one.
    static func resolved(_ schema: JSONValue, root: JSONValue) -> JSONValue {
        var schema = schema
        for _ in 0..<SchemaSampler.maximumDepth {
            guard let reference = schema["$ref"]?.string, reference.hasPrefix("#") else { return schema }
            var target: JSONValue? = root
            for part in reference.dropFirst().split(separator: "/") { target = target?[String(part)] }
            guard let target else { return schema }
            schema = target
        }
        return schema
    }

    /// The type asked for; the first that is not null of several, and that which the other words imply.
    static func type(_ schema: JSONValue) -> String? {
        if let name = schema["type"]?.string { return name }
        if let names = schema["type"]?.array { return names.compactMap(\.string).first { $0 != "null" } }
        if schema["properties"] != nil { return "object" }
        if schema["items"] != nil { return "array" }
        return nil
    }
}
