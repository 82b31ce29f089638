/// SHOW and DESCRIBE.
struct Listing {
    let executor: Executor
    var catalog: Catalog { executor.catalog }
    var state: SessionState { executor.state }

    init(_ executor: Executor) { self.executor = executor }

    func show(_ show: Show) throws -> SnowResult {
        var result: SnowResult
        switch show.kind {
        case "TABLES": result = try objects(show, [.table])
        case "VIEWS": result = try objects(show, [.view])
        case "OBJECTS": result = try objects(show, [.table, .view])
        case "SCHEMAS": result = schemas(show)
        case "DATABASES":
            result = plain(
                .database, ["created_on", "name", "is_default", "is_current", "origin", "owner", "comment"])
        case "WAREHOUSES":
            result = plain(.warehouse, ["created_on", "name", "state", "type", "size", "owner", "comment"])
        case "ROLES":
            result = plain(.role, ["created_on", "name", "is_default", "is_current", "owner", "comment"])
        case "COLUMNS": result = try columns(show)
        case "PARAMETERS": result = parameters()
        case "STAGES": result = scoped(.stage, show)
        case "SEQUENCES": result = sequences(show)
        case "FILE FORMATS": result = scoped(.format, show)
        case "PRIMARY KEYS": result = try keys(show, \.isPrimaryKey)
        case "UNIQUE KEYS": result = try keys(show, \.isUnique)
        case "IMPORTED KEYS", "EXPORTED KEYS": result = foreignKeys()
        case "INDEXES": result = indexes()
        default: throw SnowError.unsupported("SHOW \(show.kind)")
        }
        if let pattern = show.like,
            let column = result.columns.firstIndex(where: {
                ["name", "key", "column_name"].contains($0.name)
            })
        {
            let like = LikePattern(pattern, escape: "\\", ignoresCase: true)
            result.rows = result.rows.filter {
                if case .text(let text) = $0[column] { like.matches(text) } else { false }
            }
        }
        if let limit = show.limit { result.rows = Array(result.rows.prefix(limit)) }
        return result
    }

    static func result(_ names: [String], _ rows: [[SnowValue]]) -> SnowResult {
        let columns = names.map { name in
            name == "created_on"
                ? SnowColumn(name: name, type: .timestampLTZ, precision: 0, scale: 3)
                : SnowColumn(name: name, type: .text, length: DataType.maximumText)
        }
        return SnowResult(columns: columns, rows: rows, kind: .show)
    }

    /// The path below which objects are listed.
    func path(_ show: Show) -> [String] {
        guard let scope = show.scope else { return [state.database, state.schema].compactMap { $0 } }
        if scope.parts.count > 1 { return scope.parts }
        if let database = state.database, catalog.find(.schema, [database], scope.last) != nil {
            return [database, scope.last]
        }
        return scope.parts
    }

    private func objects(_ show: Show, _ kinds: [CatalogObject.Kind]) throws -> SnowResult {
        let found = catalog.all(kinds, under: path(show)).filter {
            $0.table?.session == nil || $0.table?.session == state.id
        }
        let rows = try found.map { object -> [SnowValue] in
            let count = try object.table.flatMap {
                try executor.store.integer("SELECT COUNT(*) FROM \($0.physicalName)")
            }
            // SHOW TABLES tells the kinds of tables apart, SHOW OBJECTS only tables from views.
            let kind =
                object.view != nil
                ? "VIEW"
                : kinds.count > 1
                    ? "TABLE"
                    : object.table?.session != nil
                        ? "TEMPORARY" : object.table?.isTransient == true ? "TRANSIENT" : "TABLE"
            return [
                .timestampLTZ(nanoseconds: object.created), .text(object.name), .text(object.path[0]),
                .text(object.path[1]), .text(kind), .text(object.comment), .text(""),
                count.map { .integer($0) } ?? .null, .text("ACCOUNTADMIN"),
                object.view.map { .text($0.text) } ?? .text(""), .text("N"), .text("N"), .text("N"),
            ]
        }
        var result = Listing.result(
            [
                "created_on", "name", "database_name", "schema_name", "kind", "comment", "cluster_by", "rows",
                "owner", "text", "is_hybrid", "is_dynamic", "is_iceberg",
            ],
            rows)
        result.columns[7] = SnowColumn(name: "rows", type: .fixed, precision: 38, scale: 0)
        return result
    }

    private func schemas(_ show: Show) -> SnowResult {
        let database = show.scope?.parts.first ?? state.database
        let rows = catalog.all([.schema], under: database.map { [$0] } ?? []).map { object -> [SnowValue] in
            let isCurrent = object.path.first == state.database && object.name == state.schema
            return [
                .timestampLTZ(nanoseconds: object.created), .text(object.name), .text("N"),
                .text(isCurrent ? "Y" : "N"), .text(object.path[0]), .text("ACCOUNTADMIN"),
                .text(object.comment),
            ]
        }
        return Listing.result(
            ["created_on", "name", "is_default", "is_current", "database_name", "owner", "comment"], rows)
    }

