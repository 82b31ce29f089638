internal import GRDB

/// Runs the statements of a session.
struct Executor {
    let session: SnowflakeSession

    var engine: SnowflakeEngine { session.engine }
    var state: SessionState { session.state }
    var catalog: Catalog { session.engine.catalog }
    var store: Store { session.engine.store }

    init(_ session: SnowflakeSession) { self.session = session }

    func run(_ sql: String, _ bindings: [SnowBinding]) throws -> SnowResult {
        let (info, rows) = try BindingReader.read(bindings)
        let key = cacheKey(sql, info)
        if let known = session.cache[key], let row = rows.first {
            return try fetch(known, info, row)
        }
        let (statement, usesValues) = try Parser.statement(sql, values: nameValues(info, rows.first ?? []))
        if case .query(let query) = statement {
            return try runQuery(query, usesValues ? nil : key, info, rows)
        }
        return try run(statement, sql, info, rows)
    }

    /// Variables and bound texts, for names that are given by them.
    private func nameValues(_ info: BindingInfo, _ row: [Value]) -> NameValues {
        NameValues(
            variable: { [state] in state.variables[$0]?.0.text },
            placeholder: { name in
                guard
                    let index = info.entries.firstIndex(where: { $0.name.uppercased() == name.uppercased() })
                else { return nil }
                return row.indices.contains(index) ? row[index].text : nil
            })
    }

    private func cacheKey(_ sql: String, _ info: BindingInfo) -> TranslationCache.Key {
        TranslationCache.Key(
            text: sql, database: state.database, schema: state.schema, bindings: info,
            catalogVersion: catalog.version)
    }

    func binder(_ info: BindingInfo) -> Binder {
        Binder(
            session: state, catalog: catalog, runtime: engine.runtime, bindings: info,
            virtualTables: session.virtualTables)
    }

    private func runQuery(
        _ query: Query, _ key: TranslationCache.Key?, _ info: BindingInfo, _ rows: [[Value]]
    ) throws -> SnowResult {
        guard let row = rows.first, rows.count == 1 else {
            throw SnowError.unsupported("array bindings in a query")
        }
        let binder = binder(info)
        var translation = try translate(query, binder)
        let before = catalog.version
        guard let key, !binder.isTransient else {
            defer { session.cache.release(translation) }
            return try fetch(translation, info, row)
        }
        if !store.isWriting { translation.prepared = try store.prepare(translation.sql) }
        let result = try fetch(translation, info, row)
        if catalog.version == before {
            session.cache.insert(translation, for: key)
        } else {
            session.cache.release(translation)
        }
        return result
    }

    func translate(_ query: Query, _ binder: Binder) throws -> Translation {
        let plan = try binder.bind(query, outer: nil)
        let emitter = Emitter(engine.runtime, names: binder.names)
        let sql = try emitter.statement { try emitter.query(plan, EmissionScope()) }
        return Translation(
            sql: sql, outputs: plan.outputs, programs: emitter.programs, aggregates: emitter.aggregates,
            parameterCount: emitter.parameterCount)
    }

    /// Arguments for the placeholders that the translation has.
    func arguments(_ info: BindingInfo, _ row: [Value], _ translation: Translation) throws -> [DatabaseValue]
    {
        try zip(row, info.entries).prefix(translation.parameterCount).map { try $0.stored(as: $1.type) }
    }

    private func fetch(_ translation: Translation, _ info: BindingInfo, _ row: [Value]) throws -> SnowResult {
        let outputs = translation.outputs
        var rows: [[SnowValue]] = []
        try store.rows(translation, arguments(info, row, translation)) { row in
            try store.budget.spend(StepBudget.stepsARow)
            var cells: [SnowValue] = []
            cells.reserveCapacity(outputs.count)
            for index in outputs.indices {
                let type = outputs[index].type
                cells.append(try Value(row[index] as DatabaseValue, as: type).shown(as: type))
            }
            rows.append(cells)
        }
        let columns = outputs.map { $0.type.column($0.name, nullable: $0.nullable) }
        return SnowResult(columns: columns, rows: rows, kind: .select)
    }

    func describe(_ sql: String, _ bindings: [SnowBinding]) throws -> SnowResult {
        let (info, rows) = try BindingReader.read(bindings)
        switch try Parser.statement(sql, values: nameValues(info, rows.first ?? [])).statement {
        case .query(let query):
            let plan = try binder(info).bind(query, outer: nil)
            let columns = plan.outputs.map { $0.type.column($0.name, nullable: $0.nullable) }
            return SnowResult(columns: columns, rows: [], kind: .select)
        case .insert: return Executor.changed(.insert, inserted: 0).withoutRows
        case .update: return Executor.changed(.update, updated: 0).withoutRows
        case .delete: return Executor.changed(.delete, deleted: 0).withoutRows
        case .merge: return Executor.changed(.merge, inserted: 0, updated: 0, deleted: 0).withoutRows
        default: return Executor.status("", .ddl).withoutRows
        }
    }
}

extension SnowResult {
    var withoutRows: SnowResult {
        var result = self
        result.rows = []
        return result
    }
}
