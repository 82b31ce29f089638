extension SnowError {
    /// A construct that this engine refuses, named as Snowflake names unsupported features.
    public static func unsupported(_ feature: String) -> SnowError {
        SnowError(
            code: "000002", sqlState: "0A000",
            message: "SQL compilation error:\nUnsupported feature '\(feature)'.")
    }

    static func compilation(
        _ message: String, code: String = "001003", sqlState: String = "42000", at place: Place? = nil
    ) -> SnowError {
        guard let place else {
            return SnowError(code: code, sqlState: sqlState, message: "SQL compilation error:\n" + message)
        }
        return SnowError(
            code: code, sqlState: sqlState,
            message: "SQL compilation error: error line \(place.line) at position \(place.column)\n"
                + message,
            line: place.line, position: place.column)
    }

    static func syntax(_ word: String, at place: Place) -> SnowError {
        let what = word.isEmpty ? "unexpected '<EOF>'." : "unexpected '\(word)'."
        let text = "syntax error line \(place.line) at position \(place.column) \(what)"
        return SnowError(
            code: "001003", sqlState: "42000", message: "SQL compilation error:\n" + text, line: place.line,
            position: place.column)
    }

    static func invalidIdentifier(_ name: String, at place: Place?) -> SnowError {
        compilation("invalid identifier '\(name)'", code: "000904", at: place)
    }

    static func ambiguous(_ name: String, at place: Place?) -> SnowError {
        compilation("ambiguous column name '\(name)'", code: "000959", at: place)
    }

    static func missing(_ kind: String = "Object", _ name: String) -> SnowError {
        compilation("\(kind) '\(name)' does not exist or not authorized.", code: "002003", sqlState: "42S02")
    }

    static func exists(_ name: String) -> SnowError {
        compilation("Object '\(name)' already exists.", code: "002002", sqlState: "42710")
    }

    static func unknownFunction(_ name: String, at place: Place?) -> SnowError {
        compilation("Unknown function \(name).", code: "002140", sqlState: "42601", at: place)
    }

    static func arguments(_ name: String, given: Int, at place: Place? = nil) -> SnowError {
        let message = "wrong number of arguments (\(given)) for function [\(name)]"
        return compilation(message, code: "000938", sqlState: "22023", at: place)
    }

    static func badType(_ function: String, _ type: String, at place: Place? = nil) -> SnowError {
        let message = "Invalid argument types for function '\(function)': (\(type))"
        return compilation(message, code: "001044", sqlState: "42P13", at: place)
    }

    /// A failure while rows are computed: a value that cannot be what it should.
    static func runtime(_ code: String, _ sqlState: String, _ message: String) -> SnowError {
        SnowError(code: code, sqlState: sqlState, message: message)
    }

    static func notNumeric(_ text: String) -> SnowError {
        runtime("100038", "22018", "Numeric value '\(text)' is not recognized")
    }

    /// The end of a statement that took longer than it may.
    static func timeout(seconds: Int) -> SnowError {
        runtime(
            "000630", "57014",
            "Statement reached its statement or warehouse timeout of \(seconds) second(s) and was canceled.")
    }

    /// Whether the statement ran out of time, which no option of a statement may pass over.
    var isTimeout: Bool { code == "000630" }

    /// A change while another session has changed data in a transaction that is still open.
    static let locked = runtime(
        "000625", "57014",
        "Another session has changed data in a transaction, and this lock has not yet been released.")

    static let divisionByZero = runtime("100051", "22012", "Division by zero")

    static func outOfRange(_ type: String, _ value: String) -> SnowError {
        runtime("100039", "22003", "Number out of representable range: type \(type), value \(value)")
    }

    static func notNullable() -> SnowError {
        runtime("100072", "22000", "NULL result in a non-nullable column")
    }
}
