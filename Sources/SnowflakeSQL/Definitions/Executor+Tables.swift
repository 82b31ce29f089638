extension Executor {
    /// The path and name of a new object, whose schema must exist.
    func place(_ name: ObjectName) throws -> (path: [String], name: String) {
        let (path, bare) = try binder(BindingInfo()).path(name)
        guard catalog.find(.database, [], path[0]) != nil else {
            throw SnowError.missing("Database", path[0])
        }
        guard catalog.find(.schema, [path[0]], path[1]) != nil else {
            throw SnowError.missing("Schema", path.joined(separator: "."))
        }
        return (path, bare)
    }

    func createTable(_ create: CreateTable, _ info: BindingInfo) throws -> SnowResult {
        let (path, name) = try place(create.name)
        let owner = create.isTemporary ? state.id : nil
        let key = ObjectKey(space: .table, path: path, name: name, session: owner)
        let known = catalog.find(.table, path, name, session: owner).flatMap { $0.key == key ? $0 : nil }
        if let known {
            switch create.conflict {
            case .fails: throw SnowError.exists("\(path.joined(separator: ".")).\(name)")
            case .keeps: return Executor.status("\(name) already exists, statement succeeded.", .ddl)
            case .replaces: if known.view != nil { throw SnowError.exists(known.fullName) }
            }
        }
        var table = TableInfo(
            id: try catalog.nextID(), columns: [], isTransient: create.isTransient, session: owner)
        switch create.source {
        case .columns(let definitions):
            table.columns = try definitions.enumerated().map { try column($1, id: $0 + 1) }
            try makeTable(table)
        case .like(let source): try copyShape(of: source, to: &table)
        case .clone(let source):
            try copyShape(of: source, to: &table)
            let (_, original) = try self.table(source)
            try store.execute("INSERT INTO \(table.physicalName) SELECT * FROM \(original.physicalName)")
        case .query(let definitions, let query): try fill(&table, definitions, query, info)
        }
        try checkNames(table.columns)
        if let known { try discard(known) }
        try catalog.save(
            CatalogObject(
                kind: .table, path: path, name: name, created: engine.runtime.statementTime,
                comment: create.comment ?? "", table: table))
        for column in table.columns { try saveIdentity(table, column) }
        return Executor.status("Table \(name) successfully created.", .ddl)
    }

    private func checkNames(_ columns: [ColumnInfo]) throws {
        var seen: Set<String> = []
        for column in columns where !seen.insert(column.name).inserted {
            throw SnowError.compilation("duplicate column name '\(column.name)'", code: "001080")
        }
    }

    func makeTable(_ table: TableInfo) throws {
        let columns = table.columns.map(\.physicalName).joined(separator: ", ")
        try store.execute("CREATE TABLE \(table.physicalName)(\(columns))")
    }

    private func copyShape(of name: ObjectName, to table: inout TableInfo) throws {
        let (_, original) = try self.table(name)
        table.columns = original.columns
        try makeTable(table)
    }

    func column(_ definition: ColumnDefinition, id: Int) throws -> ColumnInfo {
        let type = try binder(BindingInfo()).dataType(definition.type)
        let identity = definition.identity.map { ColumnInfo.Identity(start: $0.start, step: $0.step) }
        let column = ColumnInfo(
            id: id, name: definition.name, type: type, nullable: definition.nullable,
            defaultText: definition.defaultText, identity: identity, comment: definition.comment,
            isPrimaryKey: definition.isPrimaryKey, isUnique: definition.isUnique)
        if let text = definition.defaultText {
            var parser = try Parser(text)
            _ = try binder(BindingInfo()).bind(parser.expression(), Scope(parent: nil))
        }
        return column
    }

    /// The counter of an identity column lives in the catalog beside the sequences.
    func saveIdentity(_ table: TableInfo, _ column: ColumnInfo) throws {
        guard let identity = column.identity else { return }
        let key = Executor.identityKey(table, column)
        try catalog.save(
            CatalogObject(
                kind: .sequence, path: key.path, name: key.name, created: engine.runtime.statementTime,
                sequence: SequenceInfo(next: identity.start, step: identity.step)))
    }

    /// CREATE TABLE AS: the columns are the query's, with other names and types where they are given.
    private func fill(
        _ table: inout TableInfo, _ definitions: [ColumnDefinition], _ query: Query, _ info: BindingInfo
    ) throws {
        let binder = binder(info)
        let plan = try binder.bind(query, outer: nil)
        guard definitions.isEmpty || definitions.count == plan.outputs.count else {
            throw SnowError.compilation(
                "Invalid column definition list: expected \(plan.outputs.count), got \(definitions.count)",
                code: "002026")
        }
        table.columns = try plan.outputs.enumerated().map { index, output in
            let type = output.type.isUntyped ? DataType.text : output.type
            guard definitions.indices.contains(index) else {
                // No constraint was written, so that there is none.
                return ColumnInfo(id: index + 1, name: output.name, type: type)
            }
            let definition = definitions[index]
            if definition.type.name.isEmpty {
                return ColumnInfo(id: index + 1, name: definition.name, type: type)
            }
            return try column(definition, id: index + 1)
        }
        try makeTable(table)
        let translation = try insertion(plan, table.columns, table, binder)
        defer { session.cache.release(translation) }
        _ = try store.change(translation.sql, [])
    }

    /// Removes an object and its data.
    func discard(_ object: CatalogObject) throws {
        if let table = object.table {
            try store.execute("DROP TABLE IF EXISTS \(table.physicalName)")
            try LoadHistory(store: store).clear(table)
            for column in table.columns where column.identity != nil {
                let key = Executor.identityKey(table, column)
                if let counter = catalog.find(.sequence, key.path, key.name) { try catalog.remove(counter) }
            }
        }
        try catalog.remove(object)
    }
}
