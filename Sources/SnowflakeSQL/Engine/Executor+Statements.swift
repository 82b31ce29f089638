internal import GRDB

extension Executor {
    func run(_ statement: Statement, _ sql: String, _ info: BindingInfo, _ rows: [[Value]]) throws
        -> SnowResult
    {
        switch statement {
        case .query: throw SnowError.unsupported("query")
        case .insert(let insert): return try write { try self.insert(insert, info, rows) }
        case .update(let update): return try write { try self.update(update, info, rows) }
        case .delete(let delete): return try write { try self.delete(delete, info, rows) }
        case .merge(let merge): return try write { try self.merge(merge, info, rows) }
        case .copy(let copy): return try write { try self.copy(copy) }
        case .truncate(let name, let ifExists):
            guard try ifExists == false || find(.table, name) != nil else { return Executor.done(.ddl) }
            return try define {
                let (_, table) = try self.table(name)
                try store.execute("DELETE FROM \(table.physicalName)")
                try LoadHistory(store: store).clear(table)
                return Executor.done(.ddl)
            }
        case .createTable(let table): return try define { try createTable(table, info) }
        case .createView(let view): return try define { try createView(view) }
        case .createOther(let object): return try define { try create(object) }
        case .drop(let kind, let name, let ifExists): return try define { try drop(kind, name, ifExists) }
        case .undrop(let kind): throw SnowError.unsupported("UNDROP \(kind)")
        case .alterTable(let name, let ifExists, let action):
            return try define { try alter(name, ifExists, action) }
        case .comment(let kind, let name, let ifExists, let text):
            return try define { try comment(kind, name, ifExists, text) }
        default: return try sessionStatement(statement, info, rows.first ?? [])
        }
    }

    private func sessionStatement(
        _ statement: Statement, _ info: BindingInfo, _ row: [Value]
    ) throws -> SnowResult {
        switch statement {
        case .use(let kind, let name): return try use(kind, name)
        case .alterSession(let settings):
            for setting in settings {
                let value = try setting.value.map { try constantText($0, info, row) }
                if setting.name == "AUTOCOMMIT" { try commit() }
                try state.parameters.set(setting.name, value)
            }
            return Executor.done(.set)
        case .set(let settings):
            for setting in settings {
                guard let expr = setting.value else { continue }
                state.variables[setting.name] = try evaluate(expr, info, row)
            }
            return Executor.done(.set)
        case .unset(let names):
            for name in names { state.variables[name] = nil }
            return Executor.done(.set)
        case .begin:
            try begin()
            return Executor.done(.transaction)
        case .commit:
            try commit()
            return Executor.done(.transaction)
        case .rollback:
            try rollback()
            return Executor.done(.transaction)
        case .show(let show): return try Listing(self).show(show)
        case .describe(_, let name): return try Listing(self).describe(name)
        case .list(let stage): return try StageReader(engine).list(stage, state)
        case .accepted(let text): return Executor.status(text, .ddl)
        default: throw SnowError.unsupported("statement")
        }
    }

    private func constantText(_ expr: Expr, _ info: BindingInfo, _ row: [Value]) throws -> String {
        let (value, type) = try evaluate(expr, info, row)
        return try ValueText.text(value, type, engine.runtime.cast)
    }

    /// The value of an expression without tables.
    func evaluate(_ expr: Expr, _ info: BindingInfo, _ row: [Value]) throws -> (Value, DataType) {
        let place = Place(line: 1, column: 0, offset: 0)
        let select = Select(items: [.value(expr, alias: nil, text: "", place: place)])
        let translation = try translate(Query(body: .select(select)), binder(info))
        defer { session.cache.release(translation) }
        let type = translation.outputs[0].type
        var value = Value.null
        try store.rows(translation, arguments(info, row, translation)) { value = try Value($0[0], as: type) }
        return (value, type)
    }

    private func use(_ kind: String, _ name: ObjectName?) throws -> SnowResult {
        guard let name else { return Executor.done(.use) }
        switch kind {
        case "WAREHOUSE": state.warehouse = name.last
        case "ROLE": state.role = name.last
        case "DATABASE": try useDatabase(name)
        case "SCHEMA": try useSchema(name)
        default: if name.parts.count == 1 { try useDatabase(name) } else { try useSchema(name) }
        }
        return Executor.done(.use)
    }

    private func useDatabase(_ name: ObjectName) throws {
        guard name.parts.count == 1, catalog.find(.database, [], name.last) != nil else {
            throw SnowError.compilation(
                "Object does not exist, or operation cannot be performed.", code: "002043", sqlState: "02000")
        }
        state.database = name.last
        state.schema = catalog.find(.schema, [name.last], "PUBLIC")?.name
    }

    private func useSchema(_ name: ObjectName) throws {
        let database = name.parts.count > 1 ? name.parts[0] : state.database
        guard let database, catalog.find(.schema, [database], name.last) != nil else {
            throw SnowError.compilation(
                "Object does not exist, or operation cannot be performed.", code: "002043", sqlState: "02000")
        }
        state.database = database
        state.schema = name.last
    }
}
