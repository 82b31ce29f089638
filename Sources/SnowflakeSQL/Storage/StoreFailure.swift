internal import GRDB

/// Carries a Snowflake error through SQLite, which passes only text.
enum StoreFailure {
    private static let mark: Character = "\u{1}"

    /// The error as SQLite's message, for a throw inside a registered function.
    static func message(_ error: any Error) -> String {
        let error = error as? SnowError ?? .runtime("300002", "XX000", "\(error)")
        let parts = [error.code, error.sqlState, error.message]
        return parts.map { String(mark) + $0 }.joined()
    }

    static func databaseError(_ error: any Error) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_ERROR, message: message(error))
    }

    /// The Snowflake error inside SQLite's failure, or one that tells what SQLite said.
    static func snowError(_ error: DatabaseError) -> SnowError {
        let text = error.message ?? "unknown failure"
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        if parts.count == 4 {
            return .runtime(String(parts[1]), String(parts[2]), String(parts[3]))
        }
        if text.contains("misuse of aggregate") {
            return .compilation("Invalid aggregate function in this clause.", code: "002035")
        }
        return .runtime("300010", "XX000", "This statement is not supported here: \(text)")
    }
}
