import GRDB
import GRDBSQLite

extension Snowflake {
    /// Runs a statement for each row, binding straight to SQLite: a row costs no allocation.
    static func execute(_ sql: String, _ rows: [[SQLValue]], in database: Database) throws {
        guard !rows.isEmpty else {
            try database.execute(sql: sql)
            return
        }
        let statement = try database.cachedStatement(sql: sql)
        let handle = statement.sqliteStatement
        let expected = Int(sqlite3_bind_parameter_count(handle))
        for row in rows {
            guard row.count == expected else {
                sqlite3_reset(handle)
                throw Errors.arguments(expected: expected, given: row.count)
            }
            bind(row, to: handle)
            let code = sqlite3_step(handle)
            guard code == SQLITE_DONE || code == SQLITE_ROW else {
                let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
                sqlite3_reset(handle)
                throw Errors.translated(message)
            }
            sqlite3_reset(handle)
        }
        sqlite3_clear_bindings(handle)
    }

    static func query(_ sql: String, _ arguments: [SQLValue], in database: Database) throws -> SQLRows {
        let statement = try database.cachedStatement(sql: sql)
        let handle = statement.sqliteStatement
        let expected = Int(sqlite3_bind_parameter_count(handle))
        guard arguments.count == expected else {
            throw Errors.arguments(expected: expected, given: arguments.count)
        }
        sqlite3_reset(handle)
        bind(arguments, to: handle)
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        let width = sqlite3_column_count(handle)
        var result = SQLRows(
            columns: (0..<width).map { String(cString: sqlite3_column_name(handle, $0)) }, rows: [])
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return result }
            guard code == SQLITE_ROW else {
                throw Errors.translated(String(cString: sqlite3_errmsg(database.sqliteConnection)))
            }
            result.rows.append((0..<width).map { value(handle, $0) })
        }
    }

    /// SQLite copies text at once, so that it may go away before the step.
    private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private static func bind(_ row: [SQLValue], to handle: OpaquePointer) {
        for (index, value) in row.enumerated() {
            let place = CInt(index + 1)
            switch value {
            case .null: sqlite3_bind_null(handle, place)
            case .integer(let number): sqlite3_bind_int64(handle, place, number)
            case .number(let number): sqlite3_bind_double(handle, place, number)
            case .text(var text):
                text.withUTF8 { bytes in
                    _ = bytes.withMemoryRebound(to: CChar.self) {
                        sqlite3_bind_text(handle, place, $0.baseAddress, CInt($0.count), copies)
                    }
                }
            }
        }
    }

    private static func value(_ handle: OpaquePointer, _ column: CInt) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .number(sqlite3_column_double(handle, column))
        case SQLITE_NULL: return .null
        default:
            guard let start = sqlite3_column_text(handle, column) else { return .text("") }
            let count = Int(sqlite3_column_bytes(handle, column))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        }
    }
}
