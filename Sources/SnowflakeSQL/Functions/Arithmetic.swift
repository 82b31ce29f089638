/// The operators of arithmetic, with Snowflake's scales.
enum Arithmetic {
    static let functions: [ScalarFunction] = [
        ScalarFunction("+", arity: 2...2, [.number], result: { sumType($0) }) { values, call in
            try compute(values, call, Fixed.sum, +)
        },
        ScalarFunction("-", arity: 2...2, [.number], result: { sumType($0) }) { values, call in
            try compute(values, call, Fixed.difference, -)
        },
        ScalarFunction("*", arity: 2...2, [.number], result: { productType($0) }) { values, call in
            try compute(values, call, { try Fixed.product($0, $1, scale: call.result.scale) }, *)
        },
        ScalarFunction("/", arity: 2...2, [.number], result: { quotientType($0) }) { values, call in
            try compute(values, call, { try Fixed.quotient($0, $1, scale: call.result.scale) }, divide)
        },
        ScalarFunction("DIV0", arity: 2...2, [.number], result: { quotientType($0) }) { values, call in
            if values[1].double == 0 { return .integer(0) }
            return try compute(values, call, { try Fixed.quotient($0, $1, scale: call.result.scale) }, divide)
        },
        ScalarFunction("DIV0NULL", arity: 2...2, [.number], strict: false, result: { quotientType($0) }) {
            values, call in
            if values[0].isNull { return .null }
            if values[1].isNull || values[1].double == 0 { return .integer(0) }
            return try compute(values, call, { try Fixed.quotient($0, $1, scale: call.result.scale) }, divide)
        },
        ScalarFunction("%", "MOD", arity: 2...2, [.number], result: { sumType($0) }) { values, call in
            try compute(values, call, Fixed.remainder) { a, b in
                if b == 0 { throw SnowError.divisionByZero }
                return a.truncatingRemainder(dividingBy: b)
            }
        },
        ScalarFunction("NEGATE", arity: 1...1, [.number], result: { $0[0].type }) { values, _ in
            if case .fixed(let number) = values[0] {
                return .fixed(Fixed(-number.unscaled, scale: number.scale))
            }
            return .real(-(values[0].double ?? 0))
        },
    ]

    private static func divide(_ a: Double, _ b: Double) throws -> Double {
        if b == 0 { throw SnowError.divisionByZero }
        return a / b
    }

    /// Exact where the result is a NUMBER, in floating point otherwise.
    static func compute(
        _ values: [Value], _ call: ScalarFunction.Call, _ exact: (Fixed, Fixed) throws -> Fixed,
        _ floating: (Double, Double) throws -> Double
    ) throws -> Value {
        if call.result.kind == .fixed, case .fixed(let a) = values[0], case .fixed(let b) = values[1] {
            return .fixed(try exact(a, b))
        }
        let result = try floating(values[0].double ?? 0, values[1].double ?? 0)
        guard result.isFinite else {
            throw SnowError.runtime("100052", "22003", "Floating point overflow")
        }
        return .real(result)
    }

    static func isReal(_ terms: [Term]) -> Bool { terms.contains { $0.type.kind == .real } }

    static func sumType(_ terms: [Term]) -> DataType {
        if isReal(terms) { return .real }
        let (a, b) = (terms[0].type, terms[1].type)
        let scale = max(a.scale, b.scale)
        return .fixed(max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale)
    }

    private static func productType(_ terms: [Term]) -> DataType {
        if isReal(terms) { return .real }
        let (a, b) = (terms[0].type, terms[1].type)
        let scale = min(a.scale + b.scale, max(a.scale, b.scale, 12))
        return .fixed(a.precision - a.scale + b.precision - b.scale + scale, scale)
    }

    static func quotientType(_ terms: [Term]) -> DataType {
        if isReal(terms) { return .real }
        let (a, b) = (terms[0].type, terms[1].type)
        let scale = max(a.scale, min(a.scale + 6, 12))
        return .fixed(a.precision - a.scale + b.scale + scale, scale)
    }
}
