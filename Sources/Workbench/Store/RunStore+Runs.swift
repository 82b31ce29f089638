import Encodings
import Foundation
import GRDB
import Quantities

extension RunStore {
    static func file(in folder: String) -> String { folder + "/runs.sqlite" }

    /// Tables of finished runs: what they were made from, and each row's values in every world.
    static func registerRuns(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("runs") { database in
            try database.create(table: "run") { table in
                table.autoIncrementedPrimaryKey("sequence")
                table.column("id", .text).notNull()
                table.column("digest", .text).notNull().unique()
                table.column("name", .text).notNull()
                table.column("command", .text).notNull()
                table.column("kind", .text).notNull()
                table.column("version", .text).notNull()
                table.column("seed", .integer).notNull()
                table.column("rows", .integer).notNull()
                table.column("replications", .integer).notNull()
                table.column("document", .text).notNull()
            }
            try database.create(table: "run_row") { table in
                table.column("run", .integer).notNull().references("run", onDelete: .cascade)
                table.column("place", .integer).notNull()
                table.column("vary", .text).notNull()
                table.column("baseline", .boolean).notNull()
                table.column("seed", .integer).notNull()
                table.column("campaigns", .integer).notNull()
                table.column("world", .text).notNull()
                table.column("prices", .integer).notNull()
                table.column("replications", .integer).notNull()
                table.column("measures", .blob).notNull()
                table.column("usage", .blob).notNull()
                table.column("checksum", .integer).notNull()
                table.primaryKey(["run", "place"])
            }
        }
    }

    /// Refuses a database that is not a run store before anything is written to it.
    static func checkIsOurs(_ database: Database, _ folder: String) throws {
        let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        guard tables.isEmpty || tables.contains("grdb_migrations") && tables.contains("cell") else {
            throw FinegrainError.badInput(
                "the database is not a run store: it has no table 'cell'",
                remedy: "move it away, or give another folder with --out", file: file(in: folder))
        }
    }

    /// Keeps a finished run. A run of the same digest is the same run, and becomes the newest.
    public func save(_ run: StoredRun) throws {
        do {
            try database.write { database in
                let header = run.header
                try database.execute(sql: "DELETE FROM run WHERE digest = ?", arguments: [header.digest])
                try database.execute(
                    sql: """
                        INSERT INTO run (id, digest, name, command, kind, version, seed, rows, replications, document)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        header.id, header.digest, header.name, header.command, header.kind.rawValue,
                        header.version, header.seed, header.rowCount, header.replications,
                        header.document.text(),
                    ])
                let sequence = database.lastInsertedRowID
                let statement = try database.makeStatement(
                    sql: "INSERT INTO run_row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                for (place, row) in run.rows.enumerated() {
                    try statement.execute(arguments: [
                        sequence, place, row.varyJSON.text(), row.isBaseline, row.seed, row.campaigns,
                        row.world, row.priceList, row.replications, PackedNumbers.data(row.measures),
                        PackedNumbers.data(row.usage), row.checksum(place),
                    ])
                }
            }
        } catch {
            throw FinegrainError.badInput(
                "cannot write the run store: \(error)",
                remedy: "free space, or give another folder with --out", file: RunStore.file(in: folder))
        }
    }
}
