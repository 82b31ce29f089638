internal import Foundation

/// Functions of numbers.
enum MathFunctions {
    static let functions: [ScalarFunction] = [
        ScalarFunction("ABS", arity: 1...1, [.number], result: { $0[0].type }) { values, _ in
            if case .fixed(let number) = values[0] {
                return .fixed(Fixed(abs(number.unscaled), scale: number.scale))
            }
            return .real(abs(values[0].double ?? 0))
        },
        rounding("ROUND", .halfAway), rounding("CEIL", .ceiling, "CEILING"), rounding("FLOOR", .floor),
        rounding("TRUNCATE", .down, "$TRUNC"),
        ScalarFunction("SIGN", arity: 1...1, [.number], .fixed(1, 0)) { values, _ in
            let number = values[0].double ?? 0
            return .integer(number > 0 ? 1 : number < 0 ? -1 : 0)
        },
        real("SQRT") { try positive($0, "SQRT", allowsZero: true).squareRoot() }, real("EXP") { exp($0) },
        real("LN") { log(try positive($0, "LN")) }, real("SQUARE") { $0 * $0 }, real("CBRT") { cbrt($0) },
        real("SIN") { sin($0) }, real("COS") { cos($0) }, real("TAN") { tan($0) },
        real("ASIN") { asin($0) }, real("ACOS") { acos($0) }, real("ATAN") { atan($0) },
        real("SINH") { sinh($0) }, real("COSH") { cosh($0) }, real("TANH") { tanh($0) },
        real("RADIANS") { $0 / 180 * Double.pi }, real("DEGREES") { $0 / Double.pi * 180 },
        ScalarFunction("ATAN2", arity: 2...2, [.real], .real) { values, _ in
            .real(atan2(values[0].double ?? 0, values[1].double ?? 0))
        },
        ScalarFunction("POWER", "POW", arity: 2...2, [.real], .real) { values, _ in
            .real(try finite(pow(values[0].double ?? 0, values[1].double ?? 0), "POWER"))
        },
        ScalarFunction("LOG", arity: 2...2, [.real], .real) { values, _ in
            let base = try positive(values[0].double ?? 0, "LOG")
            return .real(try finite(log(positive(values[1].double ?? 0, "LOG")) / log(base), "LOG"))
        },
        ScalarFunction("PI", arity: 0...0, [.any], .real) { _, _ in .real(Double.pi) },
        ScalarFunction("FACTORIAL", arity: 1...1, [.integer], .integer) { values, _ in
            guard let count = values[0].int, (0...33).contains(count) else {
                throw SnowError.outOfRange("FACTORIAL", "argument")
            }
            return .fixed(Fixed((0..<count).reduce(Int128(1)) { $0 * Int128($1 + 1) }))
        },
        ScalarFunction("WIDTH_BUCKET", arity: 4...4, [.real, .real, .real, .integer], .count) { values, _ in
            let (value, low, high) = (values[0].double ?? 0, values[1].double ?? 0, values[2].double ?? 0)
            guard let count = values[3].int, (1...1_000_000_000).contains(count), low < high else {
                throw SnowError.runtime("100161", "22023", "Invalid arguments for WIDTH_BUCKET")
            }
            if value < low { return .integer(0) }
            if value >= high { return .integer(count + 1) }
            return .integer(Int((value - low) / (high - low) * Double(count)) + 1)
        },
    ]

    private static func real(_ name: String, _ body: @escaping @Sendable (Double) throws -> Double)
        -> ScalarFunction
    {
        ScalarFunction(name, arity: 1...1, [.real], .real) { values, _ in
            .real(try finite(body(values[0].double ?? 0), name))
        }
    }

    private static func finite(_ value: Double, _ name: String) throws -> Double {
        guard value.isFinite else {
            throw SnowError.runtime(
                "100058", "22023", "Invalid floating point operation: \(name.lowercased())")
        }
        return value
    }

    private static func positive(_ value: Double, _ name: String, allowsZero: Bool = false) throws -> Double {
        guard value > 0 || (allowsZero && value == 0) else {
            throw SnowError.runtime(
                "100058", "22023", "Invalid floating point operation: \(name.lowercased())(\(value))")
        }
        return value
    }

    /// Rounding to a number of digits; the scale follows a constant number of digits.
    private static func rounding(_ name: String, _ mode: Fixed.Rounding, _ other: String = "")
        -> ScalarFunction
    {
        ScalarFunction(
            name, other, arity: 1...(name == "ROUND" ? 3 : 2), [.number, .integer, .text],
            result: { terms in
                let type = terms[0].type
                guard type.kind == .fixed else { return type }
                guard terms.count > 1 else { return .fixed(type.precision + (type.scale > 0 ? 1 : 0), 0) }
                guard let digits = terms[1].constant?.int else { return type }
                let scale = min(type.scale, max(0, digits))
                return .fixed(type.precision - type.scale + scale + 1, scale)
            }
        ) { values, _ in
            let mode = try values.count > 2 ? tieRule(values[2].text ?? "") : mode
            let digits = values.count > 1 ? min(50, max(-50, values[1].int ?? 0)) : 0
            if case .fixed(let number) = values[0] { return .fixed(try number.rounded(digits, mode)) }
            return .real(round(values[0].double ?? 0, digits, mode))
        }
    }

    private static func tieRule(_ name: String) throws -> Fixed.Rounding {
        switch name.uppercased() {
        case "HALF_AWAY_FROM_ZERO": return .halfAway
        case "HALF_TO_EVEN": return .halfEven
        default: throw SnowError.runtime("100161", "22023", "Invalid rounding mode '\(name)'")
        }
    }

    private static func round(_ value: Double, _ digits: Int, _ mode: Fixed.Rounding) -> Double {
        // Through the decimal form, so that 1.005 rounds as written.
        if let exact = Fixed(text: "\(value)"), let rounded = try? exact.rounded(digits, mode) {
            return rounded.double
        }
        return value
    }
}
