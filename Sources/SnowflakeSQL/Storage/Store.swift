internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// The SQLite database of an account, through one connection.
final class Store {
    private let queue: DatabaseQueue
    /// What the statement that runs now may still do.
    let budget = StepBudget()

    init(_ storage: SnowStorage, prepare: @escaping (Database) throws -> Void) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.foreignKeysEnabled = false
        switch storage {
        case .memory: queue = try DatabaseQueue(configuration: configuration)
        case .file(let path): queue = try DatabaseQueue(path: path, configuration: configuration)
        }
        try access { database in
            try database.execute(sql: "PRAGMA synchronous = OFF")
            try prepare(database)
            // The store owns both the connection and the budget, so that the pointer outlives every call.
            sqlite3_progress_handler(
                database.sqliteConnection, StepBudget.instructionsALook,
                { pointer in
                    guard let pointer else { return 0 }
                    let budget = Unmanaged<StepBudget>.fromOpaque(pointer).takeUnretainedValue()
                    return budget.isSpent(by: Int(StepBudget.instructionsALook)) ? 1 : 0
                }, Unmanaged.passUnretained(budget).toOpaque())
        }
    }

    /// Runs a block with the connection, with failures as Snowflake errors.
    func access<T>(_ block: (Database) throws -> T) throws -> T {
        do {
            return try queue.unsafeReentrantWrite(block)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            throw SnowError.timeout(seconds: budget.seconds)
        } catch let error as DatabaseError {
            throw StoreFailure.snowError(error)
        }
    }

    func execute(_ sql: String, _ arguments: [DatabaseValue] = []) throws {
        try access { try $0.execute(sql: sql, arguments: StatementArguments(arguments)) }
    }

    /// Whether a transaction is open in SQLite.
    var isInTransaction: Bool { (try? access { $0.isInsideTransaction }) ?? false }

    func integer(_ sql: String) throws -> Int64? { try access { try Int64.fetchOne($0, sql: sql) } }

    func texts(_ sql: String, _ arguments: [DatabaseValue] = []) throws -> [String] {
        try access { try String.fetchAll($0, sql: sql, arguments: StatementArguments(arguments)) }
    }

    /// Runs a prepared statement and hands each row's values to the block.
    func rows(_ translation: Translation, _ arguments: [DatabaseValue], _ row: (Row) throws -> Void) throws {
        try access { database in
            let statement = try translation.prepared ?? database.makeStatement(sql: translation.sql)
            try statement.setArguments(StatementArguments(arguments))
            let cursor = try Row.fetchCursor(statement)
            while let next = try cursor.next() { try row(next) }
        }
    }

    /// Runs a statement that changes rows and answers how many it changed.
    func change(_ sql: String, _ arguments: [DatabaseValue]) throws -> Int {
        try change(prepare(sql), arguments)
    }

    func prepare(_ sql: String) throws -> GRDB.Statement { try access { try $0.makeStatement(sql: sql) } }

    func change(_ statement: GRDB.Statement, _ arguments: [DatabaseValue]) throws -> Int {
        try access { database in
            try statement.execute(arguments: StatementArguments(arguments))
            return database.changesCount
        }
    }
}
