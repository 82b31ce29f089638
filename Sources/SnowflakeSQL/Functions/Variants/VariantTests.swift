/// The IS_ and AS_ families, which ask a variant for its type.
enum VariantTests {
    static let functions: [ScalarFunction] = [
        test("IS_ARRAY") { if case .array = $0 { true } else { false } },
        test("IS_OBJECT") { if case .object = $0 { true } else { false } },
        test("IS_BOOLEAN") { if case .boolean = $0 { true } else { false } },
        test("IS_VARCHAR") { isText($0) }, test("IS_CHAR") { isText($0) },
        test("IS_INTEGER") { if case .fixed(let number) = $0 { number.scale == 0 } else { false } },
        test("IS_DECIMAL") { if case .fixed = $0 { true } else { false } },
        test("IS_DOUBLE") { isNumber($0) }, test("IS_REAL") { isNumber($0) },
        get("AS_ARRAY", .array) { if case .array = $0 { .variant($0) } else { nil } },
        get("AS_OBJECT", .object) { if case .object = $0 { .variant($0) } else { nil } },
        get("AS_VARCHAR", .text) { isText($0) ? Value($0) : nil },
        get("AS_CHAR", .text) { isText($0) ? Value($0) : nil },
        get("AS_BOOLEAN", .boolean) { if case .boolean(let flag) = $0 { .boolean(flag) } else { nil } },
        get("AS_INTEGER", .integer) {
            if case .fixed(let number) = $0, number.scale == 0 { .fixed(number) } else { nil }
        },
        get("AS_DOUBLE", .real) { isNumber($0) ? .real(Value($0).double ?? 0) : nil },
        get("AS_REAL", .real) { isNumber($0) ? .real(Value($0).double ?? 0) : nil },
    ]

    private static func isText(_ variant: Variant) -> Bool {
        if case .string = variant { true } else { false }
    }

    private static func isNumber(_ variant: Variant) -> Bool {
        switch variant {
        case .fixed, .real: true
        default: false
        }
    }

    private static func test(_ name: String, _ body: @escaping @Sendable (Variant) -> Bool) -> ScalarFunction
    {
        ScalarFunction(name, arity: 1...1, [.variant], .boolean) { values, _ in
            values[0].variant.map { .boolean(body($0)) } ?? .null
        }
    }

    private static func get(
        _ name: String, _ type: DataType, _ body: @escaping @Sendable (Variant) -> Value?
    ) -> ScalarFunction {
        ScalarFunction(name, arity: 1...1, [.variant], type) { values, _ in
            values[0].variant.flatMap(body) ?? .null
        }
    }
}
