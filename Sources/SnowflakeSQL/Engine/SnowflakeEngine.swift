public import Foundation

/// One Snowflake account: its databases, tables and sessions, over SQLite.
///
/// Not thread-safe: the caller lets one call of the engine or its sessions run at a time.
public final class SnowflakeEngine {
    let store: Store
    let catalog: Catalog
    let runtime: Runtime
    let now: () -> Int64
    let views: (any ExternalViews)?
    /// The directory that holds the files of stages: one subdirectory `DATABASE/SCHEMA/STAGE` each.
    public var stageDirectory: URL?
    /// Gives gzip's content, or nil for bytes that are not gzip's; without it compressed files are refused.
    public var inflate: (([UInt8]) -> [UInt8]?)?
    /// The account's name, as CURRENT_ACCOUNT gives it.
    public var accountName = "FINEGRAIN"
    /// The longest that a statement may take in the account, in seconds of `StepBudget`.
    public var statementTimeoutMaximum = 10
    /// The number of the session that has changed data in a transaction that is still open.
    var writer: Int?
    private var sessionCount = 0
    /// Ended sessions whose temporary tables are still to be dropped.
    private var orphans: [Int] = []
    private let results = ResultHistory()

    /// - Parameters:
    ///   - storage: where the data live.
    ///   - now: nanoseconds of virtual time since 1970-01-01 UTC, asked once a statement.
    ///   - functions: functions that the engine does not know itself.
    ///   - views: read-only views such as those of SNOWFLAKE.ACCOUNT_USAGE.
    ///   - draw: 64 uniform bits a call, for RANDOM and UUID_STRING; a fixed sequence by default.
    public init(
        storage: SnowStorage = .memory, now: @escaping () -> Int64, functions: (any ExternalFunctions)? = nil,
        views: (any ExternalViews)? = nil, draw: (() -> UInt64)? = nil
    ) throws(SnowError) {
        do {
            let runtime = Runtime(functions: functions, draw: draw ?? SnowflakeEngine.sequence())
            self.runtime = runtime
            self.now = now
            self.views = views
            store = try Store(storage) { ProgramFunctions.register(in: $0, runtime) }
            catalog = try Catalog(store)
            try LoadHistory.create(in: store)
            for table in catalog.all([.table]) where table.table?.session != nil { try catalog.remove(table) }
        } catch {
            throw SnowflakeEngine.failure(error)
        }
        runtime.budget = store.budget
        let catalog = catalog
        runtime.nextValue = { try catalog.nextValue($0) }
    }

    /// Opens a session. A database or schema that does not exist is left unset, as Snowflake does.
    public func session(
        database: String? = nil, schema: String? = nil, warehouse: String? = nil, role: String? = nil,
        user: String = "FINEGRAIN"
    ) -> SnowflakeSession {
        sessionCount += 1
        let known = database.flatMap { catalog.find(.database, [], $0)?.name }
        let within = known.flatMap { database in
            schema.flatMap { catalog.find(.schema, [database], $0)?.name }
                ?? (schema == nil ? catalog.find(.schema, [database], "PUBLIC")?.name : nil)
        }
        let state = SessionState(
            id: sessionCount, database: known, schema: within, warehouse: warehouse, role: role, user: user,
            shared: results)
        return SnowflakeSession(self, state)
    }

    /// Creates a database and schemas where they do not exist; PUBLIC always does.
    public func ensure(database: String, schemas: [String] = []) throws(SnowError) {
        do {
            if catalog.find(.database, [], database) == nil {
                try catalog.save(CatalogObject(kind: .database, path: [], name: database, created: now()))
            }
            for schema in ["PUBLIC"] + schemas where catalog.find(.schema, [database], schema) == nil {
                try catalog.save(CatalogObject(kind: .schema, path: [database], name: schema, created: now()))
            }
        } catch {
            throw SnowflakeEngine.failure(error)
        }
    }

    /// Drops the temporary tables of a session that has ended; later, while another session changes data.
    func dropTemporaryTables(of session: Int) {
        guard writer == nil else {
            orphans.append(session)
            return
        }
        for object in catalog.all([.table]) where object.table?.session == session {
            if let table = object.table { try? store.execute("DROP TABLE IF EXISTS \(table.physicalName)") }
            try? catalog.remove(object)
        }
    }

    /// Drops what could not be dropped while a session changed data.
    func dropOrphans() {
        let waiting = orphans
        orphans = []
        for session in waiting { dropTemporaryTables(of: session) }
    }

    static func failure(_ error: any Error) -> SnowError {
        error as? SnowError ?? .runtime("300002", "XX000", "\(error)")
    }

    /// Draws that are the same in every run.
    private static func sequence() -> () -> UInt64 {
        var state: UInt64 = 0
        return {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }
}
