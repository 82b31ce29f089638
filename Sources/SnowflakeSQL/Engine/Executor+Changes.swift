extension Executor {
    /// Runs a translated change once for each row of bindings.
    private func change(_ translation: Translation, _ info: BindingInfo, _ rows: [[Value]]) throws -> Int {
        defer { session.cache.release(translation) }
        let prepared = try store.prepare(translation.sql)
        return try rows.reduce(0) { total, row in
            try total + store.change(prepared, arguments(info, row, translation))
        }
    }

    func emit(_ binder: Binder, _ body: (Emitter) throws -> String) throws -> Translation {
        let emitter = Emitter(engine.runtime, names: binder.names)
        let sql = try emitter.statement { try body(emitter) }
        return Translation(
            sql: sql, outputs: [], programs: emitter.programs, aggregates: emitter.aggregates,
            parameterCount: emitter.parameterCount)
    }

    /// The value on its way into a column.
    func stored(_ term: Term, _ column: ColumnInfo) throws -> Term {
        let cast = term.cast(to: column.type)
        return column.nullable ? cast : Term(.store(nullable: false, cast), column.type)
    }

    /// The value of a column that a statement leaves out.
    func defaultTerm(_ column: ColumnInfo, _ table: TableInfo, _ binder: Binder) throws -> Term {
        if column.identity != nil {
            let key = Executor.identityKey(table, column)
            return try binder.scalar("$NEXTVAL", [.text(key.text)], nil)
        }
        guard let text = column.defaultText else { return Term(Term.null.form, column.type) }
        var parser = try Parser(text)
        return try binder.bind(parser.expression(), Scope(parent: nil))
    }

    static func identityKey(_ table: TableInfo, _ column: ColumnInfo) -> ObjectKey {
        ObjectKey(space: .sequence, path: ["$IDENTITY"], name: table.physicalName + column.physicalName)
    }

    func columns(_ names: [String], of table: TableInfo, _ place: Place?) throws -> [ColumnInfo] {
        if names.isEmpty { return table.columns }
        guard Set(names).count == names.count else {
            throw SnowError.compilation("duplicate column name", code: "001080")
        }
        return try names.map { name in
            guard let column = table.columns.first(where: { $0.name == name }) else {
                throw SnowError.invalidIdentifier(name, at: place)
            }
            return column
        }
    }

    func insert(_ insert: Insert, _ info: BindingInfo, _ rows: [[Value]]) throws -> SnowResult {
        let (_, table) = try table(insert.table)
        let targets = try columns(insert.columns, of: table, insert.table.place)
        let binder = binder(info)
        let plan = try source(insert.query, targets, table, binder)
        if insert.overwrite { try store.execute("DELETE FROM \(table.physicalName)") }
        let translation = try insertion(plan, targets, table, binder)
        return Executor.changed(.insert, inserted: try change(translation, info, rows))
    }

    /// Rows of VALUES are cast cell by cell and may say DEFAULT; other queries are cast column by column.
    private func source(
        _ query: Query, _ targets: [ColumnInfo], _ table: TableInfo, _ binder: Binder
    ) throws -> QueryPlan {
        guard case .values(let rows) = query.body, query.tables.isEmpty, query.limit == nil else {
            return try binder.bind(query, outer: nil)
        }
        let scope = Scope(parent: nil)
        let cells = try rows.map { row in
            try checkCount(row.count, targets.count)
            return try zip(row, targets).map { expr, column in
                if case .name(["DEFAULT"], _) = expr {
                    return try stored(defaultTerm(column, table, binder), column)
                }
                let term = try binder.bind(expr, scope)
                if case .scalar = term.form, term.type.kind.isSemiStructured {
                    throw SnowError.compilation(
                        "Invalid expression in VALUES clause", code: "002014", sqlState: "22000")
                }
                return try stored(term, column)
            }
        }
        let outputs = targets.map { QueryPlan.Output(name: $0.name, type: $0.type, nullable: $0.nullable) }
        return QueryPlan(body: .values(cells), outputs: outputs)
    }

    func checkCount(_ given: Int, _ expected: Int) throws {
        guard given == expected else {
            throw SnowError.compilation(
                "Insert value list does not match column list expecting \(expected) but got \(given)",
                code: "002020",
                sqlState: "21S01")
        }
    }

    /// INSERT of a plan's columns, with defaults for the others.
    func insertion(
        _ plan: QueryPlan, _ targets: [ColumnInfo], _ table: TableInfo, _ binder: Binder
    ) throws -> Translation {
        try checkCount(plan.outputs.count, targets.count)
        let relation = binder.newRelation()
        let others = table.columns.filter { column in !targets.contains { $0.id == column.id } }
        var terms: [Term] = []
        for (index, column) in targets.enumerated() {
            let source = Term(.column(ColumnID(relation: relation, index: index)), plan.outputs[index].type)
            let isReady =
                plan.outputs[index].type == column.type && (column.nullable || !plan.outputs[index].nullable)
            terms.append(isReady && isValues(plan) ? source : try stored(source, column))
        }
        for column in others { terms.append(try stored(defaultTerm(column, table, binder), column)) }
        let select = SelectPlan(items: terms, from: .derived(relation: relation, plan))
        let names = (targets + others).map(\.physicalName).joined(separator: ", ")
        return try emit(binder) { emitter in
            let query = try emitter.query(QueryPlan(body: .select(select), outputs: []), EmissionScope())
            return "INSERT INTO \(table.physicalName)(\(names)) \(query)"
        }
    }

    private func isValues(_ plan: QueryPlan) -> Bool { if case .values = plan.body { true } else { false } }

    func assignments(
        _ list: [Assignment], _ table: TableInfo, _ binder: Binder, _ scope: Scope
    ) throws -> [(ColumnInfo, Term)] {
        var seen: Set<String> = []
        return try list.map { assignment in
            guard seen.insert(assignment.column).inserted else {
                throw SnowError.compilation(
                    "duplicate column name '\(assignment.column)'", code: "001080", at: assignment.place)
            }
            guard let column = table.columns.first(where: { $0.name == assignment.column }) else {
                throw SnowError.invalidIdentifier(assignment.column, at: assignment.place)
            }
            let term =
                try assignment.value.map { try binder.bind($0, scope) } ?? defaultTerm(column, table, binder)
            return (column, try stored(term, column))
        }
    }

    /// The relation of the table that a statement changes.
    func target(
        _ name: ObjectName, _ alias: String?, _ table: TableInfo, _ object: CatalogObject, _ binder: Binder,
        _ scope: Scope
    ) -> FromPlan {
        let id = binder.newRelation()
        let columns = table.columns.map {
            Relation.Column(name: $0.name, type: $0.type, nullable: $0.nullable)
        }
        let path = alias == nil ? object.path : []
        binder.add(Relation(id: id, name: alias ?? object.name, path: path, columns: columns), to: scope)
        return .table(relation: id, name: table.physicalName, columns: table.columns.map(\.physicalName))
    }

    func update(_ update: Update, _ info: BindingInfo, _ rows: [[Value]]) throws -> SnowResult {
        let (object, table) = try table(update.table)
        let binder = binder(info)
        let scope = Scope(parent: nil)
        let target = target(update.table, update.alias, table, object, binder, scope)
        let from = try update.from.map { try binder.from($0, scope) }
        let assignments = try assignments(update.assignments, table, binder, scope)
        let filter = try update.filter.map { try binder.condition($0, scope) }
        let translation = try emit(binder) { emitter in
            var names = EmissionScope()
            var sql = "UPDATE " + (try emitter.from(target, &names)) + " SET "
            let source = try from.map { " FROM " + (try emitter.from($0, &names)) } ?? ""
            sql += try assignments.map { "\($0.0.physicalName) = \(try emitter.text($0.1, names))" }
                .joined(separator: ", ")
            sql += source
            if let filter { sql += " WHERE " + (try emitter.text(filter, names)) }
            return sql
        }
        return Executor.changed(.update, updated: try change(translation, info, rows))
    }

    func delete(_ delete: Delete, _ info: BindingInfo, _ rows: [[Value]]) throws -> SnowResult {
        let (object, table) = try table(delete.table)
        let binder = binder(info)
        let scope = Scope(parent: nil)
        let target = target(delete.table, delete.alias, table, object, binder, scope)
        let using = try delete.using.map { try binder.from($0, scope) }
        let filter = try delete.filter.map { try binder.condition($0, scope) }
        let translation = try emit(binder) { emitter in
            var names = EmissionScope()
            let plan = using.map { FromPlan.join(.cross, target, $0, on: nil) } ?? target
            let source = try emitter.from(plan, &names)
            guard case .table(let id, _, _) = target else { throw SnowError.unsupported("DELETE") }
            let test = try filter.map { " WHERE " + (try emitter.text($0, names)) } ?? ""
            return
                "DELETE FROM \(table.physicalName) WHERE rowid IN (SELECT r\(id).rowid FROM \(source)\(test))"
        }
        return Executor.changed(.delete, deleted: try change(translation, info, rows))
    }
}
