extension Executor {
    func alter(_ name: ObjectName, _ ifExists: Bool, _ action: AlterAction) throws -> SnowResult {
        guard let object = try find(.table, name) else {
            if ifExists { return Executor.done(.ddl) }
            throw SnowError.missing("Table", name.text)
        }
        switch action {
        case .rename(let target): try rename(object, target)
        case .swap(let other): try swap(object, other)
        case .nothing: break
        case .comment(let text):
            var changed = object
            changed.comment = text
            try catalog.save(changed)
        default:
            guard let table = object.table else { throw SnowError.unsupported("ALTER of a view") }
            try change(object, table, action)
        }
        return Executor.done(.ddl)
    }

    private func rename(_ object: CatalogObject, _ target: ObjectName) throws {
        let parts = target.parts.count == 1 ? object.path + target.parts : target.parts
        let (path, name) = try place(ObjectName(parts: parts, place: target.place))
        if let known = catalog.find(.table, path, name) { throw SnowError.exists(known.fullName) }
        try catalog.remove(object)
        var renamed = object
        (renamed.path, renamed.name) = (path, name)
        try catalog.save(renamed)
    }

    private func swap(_ object: CatalogObject, _ other: ObjectName) throws {
        var (second, table) = try self.table(other)
        guard let own = object.table else { throw SnowError.unsupported("ALTER of a view") }
        var first = object
        first.table = table
        table = own
        second.table = table
        try catalog.save(first)
        try catalog.save(second)
    }

    private func change(_ object: CatalogObject, _ table: TableInfo, _ action: AlterAction) throws {
        var (object, table) = (object, table)
        func index(_ name: String) throws -> Int {
            guard let index = table.columns.firstIndex(where: { $0.name == name }) else {
                throw SnowError.compilation("column '\(name)' does not exist", code: "000904")
            }
            return index
        }
        switch action {
        case .addColumns(let definitions, let ifNotExists):
            for definition in definitions {
                if table.columns.contains(where: { $0.name == definition.name }) {
                    if ifNotExists { continue }
                    throw SnowError.compilation("column '\(definition.name)' already exists", code: "001430")
                }
                try add(definition, to: &table)
            }
        case .dropColumns(let names, let ifExists):
            for name in names where !ifExists || table.columns.contains(where: { $0.name == name }) {
                let place = try index(name)
                guard table.columns.count > 1 else {
                    throw SnowError.compilation("Cannot drop the only column")
                }
                let column = table.columns.remove(at: place)
                try store.execute("ALTER TABLE \(table.physicalName) DROP COLUMN \(column.physicalName)")
            }
        case .renameColumn(let from, let to):
            if table.columns.contains(where: { $0.name == to }) {
                throw SnowError.compilation("column '\(to)' already exists", code: "001430")
            }
            table.columns[try index(from)].name = to
        case .setNullable(let name, let nullable):
            let column = table.columns[try index(name)]
            if !nullable,
                try store.integer(
                    "SELECT 1 FROM \(table.physicalName) WHERE \(column.physicalName) IS NULL LIMIT 1") != nil
            {
                throw SnowError.notNullable()
            }
            table.columns[try index(name)].nullable = nullable
        case .setDefault(let name, let text): table.columns[try index(name)].defaultText = text
        case .setType(let name, let type): try setType(try index(name), type, &table)
        default: break
        }
        object.table = table
        try catalog.save(object)
    }

    private func add(_ definition: ColumnDefinition, to table: inout TableInfo) throws {
        let column = try self.column(definition, id: table.nextColumnID)
        if column.identity != nil { throw SnowError.unsupported("ADD COLUMN with AUTOINCREMENT") }
        let isEmpty = try store.integer("SELECT 1 FROM \(table.physicalName) LIMIT 1") == nil
        if !column.nullable, column.defaultText == nil, !isEmpty {
            throw SnowError.compilation(
                "Non-nullable column '\(column.name)' cannot be added to non-empty table without a default.",
                code: "002028")
        }
        try store.execute("ALTER TABLE \(table.physicalName) ADD COLUMN \(column.physicalName)")
        table.columns.append(column)
        guard column.defaultText != nil, !isEmpty else { return }
        let binder = binder(BindingInfo())
        let term = try stored(defaultTerm(column, table, binder), column)
        let translation = try emit(binder) { emitter in
            "UPDATE \(table.physicalName) SET \(column.physicalName) = "
                + (try emitter.text(term, EmissionScope()))
        }
        defer { session.cache.release(translation) }
        _ = try store.change(translation.sql, [])
    }

    /// Types may only be widened, so that no stored value changes.
    private func setType(_ index: Int, _ name: TypeName, _ table: inout TableInfo) throws {
        let old = table.columns[index].type
        let new = try binder(BindingInfo()).dataType(name)
        guard old.kind == new.kind, old.scale == new.scale, old.fits(in: new) else {
            throw SnowError.compilation(
                "cannot change column \(table.columns[index].name) from type \(old.name) to \(new.name)",
                code: "002108")
        }
        table.columns[index].type = new
    }
}
