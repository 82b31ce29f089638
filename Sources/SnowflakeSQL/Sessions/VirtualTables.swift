internal import GRDB

/// Tables whose rows the engine or the embedding program makes for one statement.
final class VirtualTables {
    struct Table {
        /// The name of the temporary table in SQLite.
        var name: String
        var columns: [Relation.Column]
    }

    private let store: Store
    private let catalog: Catalog
    private let views: (any ExternalViews)?
    private var made: [String] = []
    private var lastID = 0

    init(_ store: Store, _ catalog: Catalog, _ views: (any ExternalViews)?) {
        self.store = store
        self.catalog = catalog
        self.views = views
    }

    /// INFORMATION_SCHEMA or a view of the embedding program; nil for anything else.
    func table(_ name: ObjectName, _ binder: Binder) throws -> Table? {
        guard name.parts.count >= 2 else { return nil }
        let database = name.parts.count == 3 ? name.parts[0] : binder.database
        if name.parts[name.parts.count - 2] == "INFORMATION_SCHEMA", let database {
            let schema = InformationSchema(catalog: catalog, database: database) { [store] table in
                let count = try? store.integer("SELECT COUNT(*) FROM \(table.physicalName)")
                return count.map { .integer($0) } ?? .null
            }
            guard let result = schema.view(name.last) else { throw SnowError.missing("Object", name.text) }
            return try make(result.columns, result.rows)
        }
        let full = ([database].compactMap { $0 } + name.parts.suffix(2)).joined(separator: ".")
        guard let (columns, rows) = views?.view(full) else { return nil }
        return try make(columns, rows)
    }

    func table(of result: SnowResult) throws -> Table { try make(result.columns, result.rows) }

    private func make(_ columns: [SnowColumn], _ rows: [[SnowValue]]) throws -> Table {
        lastID += 1
        let name = "v\(lastID)"
        let types = columns.map { column in
            DataType(
                kind: column.type, precision: (column.type == .fixed ? column.precision : column.scale) ?? 9,
                scale: column.type == .fixed ? column.scale ?? 0 : 0, length: nil)
        }
        let list = columns.indices.map { "k\($0 + 1)" }.joined(separator: ", ")
        try store.execute("CREATE TEMP TABLE \(name)(\(list.isEmpty ? "k0" : list))")
        made.append(name)
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        for row in rows where !columns.isEmpty {
            let stored = try zip(row, types).map { try Value($0).stored(as: $1) }
            try store.execute("INSERT INTO \(name) VALUES (\(marks))", stored)
        }
        let relation = zip(columns, types).map {
            Relation.Column(name: $0.name, type: $1, nullable: $0.nullable)
        }
        return Table(name: name, columns: relation)
    }

    /// Drops the tables of the statement.
    func clear() {
        for name in made { try? store.execute("DROP TABLE IF EXISTS temp.\(name)") }
        made = []
    }
}
