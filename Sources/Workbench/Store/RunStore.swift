import Encodings
import Foundation
import GRDB
import Quantities

/// Finished cells and runs in one SQLite file, written as they finish, so that a killed process loses none.
///
/// Safe for several threads; GRDB serialises the writes (WAL, one writer).
public final class RunStore: Sendable {
    let database: DatabasePool
    /// The folder that holds it.
    let folder: String

    /// Opens or makes `runs.sqlite` in a folder.
    /// - Throws: `FinegrainError` when the folder or the file cannot be written.
    public init(folder: String) throws {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            database = try DatabasePool(path: RunStore.file(in: folder), configuration: configuration)
            try database.read { try RunStore.checkIsOurs($0, folder) }
            try RunStore.migrator.migrate(database)
        } catch let error as FinegrainError {
            throw error
        } catch {
            throw FinegrainError.badInput(
                "cannot write the run store: \(error)",
                remedy: "free space, move a foreign runs.sqlite away, or give another folder with --out",
                file: folder)
        }
    }

    /// Schema changes are appended, never edited.
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("cells") { database in
            try database.create(table: "cell") { table in
                table.primaryKey("key", .text)
                table.column("document", .text).notNull()
            }
        }
        registerRuns(&migrator)
        return migrator
    }

    /// The stored cell of a key, if there is one that can be read.
    func cell(_ key: String) -> CellResult? {
        let text = try? database.read {
            try String.fetchOne($0, sql: "SELECT document FROM cell WHERE key = ?", arguments: [key])
        }
        guard let text, let value = try? JSONParser.parse(text) else { return nil }
        return CellResult(json: value)
    }

    func save(_ cell: CellResult, key: String) throws {
        do {
            try database.write { database in
                try database.execute(
                    sql: "INSERT OR REPLACE INTO cell (key, document) VALUES (?, ?)",
                    arguments: [key, cell.json.text()])
            }
        } catch {
            throw FinegrainError.badInput(
                "cannot write the run store: \(error)",
                remedy: "free space and run again with --resume: finished cells are kept")
        }
    }

    /// Number of cells stored.
    public var count: Int {
        (try? database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM cell") ?? 0 }) ?? 0
    }

    /// Drops every other cell, as if the process had been killed half-way: for tests.
    func forgetHalf() throws {
        try database.write { try $0.execute(sql: "DELETE FROM cell WHERE rowid % 2 = 0") }
    }
}
