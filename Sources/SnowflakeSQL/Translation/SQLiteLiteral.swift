internal import Foundation
internal import GRDB

/// Stored values as literals of SQLite.
enum SQLiteLiteral {
    static func text(_ value: DatabaseValue) throws -> String {
        switch value.storage {
        case .null: return "NULL"
        case .int64(let number):
            // The least integer has no literal of its own.
            return number == Int64.min ? "(-9223372036854775807 - 1)" : String(number)
        case .double(let number):
            guard number.isFinite else { return number < 0 ? "-9e999" : "9e999" }
            let text = "\(number)"
            return text.contains(".") || text.contains("e") ? text : text + ".0"
        case .string(let text):
            guard !text.utf8.contains(0) else { throw SnowError.unsupported("NUL character in a string") }
            return "'" + text.replacing("'", with: "''") + "'"
        case .blob(let data): return "X'" + ValueText.hex([UInt8](data)) + "'"
        }
    }
}
