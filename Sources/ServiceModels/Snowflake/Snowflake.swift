import GRDB
import GRDBSQLite
public import Quantities
public import RandomStreams

/// Snowflake as the pipeline sees it: tables behind SQL, and a warehouse that is billed while it runs.
///
/// The tables are real ones, in a temporary SQLite database of their own that is on disk where it
/// grows and vanishes with the mock. Statements are in SQLite's dialect.
public final class Snowflake: MockService {
    private let database: DatabaseQueue
    private let latency: LatencyModel
    private let perThousandRows: SimulatedDuration
    package var faults: FaultInjector
    var warehouse: Warehouse

    /// - Parameters:
    ///   - warehouseSize: `XS`, `S`, ...: the SKU of its meter.
    ///   - autoSuspend: idle time after which the warehouse stops.
    ///   - latency: of every statement, before rows; 200 ms at the median by assumption.
    ///   - perThousandRows: added for each thousand rows bound or given back.
    /// - Throws: what SQLite says if it cannot make the database.
    public init(
        warehouseSize: String = "XS", autoSuspend: SimulatedDuration = .seconds(60),
        latency: LatencyModel = .logNormal(median: .milliseconds(200), sigma: 0.4, floor: .milliseconds(50)),
        perThousandRows: SimulatedDuration = .milliseconds(5), faults: FaultPlan = .none
    ) throws {
        var configuration = Configuration()
        configuration.label = "snowflake"
        configuration.prepareDatabase { database in
            // Nothing outlives the mock, so nothing needs to survive a crash. A journal there must be, in
            // memory, or a transaction could not be rolled back.
            try database.execute(sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")
            try database.execute(sql: "PRAGMA temp_store = FILE; PRAGMA cache_size = -4096")
        }
        database = try DatabaseQueue(path: "", configuration: configuration)
        self.latency = latency
        self.perThousandRows = perThousandRows
        self.faults = FaultInjector(faults, service: .snowflake)
        warehouse = Warehouse(size: warehouseSize, autoSuspend: autoSuspend)
    }

    public func handle(
        _ request: Request, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Response> {
        switch request {
        case .execute(let sql, let rows):
            answerExecute(sql, rows, at: now, using: &stream).map { .execute(changes: $0) }
        case .query(let sql, let arguments):
            answerQuery(sql, arguments, at: now, using: &stream).map(Response.query)
        case .suspendWarehouse:
            suspendWarehouse(at: now).map { .suspendWarehouse }
        }
    }

    func answerExecute(
        _ sql: String, _ rows: [[SQLValue]], at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Int> {
        run("query", at: now, using: &stream) { database in
            let before = database.totalChangesCount
            try database.inTransaction {
                try Snowflake.execute(sql, rows, in: database)
                return .commit
            }
            return (database.totalChangesCount - before, rows.count)
        }
    }

    func answerQuery(
        _ sql: String, _ arguments: [SQLValue], at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<SQLRows> {
        run("query", at: now, using: &stream) { database in
            let rows = try Snowflake.query(sql, arguments, in: database)
            return (rows, rows.rows.count)
        }
    }

    /// Runs a statement, times it by its rows, and bills the warehouse. A statement that does not
    /// compile costs no warehouse time.
    private func run<Value>(
        _ operation: String, at now: SimulatedInstant, using stream: inout RandomStream,
        _ body: (Database) throws -> (Value, rows: Int)
    ) -> Handled<Value> {
        let fault = faults.next(operation, at: now, using: &stream)
        let base = latency.sample(using: &stream).slowed(by: fault)
        if fault == .throttle { return Handled(Errors.throttled, taking: base) }
        if fault == .serverError { return Handled(Errors.server, taking: base) }
        do {
            let (value, rows) = try database.unsafeReentrantWrite(body)
            let time =
                base + SimulatedDuration(nanoseconds: perThousandRows.nanoseconds * Int64(rows) / 1_000)
            let usage = Snowflake.usage(warehouse.run(from: now, taking: time), size: warehouse.size)
            return Handled(value, taking: time, usage: usage)
        } catch let error as ServiceError {
            return Handled(error, taking: base)
        } catch let error as DatabaseError {
            return Handled(Errors.translated(error.message ?? "SQL execution error"), taking: base)
        } catch {
            return Handled(Errors.server, taking: base)
        }
    }
}
