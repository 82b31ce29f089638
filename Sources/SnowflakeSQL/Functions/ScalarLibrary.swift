/// Every scalar function by name.
struct ScalarLibrary: Sendable {
    static let shared = ScalarLibrary()

    private let functions: [String: ScalarFunction]

    private init() {
        let all =
            Arithmetic.functions + MathFunctions.functions + BitFunctions.functions + TextFunctions.functions
            + TextSearchFunctions.functions + PatternFunctions.functions + DateFunctions.functions
            + DateFormatFunctions.functions + ConversionFunctions.functions + VariantFunctions.functions
            + ArrayFunctions.functions + ObjectFunctions.functions + VariantTests.functions
            + TokenFunctions.functions + DigestFunctions.functions + ContextFunctions.functions
        var functions: [String: ScalarFunction] = [:]
        for function in all {
            for name in function.names { functions[name] = function }
        }
        self.functions = functions
    }

    subscript(name: String) -> ScalarFunction? { functions[name] }
}