    private func plain(_ kind: CatalogObject.Kind, _ names: [String]) -> SnowResult {
        let current = [state.database, state.warehouse, state.role]
        let rows = catalog.all([kind]).map { object -> [SnowValue] in
            names.map { name in
                switch name {
                case "created_on": .timestampLTZ(nanoseconds: object.created)
                case "name": .text(object.name)
                case "is_default": .text("N")
                case "is_current": .text(current.contains(object.name) ? "Y" : "N")
                case "state": .text("STARTED")
                case "type": .text("STANDARD")
                case "size": .text("X-Small")
                case "owner": .text("ACCOUNTADMIN")
                case "comment": .text(object.comment)
                default: .text("")
                }
            }
        }
        return Listing.result(names, rows)
    }

    private func scoped(_ kind: CatalogObject.Kind, _ show: Show) -> SnowResult {
        let rows = catalog.all([kind], under: path(show)).filter { $0.path.count == 2 }.map {
            object -> [SnowValue] in
            [
                .timestampLTZ(nanoseconds: object.created), .text(object.name), .text(object.path[0]),
                .text(object.path[1]), .text("ACCOUNTADMIN"), .text(object.comment),
            ]
        }
        return Listing.result(
            ["created_on", "name", "database_name", "schema_name", "owner", "comment"], rows)
    }

    func tables(_ show: Show) throws -> [CatalogObject] {
        if let scope = show.scope, let object = try executor.find(.table, scope) { return [object] }
        return catalog.all([.table, .view], under: path(show))
    }

    private func columns(_ show: Show) throws -> SnowResult {
        let rows = try tables(show).flatMap { object in
            (object.table?.columns ?? []).map { column -> [SnowValue] in
                let type = Listing.typeText(column)
                return [
                    .text(object.name), .text(object.path[1]), .text(column.name), .text(type),
                    .text(column.nullable ? "true" : "NOT_NULL"), .text(column.defaultText ?? ""),
                    .text("COLUMN"),
                    .text(column.comment ?? ""), .text(object.path[0]),
                ]
            }
        }
        return Listing.result(
            [
                "table_name", "schema_name", "column_name", "data_type", "null?", "default", "kind",
                "comment", "database_name",
            ],
            rows)
    }

    private static func typeText(_ column: ColumnInfo) -> String {
        let type = column.type
        var members: [Variant.Member] = [
            .init(key: "type", value: .string(type.kind.rawValue.uppercased())),
            .init(key: "nullable", value: .boolean(column.nullable)),
        ]
        if type.kind == .fixed {
            members.append(.init(key: "precision", value: .fixed(Fixed(type.precision))))
            members.append(.init(key: "scale", value: .fixed(Fixed(type.scale))))
        }
        if type.kind == .text {
            members.append(.init(key: "length", value: .fixed(Fixed(type.length ?? DataType.maximumText))))
        }
        return Variant.object(members).text()
    }

    private func parameters() -> SnowResult {
        let rows = SessionParameters.defaults.map { name, value -> [SnowValue] in
            let current = state.parameters[name] ?? value
            return [
                .text(name), .text(current), .text(value), .text(current == value ? "" : "SESSION"),
                .text(""),
            ]
        }
        return Listing.result(["key", "value", "default", "level", "description"], rows)
    }

    /// DESCRIBE TABLE and DESCRIBE VIEW.
    func describe(_ name: ObjectName) throws -> SnowResult {
        guard let object = try executor.find(.table, name) else {
            throw SnowError.missing("Table", name.text)
        }
        var columns = object.table?.columns ?? []
        if object.view != nil {
            let query = try Parser.query("SELECT * FROM \(Listing.quoted(object))")
            let plan = try executor.binder(BindingInfo()).bind(query, outer: nil)
            columns = plan.outputs.enumerated().map {
                ColumnInfo(id: $0 + 1, name: $1.name, type: $1.type, nullable: $1.nullable)
            }
        }
        let rows = columns.map { column -> [SnowValue] in
            [
                .text(column.name), .text(column.type.name), .text("COLUMN"),
                .text(column.nullable ? "Y" : "N"),
                column.defaultText.map { .text($0) } ?? .null, .text(column.isPrimaryKey ? "Y" : "N"),
                .text(column.isUnique ? "Y" : "N"), .null, .null, column.comment.map { .text($0) } ?? .null,
                .null,
            ]
        }
        var result = Listing.result(
            [
                "name", "type", "kind", "null?", "default", "primary key", "unique key", "check",
                "expression", "comment", "policy name",
            ],
            rows)
        result.kind = .describe
        return result
    }

    private static func quoted(_ object: CatalogObject) -> String {
        (object.path + [object.name]).map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(
            separator: ".")
    }
}
