/// Functions of arrays.
enum ArrayFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("ARRAY_CONSTRUCT", arity: 0...10_000, [.any], strict: false, .array) { values, call in
            .variant(.array(try values.indices.map { try element(values[$0], call.types[$0], call) }))
        },
        ScalarFunction("ARRAY_CONSTRUCT_COMPACT", arity: 0...10_000, [.any], strict: false, .array) {
            values, call in
            let kept = try values.indices.map { try element(values[$0], call.types[$0], call) }
            return .variant(.array(kept.filter { $0 != .null }))
        },
        ScalarFunction("ARRAY_SIZE", arity: 1...1, [.variant], .fixed(9, 0)) { values, _ in
            elements(values[0]).map { .integer($0.count) } ?? .null
        },
        ScalarFunction("ARRAY_CONTAINS", arity: 2...2, [.variant], strict: false, .boolean) { values, _ in
            guard let array = elements(values[1]) else { return .null }
            guard let wanted = values[0].variant else { return .null }
            return .boolean(array.contains { $0.compare(wanted) == 0 })
        },
        ScalarFunction("ARRAY_POSITION", arity: 2...2, [.variant], .fixed(9, 0)) { values, _ in
            guard let array = elements(values[1]), let wanted = values[0].variant else { return .null }
            return array.firstIndex { $0.compare(wanted) == 0 }.map { .integer($0) } ?? .null
        },
        ScalarFunction("ARRAY_APPEND", arity: 2...2, [.variant, .any], strict: false, .array) {
            values, call in
            guard let array = elements(values[0]) else { return .null }
            return .variant(.array(array + [try element(values[1], call.types[1], call)]))
        },
        ScalarFunction("ARRAY_PREPEND", arity: 2...2, [.variant, .any], strict: false, .array) {
            values, call in
            guard let array = elements(values[0]) else { return .null }
            return .variant(.array([try element(values[1], call.types[1], call)] + array))
        },
        ScalarFunction("ARRAY_INSERT", arity: 3...3, [.variant, .integer, .any], strict: false, .array) {
            values, call in
            guard var array = elements(values[0]), let index = values[1].int else { return .null }
            let place = index < 0 ? max(0, array.count + index) : index
            while array.count < place, place < 100_000 { array.append(.null) }
            array.insert(try element(values[2], call.types[2], call), at: min(place, array.count))
            return .variant(.array(array))
        },
        ScalarFunction("ARRAY_CAT", arity: 2...2, [.variant], .array) { values, _ in
            guard let one = elements(values[0]), let other = elements(values[1]) else { return .null }
            return .variant(.array(one + other))
        },
        ScalarFunction("ARRAY_COMPACT", arity: 1...1, [.variant], .array) { values, _ in
            elements(values[0]).map { .variant(.array($0.filter { $0 != .null })) } ?? .null
        },
        ScalarFunction("ARRAY_DISTINCT", arity: 1...1, [.variant], .array) { values, _ in
            guard let array = elements(values[0]) else { return .null }
            var seen: Set<Variant> = []
            return .variant(.array(array.filter { seen.insert($0).inserted }))
        },
        ScalarFunction("ARRAY_REMOVE", arity: 2...2, [.variant], .array) { values, _ in
            guard let array = elements(values[0]), let unwanted = values[1].variant else { return .null }
            return .variant(.array(array.filter { $0.compare(unwanted) != 0 }))
        },
        ScalarFunction("ARRAY_FLATTEN", arity: 1...1, [.variant], .array) { values, _ in
            guard let array = elements(values[0]) else { return .null }
            var flat: [Variant] = []
            for element in array where element != .null {
                guard case .array(let inner) = element else {
                    throw SnowError.runtime(
                        "100107", "22000",
                        "Not an array: 'Input argument to ARRAY_FLATTEN is not an array of arrays'")
                }
                flat += inner
            }
            return .variant(.array(flat))
        },
        ScalarFunction("ARRAY_REVERSE", arity: 1...1, [.variant], .array) { values, _ in
            elements(values[0]).map { .variant(.array($0.reversed())) } ?? .null
        },
        ScalarFunction("ARRAY_SLICE", arity: 3...3, [.variant, .integer, .integer], .array) { values, _ in
            guard let array = elements(values[0]), let from = values[1].int, let to = values[2].int else {
                return .null
            }
            let start = min(array.count, from < 0 ? max(0, array.count + from) : from)
            let end = min(array.count, to < 0 ? max(0, array.count + to) : to)
            return .variant(.array(start < end ? Array(array[start..<end]) : []))
        },
        ScalarFunction("ARRAY_SORT", arity: 1...3, [.variant, .boolean, .boolean], .array) { values, _ in
            guard let array = elements(values[0]) else { return .null }
            let ascending = values.count > 1 ? values[1].boolean ?? true : true
            let nullsFirst = values.count > 2 ? values[2].boolean ?? false : !ascending
            let nulls = array.filter { $0 == .null }
            let sorted = array.filter { $0 != .null }.sorted { $0.compare($1) * (ascending ? 1 : -1) < 0 }
            return .variant(.array(nullsFirst ? nulls + sorted : sorted + nulls))
        },
        extreme("ARRAY_MIN", -1), extreme("ARRAY_MAX", 1),
        ScalarFunction("ARRAY_INTERSECTION", arity: 2...2, [.variant], .array) { values, _ in
            guard let one = elements(values[0]), var other = elements(values[1]) else { return .null }
            return .variant(
                .array(
                    one.filter { item in
                        guard let index = other.firstIndex(where: { $0.compare(item) == 0 }) else {
                            return false
                        }
                        other.remove(at: index)
                        return true
                    }))
        },
        ScalarFunction("ARRAY_EXCEPT", arity: 2...2, [.variant], .array) { values, _ in
            guard let one = elements(values[0]), var other = elements(values[1]) else { return .null }
            return .variant(
                .array(
                    one.filter { item in
                        guard let index = other.firstIndex(where: { $0.compare(item) == 0 }) else {
                            return true
                        }
                        other.remove(at: index)
                        return false
                    }))
        },
        ScalarFunction("ARRAYS_OVERLAP", arity: 2...2, [.variant], .boolean) { values, _ in
            guard let one = elements(values[0]), let other = elements(values[1]) else { return .null }
            return .boolean(one.contains { item in other.contains { $0.compare(item) == 0 } })
        },
        ScalarFunction("ARRAY_TO_STRING", arity: 2...2, [.variant, .text], .text) { values, call in
            guard let array = elements(values[0]) else { return .null }
            let texts = try array.map {
                $0 == .null ? "" : try ValueText.text(.variant($0), .variant, call.context)
            }
            return .text(texts.joined(separator: values[1].text ?? ""))
        },
        ScalarFunction("ARRAY_GENERATE_RANGE", arity: 2...3, [.integer], .array) { values, _ in
            let step = values.count == 3 ? values[2].int ?? 1 : 1
            guard step != 0, let from = values[0].exactInt, let to = values[1].exactInt,
                from.magnitude < 1 << 60, to.magnitude < 1 << 60, step.magnitude < 1 << 60,
                abs(to - from) / abs(step) < 1_000_000
            else { throw SnowError.outOfRange("ARRAY", "range") }
            return .variant(.array(stride(from: from, to: to, by: step).map { .fixed(Fixed($0)) }))
        },
        ScalarFunction("$SPLIT_ROWS", arity: 2...2, [.text], volatile: true, .text) { values, call in
            call.runtime.flattened += 1
            let sequence = Variant.fixed(Fixed(call.runtime.flattened))
            let parts = TextFunctions.split(values[0].text ?? "", values[1].text ?? "")
            let rows = parts.enumerated().map { index, part in
                Variant.array([sequence, .fixed(Fixed(index + 1)), .string(part)])
            }
            return .text(Variant.array(rows).text())
        },
        ScalarFunction("SPLIT", arity: 2...2, [.text], .array) { values, _ in
            let parts = TextFunctions.split(values[0].text ?? "", values[1].text ?? "")
            return .variant(.array(parts.map { .string($0) }))
        },
    ]

    static func elements(_ value: Value) -> [Variant]? {
        if case .variant(.array(let elements)) = value { elements } else { nil }
    }

    /// An element; NULL becomes a JSON null, which Snowflake prints as undefined.
    static func element(_ value: Value, _ type: DataType, _ call: ScalarFunction.Call) throws -> Variant {
        try Variant(value, type, call.context)
    }

    private static func extreme(_ name: String, _ sign: Int) -> ScalarFunction {
        ScalarFunction(name, arity: 1...1, [.variant], .variant) { values, _ in
            let kept = (elements(values[0]) ?? []).filter { $0 != .null }
            return kept.max { $0.compare($1) * sign < 0 }.map { .variant($0) } ?? .null
        }
    }
}
