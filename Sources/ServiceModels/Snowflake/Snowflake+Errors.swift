import Quantities

extension Snowflake {
    /// Codes and SQL states as the connectors report them.
    enum Errors {
        static func error(_ code: String, _ sqlState: String, _ message: String) -> ServiceError {
            ServiceError(
                .snowflake, code: code, status: 422, message: message, isRetryable: false, sqlState: sqlState)
        }

        static let throttled = ServiceError(
            .snowflake, code: "390146", status: 429, message: "Too many requests.", isRetryable: true,
            sqlState: "57014")

        static let server = ServiceError(
            .snowflake, code: "000603", status: 500, message: "SQL execution internal error.",
            isRetryable: true,
            sqlState: "XX000")

        static func arguments(expected: Int, given: Int) -> ServiceError {
            error(
                "002049", "42601",
                "SQL compilation error: Bind variables: the statement takes \(expected), \(given) are given.")
        }

        /// SQLite's message in Snowflake's words.
        static func translated(_ message: String) -> ServiceError {
            if let name = message.suffix(after: "no such table: ") {
                return error(
                    "002003", "42S02",
                    "SQL compilation error:\nObject '\(name.uppercased())' does not exist or not authorized.")
            }
            if let name = message.suffix(after: "no such column: ") {
                return error(
                    "000904", "42000", "SQL compilation error: invalid identifier '\(name.uppercased())'")
            }
            if message.hasSuffix("already exists"), let name = message.suffix(after: "table ") {
                let table = String(name.dropLast(" already exists".count)).uppercased()
                return error("002002", "42710", "SQL compilation error:\nObject '\(table)' already exists.")
            }
            if message.contains("syntax error") || message.contains("incomplete input") {
                return error("001003", "42000", "SQL compilation error:\n\(message).")
            }
            if message.contains("NOT NULL constraint failed") {
                return error("100072", "22000", "NULL result in a non-nullable column: \(message).")
            }
            return error("100132", "P0000", message)
        }
    }
}

extension String {
    /// What follows the first occurrence of a text.
    fileprivate func suffix(after text: String) -> String? {
        guard let range = firstRange(of: text) else { return nil }
        return String(self[range.upperBound...])
    }
}
