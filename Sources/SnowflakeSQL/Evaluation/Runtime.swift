/// What functions know of the account, the session and the statement while rows are computed.
///
/// Used only while one statement runs, on the thread that runs it.
final class Runtime: @unchecked Sendable {
    /// Nanoseconds of virtual time at the start of the statement.
    var statementTime: Int64 = 0
    var cast = CastContext()
    var database: String?
    var schema: String?
    var warehouse: String?
    var role: String?
    var user = ""
    var account = ""
    var sessionID = 0
    /// The open transaction's id; nil outside transactions.
    var transactionID: String?
    let patterns = PatternCache()
    /// What the statement may still do; nil before there is a store.
    var budget: StepBudget?
    var programs: [Int: Program] = [:]
    var aggregates: [Int: AggregateSpec] = [:]
    let functions: (any ExternalFunctions)?
    /// Draws of 64 uniform bits.
    let draw: () -> UInt64
    /// Rows that FLATTEN has opened in the statement, for its SEQ.
    var flattened = 0
    /// The next value of SEQ1 to SEQ8 by call.
    var counters: [Int: Int] = [:]
    var nextValue: (String) throws -> Int = { _ in 0 }
    private var lastID = 0

    init(functions: (any ExternalFunctions)?, draw: @escaping () -> UInt64) {
        self.functions = functions
        self.draw = draw
    }

    /// A number for a program or an aggregate.
    func nextID() -> Int {
        lastID += 1
        return lastID
    }
}
