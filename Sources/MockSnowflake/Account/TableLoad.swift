import Foundation
import Quantities
package import SnowflakeSQL

/// A CSV file as a table of the account from the start.
///
/// The file goes in as text first; a column whose values are all whole numbers, numbers, dates or truth values then becomes
/// one of them, so that programs find what an export of their own would have given them.
public struct TableLoad: Hashable, Sendable {
    /// The table's name, one to three parts.
    public var table: String
    public var path: String

    public init(table: String, path: String) {
        self.table = table
        self.path = path
    }

    /// Reads `TABLE=FILE.csv`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        self.init(table: parts[0], path: parts[1])
    }

    private static let types = [
        ("TRY_TO_NUMBER(%, 38, 0)", "NUMBER(38,0)"), ("TRY_TO_DOUBLE(%)", "FLOAT"),
        ("TRY_TO_DATE(%)", "DATE"), ("TRY_TO_BOOLEAN(%)", "BOOLEAN"),
    ]

    /// Fills the table.
    /// - Throws: bad input when the file cannot be read or is no CSV with a header.
    package func run(in engine: SnowflakeEngine, stageFolder: String) throws {
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
            throw FinegrainError.badInput(
                "\(path) cannot be read or is empty", remedy: "give a CSV with a header")
        }
        let first = data.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let names = TableLoad.fields(String(decoding: first, as: UTF8.self))
        guard Set(names.map { $0.uppercased() }).count == names.count, !names.contains("") else {
            throw FinegrainError.badInput(
                "\(path): the columns of the first line have no names of their own",
                remedy: "name every column once")
        }
        let folder = stageFolder + "/FINEGRAIN/PUBLIC/FINEGRAIN_LOAD"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try data.write(to: URL(fileURLWithPath: folder + "/rows.csv"))
        let session = engine.session(database: "FINEGRAIN", schema: "PUBLIC")
        let maximum = engine.statementTimeoutMaximum
        engine.statementTimeoutMaximum = .max
        defer {
            session.close()
            engine.statementTimeoutMaximum = maximum
        }
        do throws(SnowError) { try fill(session, names) } catch {
            throw FinegrainError.badInput("\(path): \(error.message)", remedy: "correct the file")
        }
    }

    private func fill(_ session: SnowflakeSession, _ names: [String]) throws(SnowError) {
        func run(_ sql: String) throws(SnowError) -> SnowResult {
            try session.execute(sql, bindings: [], queryID: "load")
        }
        let columns = names.map { "\"" + $0.uppercased().replacing("\"", with: "\"\"") + "\"" }
        _ = try run("CREATE STAGE FINEGRAIN_LOAD")
        _ = try run(
            "CREATE TEMP TABLE FINEGRAIN_RAW (" + columns.map { $0 + " VARCHAR" }.joined(separator: ", ")
                + ")")
        _ = try run(
            "COPY INTO FINEGRAIN_RAW FROM @FINEGRAIN_LOAD FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1 "
                + "FIELD_OPTIONALLY_ENCLOSED_BY = '\"' EMPTY_FIELD_AS_NULL = TRUE)")
        var casts: [String] = []
        for column in columns {
            var chosen = "\(column)::VARCHAR"
            for (attempt, type) in TableLoad.types {
                let tried = attempt.replacing("%", with: column)
                // TRY_TO_NUMBER rounds, so that a fraction must not be lost by it.
                let whole =
                    type.hasPrefix("NUMBER") ? " AND COUNT_IF(\(tried) <> TRY_TO_DOUBLE(\(column))) = 0" : ""
                let check = try run(
                    "SELECT COUNT_IF(\(column) IS NOT NULL AND \(tried) IS NULL) = 0 AND COUNT(\(column)) > 0\(whole) FROM FINEGRAIN_RAW"
                )
                if check.rows.first?.first == .boolean(true) {
                    chosen = "\(column)::\(type)"
                    break
                }
            }
            casts.append("\(chosen) AS \(column)")
        }
        _ = try run(
            "CREATE OR REPLACE TABLE \(table) AS SELECT \(casts.joined(separator: ", ")) FROM FINEGRAIN_RAW")
        _ = try run("DROP TABLE FINEGRAIN_RAW")
        _ = try run("DROP STAGE FINEGRAIN_LOAD")
    }

    /// Fields of one line, quoted or not.
    private static func fields(_ line: String) -> [String] {
        var fields: [String] = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
