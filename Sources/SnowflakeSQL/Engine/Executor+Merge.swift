extension Executor {
    /// MERGE in two steps: the joined rows with their clause and new values go into a temporary
    /// table, are checked for rows that would be changed twice, and are then applied.
    func merge(_ merge: Merge, _ info: BindingInfo, _ rows: [[Value]]) throws -> SnowResult {
        guard let row = rows.first, rows.count == 1 else {
            throw SnowError.unsupported("array bindings in MERGE")
        }
        let (object, table) = try table(merge.table)
        let staging = try stage(merge, object, table, info)
        defer { session.cache.release(staging.translation) }
        try store.execute("DROP TABLE IF EXISTS temp.fg_merge")
        _ = try store.change(staging.translation.sql, arguments(info, row, staging.translation))
        defer { try? store.execute("DROP TABLE IF EXISTS temp.fg_merge") }
        try checkDuplicates(merge)
        return try apply(merge, table, staging)
    }

    private struct Staging {
        var translation: Translation
        /// The columns that each clause sets, with the names of the staged values.
        var values: [[(ColumnInfo, String)]]
    }

    private func stage(_ merge: Merge, _ object: CatalogObject, _ table: TableInfo, _ info: BindingInfo)
        throws -> Staging
    {
        let binder = binder(info)
        let scope = Scope(parent: nil)
        let source = try binder.from(merge.source, scope)
        let target = target(merge.table, merge.alias, table, object, binder, scope)
        guard case .table(let id, _, _) = target else { throw SnowError.unsupported("MERGE") }
        let sourceScope = Scope(parent: nil)
        sourceScope.relations = Array(scope.relations.dropLast())
        sourceScope.merged = scope.merged
        let on = try binder.condition(merge.on, scope)
        let row = Term(.raw("r\(id).rowid"), .integer)
        let isMatched = binder.negate(Term(.isNull(row), .boolean), true)
        var branches: [Term.Branch] = []
        var values: [[(ColumnInfo, Term)]] = []
        for (index, clause) in merge.clauses.enumerated() {
            let names = clause.isMatched ? scope : sourceScope
            let state = clause.isMatched ? isMatched : binder.negate(isMatched, true)
            let tests = [state] + (try clause.condition.map { [try binder.condition($0, names)] } ?? [])
            branches.append(
                .init(test: Term(.logical(isAnd: true, tests), .boolean), value: .integer(index + 1)))
            values.append(try self.values(of: clause.action, table, binder, names))
        }
        let clause = Term(
            .choice(
                branches.map { .init(test: $0.test, value: $0.value.cast(to: .integer)) },
                otherwise: Term(Term.null.form, .integer)), .integer)
        return try write(source, target, on, row, clause, values, binder)
    }

    private func values(
        of action: Merge.Action, _ table: TableInfo, _ binder: Binder, _ scope: Scope
    ) throws -> [(ColumnInfo, Term)] {
        switch action {
        case .delete: return []
        case .update(let list): return try assignments(list, table, binder, scope)
        case .insert(let names, let exprs):
            let targets = try columns(names, of: table, nil)
            try checkCount(exprs.count, targets.count)
            let given = try zip(targets, exprs).map { column, expr in
                if case .name(["DEFAULT"], _) = expr {
                    return (column, try stored(defaultTerm(column, table, binder), column))
                }
                return (column, try stored(binder.bind(expr, scope), column))
            }
            let others = table.columns.filter { column in !targets.contains { $0.id == column.id } }
            return given + (try others.map { ($0, try stored(defaultTerm($0, table, binder), $0)) })
        }
    }

    private func write(
        _ source: FromPlan, _ target: FromPlan, _ on: Term, _ row: Term, _ clause: Term,
        _ values: [[(ColumnInfo, Term)]], _ binder: Binder
    ) throws -> Staging {
        var staged: [[(ColumnInfo, String)]] = []
        let emitter = Emitter(engine.runtime, names: binder.names)
        let sql = try emitter.statement {
            var scope = EmissionScope()
            let from = try emitter.from(.join(.left, source, target, on: on), &scope)
            var text = " FROM \(from)"
            text = try emitter.layered([row, clause], text, EmissionScope(), &scope, materialized: true)
            let number = try emitter.text(clause, scope)
            var items = ["\(try emitter.text(row, scope)) AS target", "\(number) AS clause"]
            for (index, list) in values.enumerated() {
                var names: [(ColumnInfo, String)] = []
                for (column, term) in list {
                    let name = "v\(items.count)"
                    let test = Term(.raw("\(number) = \(index + 1)"), .boolean)
                    let null = Term(Term.null.form, column.type)
                    // Only rows of the clause compute its values.
                    let guarded = Term(
                        .choice([.init(test: test, value: term)], otherwise: null), column.type)
                    items.append("\(try emitter.text(guarded, scope)) AS \(name)")
                    names.append((column, name))
                }
                staged.append(names)
            }
            return "SELECT \(items.joined(separator: ", "))\(text) WHERE \(number) IS NOT NULL"
        }
        let translation = Translation(
            sql: "CREATE TEMP TABLE fg_merge AS " + sql, outputs: [], programs: emitter.programs,
            aggregates: emitter.aggregates, parameterCount: emitter.parameterCount)
        return Staging(translation: translation, values: staged)
    }

    /// A target row may be updated by one source row, and then by nothing else.
    private func checkDuplicates(_ merge: Merge) throws {
        let updates = merge.clauses.indices.filter { index in
            if case .update = merge.clauses[index].action { true } else { false }
        }
        guard !updates.isEmpty else { return }
        let list = updates.map { String($0 + 1) }.joined(separator: ", ")
        let count = try store.integer(
            "SELECT COUNT(*) FROM (SELECT target FROM temp.fg_merge WHERE target IS NOT NULL GROUP BY target "
                + "HAVING COUNT(*) > 1 AND SUM(clause IN (\(list))) > 0)")
        guard count == 0 else {
            throw SnowError.runtime("100090", "42P18", "Duplicate row detected during DML action")
        }
    }

    private func apply(_ merge: Merge, _ table: TableInfo, _ staging: Staging) throws -> SnowResult {
        var counts: (inserted: Int?, updated: Int?, deleted: Int?)
        for (index, clause) in merge.clauses.enumerated() {
            let number = index + 1
            switch clause.action {
            case .update:
                let sets = staging.values[index].map { "\($0.0.physicalName) = m.\($0.1)" }.joined(
                    separator: ", ")
                counts.updated =
                    (counts.updated ?? 0)
                    + (try store.change(
                        "UPDATE \(table.physicalName) SET \(sets) FROM temp.fg_merge AS m "
                            + "WHERE m.clause = \(number) AND m.target = \(table.physicalName).rowid", []))
            case .delete:
                counts.deleted =
                    (counts.deleted ?? 0)
                    + (try store.change(
                        "DELETE FROM \(table.physicalName) WHERE rowid IN "
                            + "(SELECT target FROM temp.fg_merge WHERE clause = \(number))", []))
            case .insert:
                let names = staging.values[index].map(\.0.physicalName).joined(separator: ", ")
                let values = staging.values[index].map { "m.\($0.1)" }.joined(separator: ", ")
                counts.inserted =
                    (counts.inserted ?? 0)
                    + (try store.change(
                        "INSERT INTO \(table.physicalName)(\(names)) SELECT \(values) FROM temp.fg_merge AS m "
                            + "WHERE m.clause = \(number)", []))
            }
        }
        return Executor.changed(
            .merge, inserted: counts.inserted, updated: counts.updated, deleted: counts.deleted)
    }
}
