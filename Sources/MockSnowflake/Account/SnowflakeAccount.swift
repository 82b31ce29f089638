import Encodings
import MockWire
import Quantities
import RandomStreams
package import ServiceModels
package import SnowflakeSQL

/// A Snowflake account behind the wire: its data, sessions, kept results, and the warehouse that is billed.
///
/// Confined to one cloud, whose lock guards it.
package final class SnowflakeAccount: @unchecked Sendable {
    /// A connection.
    final class Session {
        let sql: SnowflakeSession
        let token: String
        let number: Int
        /// Answers by the client's id of the request: a repeated request is answered, not run again.
        var answered: [(id: String, answer: WireAnswer)] = []

        init(sql: SnowflakeSession, token: String, number: Int) {
            self.sql = sql
            self.token = token
            self.number = number
        }
    }

    /// What a call is doing now, filled while its statements run.
    struct Current {
        var now = SimulatedInstant.start
        var stream = Seed(0).streams("snowflake").stream(entity: 0)
        var usage = Usage()
        var time = SimulatedDuration.zero
        var queryID = ""
    }

    /// What becomes of a statement.
    typealias Outcome = Result<SnowResult, SnowError>

    private let make: () throws -> SnowflakeEngine
    private(set) var engine: SnowflakeEngine
    let cortex: CortexFunctions
    let clock: AccountClock
    var current = Current()
    private(set) var sessions: [String: Session] = [:]
    /// Answers of the SQL API by the client's id of the request.
    private var apiAnswers: [(id: String, answer: WireAnswer)] = []
    private var nextSession = 1
    /// By query id; the oldest go first.
    private var outcomes: [String: Outcome] = [:]
    private var order: [String] = []
    private var warehouse = Warehouse(size: "XS", autoSuspend: .seconds(60))
    private let latency = LatencyModel.logNormal(
        median: .milliseconds(200), sigma: 0.4, floor: .milliseconds(50))
    private var faults: FaultInjector

    /// Results that are kept for later polls.
    private static let keptResults = 1_000
    /// Rows of a kept result, past which only the error of a gone result remains.
    private static let keptRequests = 64
    /// Bytes that a staged file may have out of its compression.
    private static let longestFile = 1 << 30

    /// - Parameters:
    ///   - clock: which the engine reads.
    ///   - make: an engine with nothing in it.
    package init(
        cortex: CortexFunctions, clock: AccountClock, faults: FaultPlan,
        make: @escaping () throws -> SnowflakeEngine
    ) throws {
        let make = {
            let engine = try make()
            engine.inflate = { try? Inflation.inflated($0, limit: SnowflakeAccount.longestFile) }
            return engine
        }
        self.make = make
        self.cortex = cortex
        self.clock = clock
        engine = try make()
        self.faults = FaultInjector(faults, service: .snowflake)
    }

    func reset(faults: FaultPlan) {
        sessions = [:]
        apiAnswers = []
        outcomes = [:]
        order = []
        nextSession = 1
        warehouse = Warehouse(size: "XS", autoSuspend: .seconds(60))
        self.faults = FaultInjector(faults, service: .snowflake)
        cortex.reset(faults: faults)
        if let fresh = try? make() { engine = fresh }
    }

    func inject(_ faults: FaultPlan) {
        self.faults = FaultInjector(faults, service: .snowflake)
        cortex.inject(faults)
    }

    func begin(_ call: WireCall) {
        current = Current(now: call.now, stream: call.stream, queryID: call.uuid())
        clock.now = CivilTime(call.now).epochNanoseconds
    }

    /// The fault of the next call of an operation; takes one draw.
    func fault(_ operation: String) -> FaultPlan.Kind? {
        faults.next(operation, at: current.now, using: &current.stream)
    }

    // MARK: Sessions

    func open(_ sql: SnowflakeSession, token: String) -> Session {
        let session = Session(sql: sql, token: token, number: nextSession)
        nextSession += 1
        sessions[token] = session
        return session
    }

    func session(token: String) -> Session? { sessions[token] }

    func rename(_ session: Session, token: String) { sessions[token] = session }

    func end(_ session: Session) {
        session.sql.close()
        sessions.removeValue(forKey: session.token)
    }

    func remember(_ id: String?, _ answer: WireAnswer, in session: Session) {
        guard let id else { return }
        session.answered.append((id, answer))
        if session.answered.count > SnowflakeAccount.keptRequests { session.answered.removeFirst() }
    }

    /// The answer to the SQL API's request of that id; nil where it is not known or gone.
    func apiAnswer(_ id: String?) -> WireAnswer? { apiAnswers.first { $0.id == id }?.answer }

    func rememberAPI(_ id: String?, _ answer: WireAnswer) {
        guard let id else { return }
        apiAnswers.append((id, answer))
        if apiAnswers.count > SnowflakeAccount.keptRequests { apiAnswers.removeFirst() }
    }

    // MARK: Statements

    /// Runs one statement, bills the warehouse for it, and keeps the outcome.
    func run(
        _ sql: String, _ bindings: [SnowBinding], _ session: SnowflakeSession, id: String,
        settings: [(name: String, value: String)] = []
    ) -> Outcome {
        current.queryID = id
        cortex.begin(self)
        let outcome: Outcome
        do {
            let result = try session.execute(sql, bindings: bindings, queryID: id, settings: settings)
            outcome = .success(result)
        } catch {
            outcome = .failure(error)
        }
        let base = latency.sample(using: &current.stream)
        var time = base + cortex.end(self)
        if case .success(let result) = outcome {
            time = time + SimulatedDuration(nanoseconds: 5_000 * Int64(result.rows.count))
            if result.kind.usesWarehouse {
                current.usage.add(
                    Snowflake.usage(
                        warehouse.run(from: current.now + current.time, taking: time), size: warehouse.size))
            }
        }
        current.time = current.time + time
        keep(id, outcome)
        return outcome
    }

    func keep(_ id: String, _ outcome: Outcome) {
        if outcomes.updateValue(outcome, forKey: id) == nil { order.append(id) }
        if order.count > SnowflakeAccount.keptResults {
            outcomes.removeValue(forKey: order.removeFirst())
        }
    }

    func outcome(_ id: String) -> Outcome? { outcomes[id] }
}

/// Virtual time as the engine reads it.
package final class AccountClock {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package var now: Int64 = CivilTime(.start).epochNanoseconds

    package init() {}
}

extension SnowStatementKind {
    /// Whether a warehouse must run for it.
    var usesWarehouse: Bool {
        switch self {
        case .select, .insert, .update, .delete, .merge, .copy: true
        default: false
        }
    }
}
