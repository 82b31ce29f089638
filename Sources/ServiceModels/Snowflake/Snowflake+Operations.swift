public import Quantities
public import RandomStreams

extension Snowflake {
    public enum Request: Codable, Sendable {
        case execute(sql: String, rows: [[SQLValue]])
        case query(sql: String, arguments: [SQLValue])
        case suspendWarehouse
    }

    public enum Response: Hashable, Codable, Sendable {
        /// Rows inserted, changed or deleted.
        case execute(changes: Int)
        case query(SQLRows)
        case suspendWarehouse
    }

    /// Runs a statement once for each row of arguments, or once if there are none, in one transaction.
    ///
    /// All rows take effect or none.
    /// - Complexity: O(rows); the statement is compiled once and kept.
    @discardableResult
    public func execute(
        _ sql: String, rows: [[SQLValue]] = [], at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Int> {
        answerExecute(sql, rows, at: now, using: &stream)
    }

    /// Runs a query and gives all of its rows.
    public func query(
        _ sql: String, _ arguments: [SQLValue] = [], at now: SimulatedInstant,
        using stream: inout RandomStream
    ) -> Handled<SQLRows> {
        answerQuery(sql, arguments, at: now, using: &stream)
    }

    /// Suspends the warehouse, so that its running time up to now is metered.
    @discardableResult
    public func suspendWarehouse(at now: SimulatedInstant) -> Handled<Void> {
        Handled((), taking: .zero, usage: Snowflake.usage(warehouse.suspend(at: now), size: warehouse.size))
    }
}
