import Encodings
import Foundation
import GRDB
import Quantities
import Scenarios

/// The finished runs in one folder, opened for reading: it makes no file and changes none.
public struct RunArchive: Sendable {
    public let folder: String
    private let database: DatabaseQueue
    private let hasRuns: Bool

    /// Whether a folder holds a run store.
    public static func exists(in folder: String) -> Bool {
        FileManager.default.fileExists(atPath: RunStore.file(in: folder))
    }

    /// - Throws: `FinegrainError` when the file cannot be read or is not a run store.
    public init(folder: String) throws {
        self.folder = folder
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(30)
        (database, hasRuns) = try RunArchive.reading(folder) {
            let queue = try DatabaseQueue(path: RunStore.file(in: folder), configuration: configuration)
            let hasRuns = try queue.read { database in
                try RunStore.checkIsOurs(database, folder)
                return try database.tableExists("run")
            }
            return (queue, hasRuns)
        }
    }

    private static func reading<Value>(_ folder: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as FinegrainError { throw error } catch {
            throw FinegrainError.badInput(
                "cannot read the run store: \(error)",
                remedy: "the file is damaged or foreign: move it away and run the scenario again",
                file: RunStore.file(in: folder))
        }
    }

    /// All runs from the oldest to the newest, without their rows; none from a store that was made before
    /// runs were kept.
    public func headers() throws -> [StoredRun.Header] {
        guard hasRuns else { return [] }
        return try RunArchive.reading(folder) {
            try database.read { database in
                try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY sequence").map(header)
            }
        }
    }

    private func header(_ row: Row) throws -> StoredRun.Header {
        let command = try row.decode(String.self, forColumn: "command")
        var header = StoredRun.Header(
            digest: try row.decode(forColumn: "digest"), name: try row.decode(forColumn: "name"),
            command: command, kind: .run, version: try row.decode(forColumn: "version"),
            seed: try row.decode(forColumn: "seed"), rowCount: try row.decode(forColumn: "rows"),
            replications: try row.decode(forColumn: "replications"), inputs: [], scenario: .null,
            decision: .null, metrics: [], meters: [], priceLists: [])
        header.folder = folder
        header.sequence = try row.decode(forColumn: "sequence")
        let text = try row.decode(String.self, forColumn: "document")
        guard let kind = StoredRun.Kind(rawValue: try row.decode(forColumn: "kind")),
            let document = try? JSONParser.parse(text), header.read(document)
        else { throw RunArchive.foreign(command, folder) }
        header.kind = kind
        return header
    }

    private static func foreign(_ command: String, _ folder: String) -> FinegrainError {
        .badInput(
            "the stored run was made by another version", remedy: "run it again: \(command)",
            file: RunStore.file(in: folder))
    }

    /// A run with its rows.
    /// - Throws: `FinegrainError` when rows are missing or were changed since they were written.
    /// - Complexity: O(bytes of its values).
    public func run(_ header: StoredRun.Header) throws -> StoredRun {
        let rows = try RunArchive.reading(folder) {
            try database.read { database in
                var rows: [StoredRow] = []
                rows.reserveCapacity(min(max(0, header.rowCount), 10_001))
                let cursor = try Row.fetchCursor(
                    database, sql: "SELECT * FROM run_row WHERE run = ? ORDER BY place",
                    arguments: [header.sequence])
                while let row = try cursor.next() {
                    guard let stored = try StoredRow(row, header),
                        stored.checksum(rows.count) == (try row.decode(Int.self, forColumn: "checksum"))
                    else { throw damaged(header) }
                    rows.append(stored)
                }
                return rows
            }
        }
        guard rows.count == header.rowCount, !rows.isEmpty else { throw damaged(header) }
        return StoredRun(header: header, rows: rows)
    }

    private func damaged(_ header: StoredRun.Header) -> FinegrainError {
        .badInput(
            "the values of run \(header.id) are not those that were written",
            remedy: "run it again: \(header.command)", file: RunStore.file(in: folder))
    }
}

extension StoredRow {
    /// Reads a row of the table; nil where it does not fit its run.
    fileprivate init?(_ row: Row, _ header: StoredRun.Header) throws {
        let replications = try row.decode(Int.self, forColumn: "replications")
        let priceList = try row.decode(Int.self, forColumn: "prices")
        let text = try row.decode(String.self, forColumn: "vary")
        guard (1...1_000_000).contains(replications), header.priceLists.indices.contains(priceList),
            case .object(let vary)? = try? JSONParser.parse(text),
            let measures = try StoredRow.words(
                row, "measures", replications * HorizonPart.allCases.count * header.metrics.count),
            let usage = try StoredRow.words(row, "usage", replications * (header.meters.count + 1))
        else { return nil }
        self.init(
            vary: vary.map { Named($0.key, $0.value) }, isBaseline: try row.decode(forColumn: "baseline"),
            seed: try row.decode(forColumn: "seed"), campaigns: try row.decode(forColumn: "campaigns"),
            world: try row.decode(forColumn: "world"), priceList: priceList, replications: replications,
            measures: measures.map { Double(bitPattern: $0) },
            usage: usage.map { Int(truncatingIfNeeded: $0) })
    }

    private static func words(_ row: Row, _ column: String, _ count: Int) throws -> [UInt64]? {
        try row.withUnsafeData(named: column) { data in
            data?.withUnsafeBytes { PackedNumbers.words($0, count: count) }
        }
    }
}
