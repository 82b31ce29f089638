/// The views of a database's INFORMATION_SCHEMA.
struct InformationSchema {
    let catalog: Catalog
    let database: String
    /// How many rows a table has.
    let count: (TableInfo) -> SnowValue

    func view(_ name: String) -> (columns: [SnowColumn], rows: [[SnowValue]])? {
        switch name {
        case "TABLES": tables()
        case "COLUMNS": columns()
        case "SCHEMATA": schemata()
        case "VIEWS": views()
        case "DATABASES": databases()
        default: nil
        }
    }

    static func text(_ names: [String]) -> [SnowColumn] { names.map { SnowColumn(name: $0, type: .text) } }

    private static func number(_ name: String) -> SnowColumn {
        SnowColumn(name: name, type: .fixed, precision: 9, scale: 0)
    }

    private static func time(_ name: String) -> SnowColumn {
        SnowColumn(name: name, type: .timestampLTZ, precision: 0, scale: 9)
    }

    static func optional(_ text: String?) -> SnowValue {
        text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .null
    }

    private var objects: [CatalogObject] { catalog.all([.table, .view], under: [database]) }

    private func tables() -> ([SnowColumn], [[SnowValue]]) {
        let columns = InformationSchema.text(
            [
                "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "TABLE_OWNER", "TABLE_TYPE", "IS_TRANSIENT",
                "COMMENT",
            ])
        let rows = objects.map { object -> [SnowValue] in
            let type =
                object.view != nil ? "VIEW" : object.table?.session == nil ? "BASE TABLE" : "LOCAL TEMPORARY"
            let transient = object.table?.isTransient ?? false
            return [
                .text(object.path[0]), .text(object.path[1]), .text(object.name), .text("ACCOUNTADMIN"),
                .text(type), .text(transient ? "YES" : "NO"), InformationSchema.optional(object.comment),
                .timestampLTZ(nanoseconds: object.created), object.table.map { count($0) } ?? .null,
                .timestampLTZ(nanoseconds: object.created), object.table == nil ? .null : .integer(0), .null,
                .text("NO"), .text("NO"),
            ]
        }
        let later =
            [
                InformationSchema.time("CREATED"), InformationSchema.number("ROW_COUNT"),
                InformationSchema.time("LAST_ALTERED"), InformationSchema.number("BYTES"),
            ] + InformationSchema.text(["CLUSTERING_KEY", "IS_DYNAMIC", "IS_ICEBERG"])
        return (columns + later, rows)
    }

    private func columns() -> ([SnowColumn], [[SnowValue]]) {
        let names = ["TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME"]
        let columns =
            InformationSchema.text(names) + [InformationSchema.number("ORDINAL_POSITION")]
            + InformationSchema.text(["COLUMN_DEFAULT", "IS_NULLABLE", "DATA_TYPE"])
            + ["CHARACTER_MAXIMUM_LENGTH", "NUMERIC_PRECISION", "NUMERIC_SCALE"].map(InformationSchema.number)
            + InformationSchema.text(["IS_IDENTITY", "COMMENT"])
            + ["IDENTITY_START", "IDENTITY_INCREMENT"].map(InformationSchema.number)
            + InformationSchema.text([
                "IDENTITY_GENERATION", "IDENTITY_CYCLE", "IDENTITY_ORDERED", "DATA_TYPE_ALIAS",
            ])
        let rows = objects.flatMap { object in
            (object.table?.columns ?? []).enumerated().map { index, column in row(object, index, column) }
        }
        return (columns, rows)
    }

    private func row(_ object: CatalogObject, _ index: Int, _ column: ColumnInfo) -> [SnowValue] {
        let type = column.type
        let name = type.kind == .text ? "TEXT" : type.kind.sqlName
        func count(_ value: Int?) -> SnowValue { value.map { .integer(Int64($0)) } ?? .null }
        return [
            .text(object.path[0]), .text(object.path[1]), .text(object.name), .text(column.name),
            .integer(Int64(index + 1)), InformationSchema.optional(column.defaultText),
            .text(column.nullable ? "YES" : "NO"), .text(name),
            count(type.kind == .text ? type.length ?? DataType.maximumText : nil),
            count(type.kind == .fixed ? type.precision : nil), count(type.kind == .fixed ? type.scale : nil),
            .text(column.identity == nil ? "NO" : "YES"), InformationSchema.optional(column.comment),
            count(column.identity?.start), count(column.identity?.step),
            column.identity == nil ? .null : .text("BY DEFAULT"),
            column.identity == nil ? .null : .text("NO"), column.identity == nil ? .null : .text("YES"),
            .null,
        ]
    }

    private func schemata() -> ([SnowColumn], [[SnowValue]]) {
        let columns = InformationSchema.text(["CATALOG_NAME", "SCHEMA_NAME", "SCHEMA_OWNER", "COMMENT"])
        var rows: [[SnowValue]] = [[.text(database), .text("INFORMATION_SCHEMA"), .null, .null]]
        rows += catalog.all([.schema], under: [database]).map {
            [.text(database), .text($0.name), .text("ACCOUNTADMIN"), InformationSchema.optional($0.comment)]
        }
        return (columns, rows)
    }

    private func views() -> ([SnowColumn], [[SnowValue]]) {
        let columns = InformationSchema.text([
            "TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "VIEW_DEFINITION", "COMMENT",
        ])
        let rows = catalog.all([.view], under: [database]).map { object -> [SnowValue] in
            [
                .text(object.path[0]), .text(object.path[1]), .text(object.name),
                InformationSchema.optional(object.view?.text), InformationSchema.optional(object.comment),
            ]
        }
        return (columns, rows)
    }

    private func databases() -> ([SnowColumn], [[SnowValue]]) {
        let columns = InformationSchema.text(["DATABASE_NAME", "DATABASE_OWNER", "COMMENT"])
        let rows = catalog.all([.database]).map { object -> [SnowValue] in
            [.text(object.name), .text("ACCOUNTADMIN"), InformationSchema.optional(object.comment)]
        }
        return (columns, rows)
    }
}
