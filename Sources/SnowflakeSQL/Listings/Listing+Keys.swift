/// SHOW of keys, indexes and sequences.
extension Listing {
    /// Keys of the columns that the test picks. A primary key is one constraint, a unique column one each.
    func keys(_ show: Show, _ test: (ColumnInfo) -> Bool) throws -> SnowResult {
        let rows = try tables(show).flatMap { object in
            (object.table?.columns ?? []).filter(test).enumerated().map { index, column -> [SnowValue] in
                let table = object.table?.id ?? 0
                let isPrimary = column.isPrimaryKey
                let name = "SYS_CONSTRAINT_\(table)" + (isPrimary ? "" : "_\(column.id)")
                return [
                    .timestampLTZ(nanoseconds: object.created), .text(object.path[0]), .text(object.path[1]),
                    .text(object.name), .text(column.name), .integer(Int64(isPrimary ? index + 1 : 1)),
                    .text(name), .text("false"), .null,
                ]
            }
        }
        return Listing.numbered(
            "key_sequence",
            [
                "created_on", "database_name", "schema_name", "table_name", "column_name", "key_sequence",
                "constraint_name", "rely", "comment",
            ], rows)
    }

    /// Foreign keys are read and not kept, so that there are none.
    func foreignKeys() -> SnowResult {
        Listing.numbered(
            "key_sequence",
            [
                "created_on", "pk_database_name", "pk_schema_name", "pk_table_name", "pk_column_name",
                "fk_database_name", "fk_schema_name", "fk_table_name", "fk_column_name", "key_sequence",
                "update_rule", "delete_rule", "fk_name", "pk_name", "deferrability", "rely", "comment",
            ], [])
    }

    /// Only hybrid tables have indexes, and there are none.
    func indexes() -> SnowResult {
        Listing.result(
            [
                "created_on", "name", "is_unique", "columns", "included_columns", "table", "database_name",
                "schema_name", "owner", "owner_role_type",
            ], [])
    }

    func sequences(_ show: Show) -> SnowResult {
        let found = catalog.all([.sequence], under: path(show)).filter { $0.path.count == 2 }
        let rows = found.map { object -> [SnowValue] in
            [
                .text(object.name), .text(object.path[0]), .text(object.path[1]),
                .integer(Int64(object.sequence?.next ?? 1)), .integer(Int64(object.sequence?.step ?? 1)),
                .timestampLTZ(nanoseconds: object.created), .text("ACCOUNTADMIN"), .text(object.comment),
                .text("ROLE"), .text("Y"),
            ]
        }
        var result = Listing.numbered(
            "next_value",
            [
                "name", "database_name", "schema_name", "next_value", "interval", "created_on", "owner",
                "comment", "owner_role_type", "ordered",
            ], rows)
        result.columns[4] = SnowColumn(name: "interval", type: .fixed, precision: 38, scale: 0)
        return result
    }

    /// A result with one column of numbers among those of text.
    private static func numbered(_ number: String, _ names: [String], _ rows: [[SnowValue]]) -> SnowResult {
        var result = result(names, rows)
        for index in result.columns.indices where result.columns[index].name == number {
            result.columns[index] = SnowColumn(name: number, type: .fixed, precision: 38, scale: 0)
        }
        return result
    }
}
