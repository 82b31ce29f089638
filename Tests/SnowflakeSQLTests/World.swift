import SnowflakeSQL

/// An account in memory with one database and one session; time stands at 2024-01-01 00:00 UTC.
final class World {
    let engine: SnowflakeEngine
    let session: SnowflakeSession
    private var count = 0

    init(functions: (any ExternalFunctions)? = nil, views: (any ExternalViews)? = nil) throws {
        engine = try SnowflakeEngine(now: { 1_704_067_200_000_000_000 }, functions: functions, views: views)
        try engine.ensure(database: "DB", schemas: ["S"])
        session = engine.session(database: "DB")
    }

    @discardableResult
    func run(_ sql: String, _ bindings: [SnowBinding] = []) throws(SnowError) -> SnowResult {
        count += 1
        return try session.execute(sql, bindings: bindings, queryID: "q\(count)")
    }

    /// Runs all statements of a text.
    func script(_ text: String) throws {
        for sql in try session.statements(in: text) { try run(sql) }
    }

    /// The rows as text, cells joined by `|`.
    func rows(_ sql: String, _ bindings: [SnowBinding] = []) throws -> [String] {
        try run(sql, bindings).rows.map { $0.map(World.text).joined(separator: "|") }
    }

    /// The only row.
    func row(_ sql: String, _ bindings: [SnowBinding] = []) throws -> String {
        let rows = try rows(sql, bindings)
        return rows.count == 1 ? rows[0] : "\(rows.count) rows"
    }

    /// The error that a statement throws, or nil.
    func failure(_ sql: String, _ bindings: [SnowBinding] = []) -> SnowError? {
        do throws(SnowError) {
            try run(sql, bindings)
            return nil
        } catch {
            return error
        }
    }

    func code(_ sql: String, _ bindings: [SnowBinding] = []) -> String {
        failure(sql, bindings)?.code ?? "none"
    }

    static func text(_ value: SnowValue) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): "\(number)"
        case .decimal(let text), .text(let text): text
        case .real(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .date(let days): "D\(days)"
        case .time(let nanoseconds): "T\(nanoseconds)"
        case .timestampNTZ(let nanoseconds): "N\(nanoseconds)"
        case .timestampLTZ(let nanoseconds): "L\(nanoseconds)"
        case .timestampTZ(let nanoseconds, let offset): "Z\(nanoseconds)+\(offset)"
        case .variant(let text), .object(let text), .array(let text):
            text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
        case .binary(let bytes): "B\(bytes)"
        }
    }
}
