/// A client's session: its current names, variables, parameters and transaction.
public final class SnowflakeSession {
    let engine: SnowflakeEngine
    let state: SessionState
    let cache: TranslationCache
    let virtualTables: VirtualTables
    /// Whether a transaction is open, begun by BEGIN or by a change with autocommit off.
    public internal(set) var isInTransaction = false {
        // As in Snowflake, a transaction's id is the time at which it began.
        didSet { if isInTransaction, !oldValue { transactionID = String(engine.runtime.statementTime) } }
    }
    private var transactionID = ""

    init(_ engine: SnowflakeEngine, _ state: SessionState) {
        self.engine = engine
        self.state = state
        cache = TranslationCache(engine.runtime)
        virtualTables = VirtualTables(engine.store, engine.catalog, engine.views)
    }

    deinit {
        guard engine.writer == state.id else { return }
        engine.store.use(writing: true)
        try? engine.store.execute("ROLLBACK")
        engine.store.use(writing: false)
        engine.writer = nil
    }

    /// The session's number, from 1.
    public var id: Int { state.id }
    public var database: String? { state.database }
    public var schema: String? { state.schema }
    public var warehouse: String? { state.warehouse }
    public var role: String? { state.role }

    /// The value of a session parameter such as "TIMEZONE"; nil where it is unknown.
    public func parameter(_ name: String) -> String? { state.parameters[name] }

    /// Sets a session parameter, as ALTER SESSION does.
    public func setParameter(_ name: String, to value: String?) throws(SnowError) {
        do { try state.parameters.set(name.uppercased(), value) } catch {
            throw SnowflakeEngine.failure(error)
        }
    }

    /// Runs one statement.
    /// - Parameters:
    ///   - bindings: values of the placeholders; array bindings run the statement once a row.
    ///   - queryID: the identifier by which LAST_QUERY_ID and RESULT_SCAN know the statement.
    ///   - settings: session parameters that hold for this statement only.
    public func execute(
        _ sql: String, bindings: [SnowBinding] = [], queryID: String = "",
        settings: [(name: String, value: String)] = []
    ) throws(SnowError) -> SnowResult {
        do {
            let before = settings.map { state.parameters.given($0.name.uppercased()) }
            defer {
                for (setting, value) in zip(settings, before) {
                    state.parameters.restore(setting.name.uppercased(), value)
                }
            }
            for setting in settings { try state.parameters.set(setting.name.uppercased(), setting.value) }
            prepareRuntime()
            engine.store.use(writing: engine.writer == state.id)
            defer { engine.store.use(writing: false) }
            engine.store.budget.start(seconds: statementTimeout)
            defer {
                engine.store.budget.stop()
                virtualTables.clear()
                try? engine.catalog.flush()
            }
            var result = try Executor(self).run(sql, bindings)
            finish(&result, queryID)
            state.remember(result)
            return result
        } catch {
            throw SnowflakeEngine.failure(error)
        }
    }

    /// The columns that the statement would give, without running it.
    public func describe(_ sql: String, bindings: [SnowBinding] = []) throws(SnowError) -> SnowResult {
        do {
            prepareRuntime()
            engine.store.use(writing: engine.writer == state.id)
            defer { engine.store.use(writing: false) }
            defer { virtualTables.clear() }
            var result = try Executor(self).describe(sql, bindings)
            finish(&result, "")
            return result
        } catch {
            throw SnowflakeEngine.failure(error)
        }
    }

    /// The statements of a text, without their semicolons.
    public func statements(in sql: String) throws(SnowError) -> [String] {
        do { return try StatementSplitter.split(sql) } catch { throw SnowflakeEngine.failure(error) }
    }

    /// Rolls back an open transaction and drops the session's temporary tables.
    public func close() {
        engine.store.use(writing: engine.writer == state.id)
        defer { engine.store.use(writing: false) }
        try? Executor(self).rollback()
        engine.dropTemporaryTables(of: state.id)
        cache.clear()
    }

    /// Seconds that a statement may take: the parameter's, up to the account's maximum.
    private var statementTimeout: Int {
        let wanted = state.parameters["STATEMENT_TIMEOUT_IN_SECONDS"].flatMap(Int.init) ?? 0
        return wanted == 0
            ? engine.statementTimeoutMaximum : min(wanted, engine.statementTimeoutMaximum)
    }

    private func prepareRuntime() {
        let runtime = engine.runtime
        runtime.statementTime = engine.now()
        runtime.cast.zone = state.parameters["TIMEZONE"] ?? "UTC"
        runtime.database = state.database
        runtime.schema = state.schema
        runtime.warehouse = state.warehouse
        runtime.role = state.role
        runtime.user = state.user
        runtime.account = engine.accountName
        runtime.sessionID = state.id
        runtime.transactionID = isInTransaction ? transactionID : nil
        runtime.flattened = 0
        runtime.counters = [:]
    }

    private func finish(_ result: inout SnowResult, _ queryID: String) {
        result.queryID = queryID
        result.finalDatabase = state.database
        result.finalSchema = state.schema
        result.finalWarehouse = state.warehouse
        result.finalRole = state.role
    }
}
