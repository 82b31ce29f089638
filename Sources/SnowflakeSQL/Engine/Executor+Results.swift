extension Executor {
    static func status(_ text: String, _ kind: SnowStatementKind) -> SnowResult {
        let column = SnowColumn(name: "status", type: .text, length: DataType.maximumText)
        return SnowResult(columns: [column], rows: [[.text(text)]], kind: kind)
    }

    static func done(_ kind: SnowStatementKind) -> SnowResult {
        status("Statement executed successfully.", kind)
    }

    /// The counts of a change, in the columns that Snowflake gives.
    static func changed(
        _ kind: SnowStatementKind, inserted: Int? = nil, updated: Int? = nil, deleted: Int? = nil
    ) -> SnowResult {
        var columns: [SnowColumn] = []
        var row: [SnowValue] = []
        func add(_ name: String, _ count: Int) {
            columns.append(SnowColumn(name: name, type: .fixed, precision: 19, scale: 0, nullable: false))
            row.append(.integer(Int64(count)))
        }
        if let inserted { add("number of rows inserted", inserted) }
        if let updated { add("number of rows updated", updated) }
        if kind == .update { add("number of multi-joined rows updated", 0) }
        if let deleted { add("number of rows deleted", deleted) }
        var result = SnowResult(columns: columns, rows: [row], kind: kind)
        result.rowsInserted = inserted ?? 0
        result.rowsUpdated = updated ?? 0
        result.rowsDeleted = deleted ?? 0
        return result
    }

    func find(_ kind: CatalogObject.Kind, _ name: ObjectName) throws -> CatalogObject? {
        let (path, bare) = try binder(BindingInfo()).path(name)
        guard catalog.find(.schema, [path[0]], path[1]) != nil else {
            if kind == .table { return nil }
            throw SnowError.missing("Schema", path.joined(separator: "."))
        }
        return catalog.find(kind, path, bare, session: state.id)
    }

    /// The table of that name.
    func table(_ name: ObjectName) throws -> (CatalogObject, TableInfo) {
        guard let object = try find(.table, name), let table = object.table else {
            throw SnowError.missing("Table", name.text)
        }
        return (object, table)
    }
}
