package import Encodings

/// Values that fit a JSON Schema, made from a hash: what a model held to a schema would send.
///
/// `SchemaCheck` is the judge of what fits. A schema for which no value is found is refused with the keyword at fault.
package struct SchemaSampler {
    let root: JSONValue
    let sentences: [String]
    let check: SchemaCheck
    private var state: UInt64
    /// Values and schemas that may still be looked at.
    private var budget = 0
    /// How often a value was asked for that others must not equal.
    var variation = 0

    static let maximumDepth = 24
    /// From this depth on, or after so many values, nothing is made that need not be: schemas that refer to themselves end.
    private static let sparseDepth = 8
    private static let plenty = 200
    private static let mostValues = 20_000
    /// The longest text, list or object that is made.
    static let longest = 10_000
    static let mostElements = 1_000
    private static let attempts = 6

    /// - Parameter sentences: fill texts without a list of their own.
    package init(_ schema: JSONValue, sentences: [String], hash: UInt64) {
        root = schema
        self.sentences = sentences
        check = SchemaCheck(root: schema)
        state = hash
    }

    /// - Throws: when the schema is none, or nothing was found that fits it.
    package mutating func sample() throws(SchemaRefusal) -> JSONValue {
        if let refusal = SchemaRules.unfit(root) { throw refusal }
        var last = SchemaRefusal("schema", "has no value")
        for _ in 0..<SchemaSampler.attempts {
            budget = SchemaSampler.mostValues
            do throws(SchemaRefusal) {
                let value = try value(root, name: "value", depth: 0)
                guard let violation = check.violation(value) else { return value }
                last = SchemaRefusal(violation.keyword, "cannot be kept: \(violation.message)")
            } catch {
                last = error
            }
        }
        throw last
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Fingerprint.mixed(state)
    }

    func isSparse(_ depth: Int) -> Bool {
        depth >= SchemaSampler.sparseDepth || SchemaSampler.mostValues - budget > SchemaSampler.plenty
    }

    private mutating func spend() throws(SchemaRefusal) {
        budget -= 1
        guard budget > 0 else { throw SchemaRefusal("schema", "asks for a value that is too large") }
    }

    mutating func value(_ schema: JSONValue, name: String, depth: Int) throws(SchemaRefusal) -> JSONValue {
        try spend()
        guard depth < SchemaSampler.maximumDepth else {
            throw SchemaRefusal("$ref", "asks for values within each other without an end")
        }
        guard schema != .bool(false) else { throw SchemaRefusal(name, "may have no value") }
        let schema = JSONValue.object(try merged(schema))
        if let constant = schema["const"] { return constant }
        if let choices = schema["enum"]?.array, !choices.isEmpty {
            let others = schema.without("enum")
            let fit = choices.filter { check.violation($0, against: others) == nil }
            guard !fit.isEmpty else { throw SchemaRefusal("enum", "has no value that fits its schema") }
            return fit[Int(next() % UInt64(fit.count))]
        }
        for key in ["anyOf", "oneOf"] {
            guard let choices = schema[key]?.array, !choices.isEmpty else { continue }
            return try choice(choices, of: schema, key, name: name, depth: depth)
        }
        return try typed(schema, name: name, depth: depth)
    }

    /// The first choice for which a value is found, those that are not null first.
    private mutating func choice(
        _ choices: [JSONValue], of schema: JSONValue, _ key: String, name: String, depth: Int
    ) throws(SchemaRefusal) -> JSONValue {
        var order = choices.filter { $0["type"]?.string != "null" }
        order += choices.filter { $0["type"]?.string == "null" }
        if isSparse(depth) {
            order = order.filter(SchemaSampler.isFlat) + order.filter { !SchemaSampler.isFlat($0) }
        }
        let base = schema.without(key).memberList ?? []
        var last = SchemaRefusal(key, "has no choice for which there is a value")
        for choice in order {
            do throws(SchemaRefusal) {
                let joined = try SchemaMerge.joined(base, try merged(choice))
                let value = try value(.object(joined), name: name, depth: depth + 1)
                guard let violation = check.violation(value, against: schema) else { return value }
                last = SchemaRefusal(violation.keyword, "cannot be kept: \(violation.message)")
            } catch {
                last = error
            }
        }
        throw last
    }

    /// Whether values of it hold no others.
    private static func isFlat(_ schema: JSONValue) -> Bool {
        if schema["$ref"] != nil || schema["anyOf"] != nil || schema["oneOf"] != nil { return false }
        return !SchemaReference.types(schema).contains { $0 == "object" || $0 == "array" }
    }

    /// A value of the first type for which there is one.
    private mutating func typed(
        _ schema: JSONValue, name: String, depth: Int
    ) throws(SchemaRefusal) -> JSONValue {
        var types = SchemaReference.types(schema)
        if isSparse(depth), types.contains("null") { types = ["null"] }
        if types.isEmpty { types = ["string"] }
        var last = SchemaRefusal("type", "has no value")
        for type in types {
            do throws(SchemaRefusal) {
                switch type {
                case "object": return try object(schema, depth: depth)
                case "array": return try array(schema, name: name, depth: depth)
                case "integer": return try integer(schema)
                case "number": return try number(schema)
                case "boolean": return .bool(next() & 1 == 0)
                case "null": return .null
                default: return .string(try text(schema, name: name))
                }
            } catch {
                last = error
            }
        }
        throw last
    }

    /// The members of a schema with those that its references and `allOf` add.
    func merged(_ schema: JSONValue, hops: Int = 0) throws(SchemaRefusal) -> [JSONValue.Member] {
        guard hops < SchemaSampler.maximumDepth else {
            throw SchemaRefusal("$ref", "points at itself")
        }
        guard schema != .bool(false) else { throw SchemaRefusal("false", "has no value") }
        var out = (schema.memberList ?? []).filter { $0.key != "$ref" && $0.key != "allOf" }
        if let reference = schema["$ref"]?.string {
            guard let target = SchemaReference.target(of: reference, root: root) else {
                throw SchemaRefusal("$ref", "points at nothing: \(reference)")
            }
            out = try SchemaMerge.joined(try merged(target, hops: hops + 1), out)
        }
        for part in schema["allOf"]?.array ?? [] {
            out = try SchemaMerge.joined(out, try merged(part, hops: hops + 1))
        }
        return out
    }
}

extension JSONValue {
    /// An object without one of its members.
    fileprivate func without(_ key: String) -> JSONValue {
        .object((memberList ?? []).filter { $0.key != key })
    }
}
