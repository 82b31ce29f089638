/// Functions of objects.
enum ObjectFunctions {
    static let functions: [ScalarFunction] = [
        // A template with its arguments, which AI_COMPLETE puts in the places {0}, {1}...
        ScalarFunction("PROMPT", arity: 1...100, [.text, .any], strict: false, .object) { values, call in
            guard let template = values[0].text else { return .null }
            let arguments = try values.indices.dropFirst().map {
                try Variant(values[$0], call.types[$0], call.context)
            }
            return .variant(
                .sortedObject([
                    .init(key: "args", value: .array(arguments)),
                    .init(key: "template", value: .string(template)),
                ]))
        },
        ScalarFunction("OBJECT_CONSTRUCT", arity: 0...10_000, [.any], strict: false, .object) {
            values, call in
            try construct(values, call, keepsNulls: false)
        },
        ScalarFunction("OBJECT_CONSTRUCT_KEEP_NULL", arity: 0...10_000, [.any], strict: false, .object) {
            values, call in
            try construct(values, call, keepsNulls: true)
        },
        ScalarFunction("OBJECT_KEYS", arity: 1...1, [.variant], .array) { values, _ in
            members(values[0]).map { .variant(.array($0.map { .string($0.key) })) } ?? .null
        },
        ScalarFunction(
            "OBJECT_INSERT", arity: 3...4, [.variant, .text, .any, .boolean], strict: false, .object
        ) { values, call in
            guard var members = members(values[0]), let key = values[1].text else { return .null }
            let updates = values.count == 4 ? values[3].boolean ?? false : false
            if members.contains(where: { $0.key == key }) {
                guard updates else {
                    throw SnowError.runtime("100110", "22023", "Duplicate field key '\(key)'")
                }
                members.removeAll { $0.key == key }
            }
            if !values[2].isNull {
                members.append(.init(key: key, value: try Variant(values[2], call.types[2], call.context)))
            }
            return .variant(.sortedObject(members))
        },
        ScalarFunction("OBJECT_DELETE", arity: 2...1000, [.variant, .text], .object) { values, _ in
            let keys = Set(values.dropFirst().compactMap(\.text))
            return members(values[0]).map { .variant(.object($0.filter { !keys.contains($0.key) })) } ?? .null
        },
        ScalarFunction("OBJECT_PICK", arity: 2...1000, [.variant, .any], .object) { values, call in
            var keys: Set<String> = []
            for (index, value) in values.dropFirst().enumerated() {
                if let array = ArrayFunctions.elements(value) {
                    for element in array { if case .string(let key) = element { keys.insert(key) } }
                } else {
                    keys.insert(try ValueText.text(value, call.types[index + 1], call.context))
                }
            }
            return members(values[0]).map { .variant(.object($0.filter { keys.contains($0.key) })) } ?? .null
        },
    ]

    static func members(_ value: Value) -> [Variant.Member]? {
        if case .variant(.object(let members)) = value { members } else { nil }
    }

    private static func construct(
        _ values: [Value], _ call: ScalarFunction.Call, keepsNulls: Bool
    ) throws -> Value {
        guard values.count % 2 == 0 else {
            throw SnowError.arguments("OBJECT_CONSTRUCT", given: values.count)
        }
        var members: [Variant.Member] = []
        var seen: Set<String> = []
        for index in stride(from: 0, to: values.count, by: 2) {
            guard !values[index].isNull, keepsNulls || !values[index + 1].isNull else { continue }
            let key = try ValueText.text(values[index], call.types[index], call.context)
            guard seen.insert(key).inserted else {
                throw SnowError.runtime("100110", "22023", "Duplicate field key '\(key)'")
            }
            members.append(
                .init(key: key, value: try Variant(values[index + 1], call.types[index + 1], call.context)))
        }
        return .variant(.sortedObject(members))
    }
}
