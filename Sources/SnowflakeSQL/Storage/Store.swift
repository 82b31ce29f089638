internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// The SQLite database of an account, through two connections.
///
/// All statements use the first connection, but those of a session that has changed data in a transaction
/// that is still open: they use the second. What is not committed is thus seen by that session alone, and
/// the others read what is committed, as SQLite's write-ahead log lets them.
final class Store {
    private let common: DatabaseQueue
    private let writing: DatabaseQueue
    /// Whether statements use the connection of the session that has changed data.
    private(set) var isWriting = false
    /// What the statement that runs now may still do.
    let budget = StepBudget()

    init(_ storage: SnowStorage, prepare: @escaping (Database) throws -> Void) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.foreignKeysEnabled = false
        var scratch: ScratchFile?
        let path: String
        switch storage {
        case .memory:
            let file = try ScratchFile()
            scratch = file
            path = file.path
        case .file(let given): path = given
        }
        common = try DatabaseQueue(path: path, configuration: configuration)
        writing = try DatabaseQueue(path: path, configuration: configuration)
        // Both are open, so that the file may lose its name: it goes with the last connection.
        defer { scratch?.remove() }
        for isWriting in [false, true] {
            self.isWriting = isWriting
            try access { try Store.set(up: $0, budget, prepare) }
        }
        isWriting = false
    }

    private static func set(
        up database: Database, _ budget: StepBudget, _ prepare: (Database) throws -> Void
    ) throws {
        try database.execute(sql: "PRAGMA synchronous = OFF")
        try database.execute(sql: "PRAGMA journal_mode = WAL")
        // A first read makes the files of the log.
        _ = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master")
        try prepare(database)
        // The store owns both the connections and the budget, so that the pointer outlives every call.
        sqlite3_progress_handler(
            database.sqliteConnection, StepBudget.instructionsALook,
            { pointer in
                guard let pointer else { return 0 }
                let budget = Unmanaged<StepBudget>.fromOpaque(pointer).takeUnretainedValue()
                return budget.isSpent(by: Int(StepBudget.instructionsALook)) ? 1 : 0
            }, Unmanaged.passUnretained(budget).toOpaque())
    }

    /// Chooses the connection for what follows.
    func use(writing isWriting: Bool) { self.isWriting = isWriting }

    /// Runs a block with the connection, with failures as Snowflake errors.
    func access<T>(_ block: (Database) throws -> T) throws -> T {
        do {
            return try (isWriting ? writing : common).unsafeReentrantWrite(block)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            throw SnowError.timeout(seconds: budget.seconds)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw SnowError.locked
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
            // A statement that is kept was prepared by the common connection.
            let known = isWriting ? nil : translation.prepared
            let statement = try known ?? database.makeStatement(sql: translation.sql)
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
