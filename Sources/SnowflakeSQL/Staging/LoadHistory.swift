internal import GRDB

/// The files that were loaded into each table, so that COPY INTO loads none twice.
///
/// Kept beside the tables, so that it is undone with the transaction that loaded.
struct LoadHistory {
    let store: Store

    static func create(in store: Store) throws {
        try store.execute(
            "CREATE TABLE IF NOT EXISTS fg_loads(tab INTEGER, file TEXT, digest TEXT, PRIMARY KEY (tab, file))"
        )
    }

    /// Whether the file was loaded into the table as it is now.
    func contains(_ file: String, _ digest: String, in table: TableInfo) throws -> Bool {
        let known = try store.texts(
            "SELECT digest FROM fg_loads WHERE tab = ? AND file = ?",
            [table.id.databaseValue, file.databaseValue])
        return known == [digest]
    }

    func add(_ file: String, _ digest: String, to table: TableInfo) throws {
        try store.execute(
            "INSERT OR REPLACE INTO fg_loads VALUES (?, ?, ?)",
            [table.id.databaseValue, file.databaseValue, digest.databaseValue])
    }

    /// Forgets the files of a table that was emptied or dropped.
    func clear(_ table: TableInfo) throws {
        try store.execute("DELETE FROM fg_loads WHERE tab = ?", [table.id.databaseValue])
    }
}
