/// Functions of the bits of integers.
enum BitFunctions {
    static let functions: [ScalarFunction] = [
        binary("BITAND", &), binary("BITOR", |), binary("BITXOR", ^),
        binary("BITSHIFTLEFT") { $1 < 64 ? $0 << $1 : 0 },
        binary("BITSHIFTRIGHT") { $1 < 64 ? $0 >> $1 : $0 < 0 ? -1 : 0 },
        ScalarFunction("BITNOT", arity: 1...1, [.integer], .integer) { values, _ in
            .integer(~(try integer(values[0])))
        },
    ]

    private static func integer(_ value: Value) throws -> Int {
        guard let number = value.exactInt else {
            throw SnowError.outOfRange("FIXED[SB8](38,0)", "an operand of bits")
        }
        return number
    }

    private static func binary(_ name: String, _ body: @escaping @Sendable (Int, Int) -> Int)
        -> ScalarFunction
    {
        ScalarFunction(name, arity: 2...2, [.integer], .integer) { values, _ in
            .integer(body(try integer(values[0]), try integer(values[1])))
        }
    }
}
