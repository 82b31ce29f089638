extension Binder {
    /// Resolves FROM and adds its relations to the scope.
    func from(_ table: TableRef, _ scope: Scope) throws -> FromPlan {
        try nested {
            switch table {
            case .named(let name, let alias): return try named(name, alias, scope)
            case .derived(let query, let alias, let lateral): return try derived(query, alias, lateral, scope)
            case .values(let rows, let alias):
                return try derived(values(rows, scope.parent), alias, scope)
            case .function(let call, let alias): return try function(call, alias, scope)
            case .stage: throw SnowError.unsupported("SELECT from a stage outside COPY INTO")
            case .join(let join): return try self.join(join, scope)
            case .pivot(let inner, let pivot, let alias): return try self.pivot(inner, pivot, alias, scope)
            case .unpivot(let inner, let unpivot, let alias):
                return try self.unpivot(inner, unpivot, alias, scope)
            }
        }
    }

    private func relation(
        _ id: Int, _ alias: TableAlias, _ name: String?, _ columns: [Relation.Column], path: [String] = []
    ) throws -> Relation {
        var columns = columns
        if !alias.columns.isEmpty {
            guard alias.columns.count <= columns.count else {
                throw SnowError.compilation(
                    "Too many column names for '\(alias.name ?? "")'.", at: alias.place)
            }
            for (index, name) in alias.columns.enumerated() { columns[index].name = name }
        }
        return Relation(
            id: id, name: alias.name ?? name, path: alias.name == nil ? path : [], columns: columns)
    }

    private func derived(_ query: Query, _ alias: TableAlias, _ lateral: Bool, _ scope: Scope) throws
        -> FromPlan
    {
        do {
            return try derived(bind(query, outer: scope.parent), alias, scope)
        } catch let error as SnowError where lateral && error.code == "000904" {
            throw SnowError.unsupported("LATERAL subquery over columns of other tables")
        }
    }

    func derived(_ plan: QueryPlan, _ alias: TableAlias, _ scope: Scope) throws -> FromPlan {
        let id = newRelation()
        let columns = plan.outputs.map {
            Relation.Column(name: $0.name, type: $0.type, nullable: $0.nullable)
        }
        add(try relation(id, alias, nil, columns), to: scope)
        return .derived(relation: id, plan)
    }

    private func named(_ name: ObjectName, _ alias: TableAlias, _ scope: Scope) throws -> FromPlan {
        if name.parts.count == 1, let table = commonTables.last(where: { $0.name == name.last }) {
            let id = newRelation()
            add(try relation(id, alias, name.last, table.columns), to: scope)
            return .common(relation: id, id: table.id, columns: table.columns.count)
        }
        if let virtual = try virtualTables.table(name, self) {
            isTransient = true
            let id = newRelation()
            add(try relation(id, alias, name.last, virtual.columns), to: scope)
            return .table(
                relation: id, name: virtual.name, columns: virtual.columns.indices.map { "k\($0 + 1)" })
        }
        let (path, bare) = try path(name)
        guard let object = catalog.find(.table, path, bare, session: session.id) else {
            throw SnowError.missing("Object", name.text)
        }
        if let view = object.view { return try self.view(view, object, alias, scope) }
        guard let table = object.table else { throw SnowError.missing("Object", name.text) }
        let id = newRelation()
        let columns = table.columns.map {
            Relation.Column(name: $0.name, type: $0.type, nullable: $0.nullable)
        }
        add(try relation(id, alias, bare, columns, path: path), to: scope)
        return .table(relation: id, name: table.physicalName, columns: table.columns.map(\.physicalName))
    }

    /// A view's query is bound where the view was made.
    private func view(
        _ view: ViewInfo, _ object: CatalogObject, _ alias: TableAlias, _ scope: Scope
    ) throws -> FromPlan {
        viewDepth += 1
        let (oldDatabase, oldSchema, oldTables) = (database, schema, commonTables)
        defer {
            (database, schema, commonTables) = (oldDatabase, oldSchema, oldTables)
            viewDepth -= 1
        }
        guard viewDepth <= 20 else { throw SnowError.compilation("Views are nested too deeply.") }
        (database, schema, commonTables) = (object.path[0], object.path[1], [])
        let plan = try bind(Parser.query(view.text), outer: nil)
        let id = newRelation()
        let columns = plan.outputs.enumerated().map { index, output in
            let name = view.columns.indices.contains(index) ? view.columns[index] : output.name
            return Relation.Column(name: name, type: output.type, nullable: output.nullable)
        }
        add(try relation(id, alias, object.name, columns, path: object.path), to: scope)
        return .derived(relation: id, plan)
    }

    private func join(_ join: Join, _ scope: Scope) throws -> FromPlan {
        let before = scope.relations.count
        let left = try from(join.left, scope)
        let middle = scope.relations.count
        let right = try from(join.right, scope)
        markNullable(join.kind, scope, before, middle)
        var names = join.using
        if join.isNatural { names = commonNames(scope, before, middle) }
        if !names.isEmpty {
            let tests = try names.map { try merge($0, join.kind, scope, before, middle) }
            return .join(join.kind, left, right, on: Term.and(tests))
        }
        guard let on = join.on else {
            return .join(
                join.kind == .inner ? .cross : join.kind, left, right,
                on: join.kind == .cross || join.kind == .inner ? nil : .boolean(true))
        }
        if join.kind == .cross { throw SnowError.syntax("ON", at: Place(line: 1, column: 0, offset: 0)) }
        return .join(join.kind, left, right, on: try condition(on, scope))
    }

    /// The side that an outer join fills with NULLs has no column that is never NULL.
    private func markNullable(_ kind: Join.Kind, _ scope: Scope, _ before: Int, _ middle: Int) {
        let left = kind == .right || kind == .full ? before..<middle : before..<before
        let right = kind == .left || kind == .full ? middle..<scope.relations.count : middle..<middle
        for index in Array(left) + Array(right) {
            for column in scope.relations[index].columns.indices {
                scope.relations[index].columns[column].nullable = true
            }
        }
    }

    private func commonNames(_ scope: Scope, _ before: Int, _ middle: Int) -> [String] {
        let right = Set(scope.relations[middle...].flatMap { $0.columns.map(\.name) })
        var seen: Set<String> = []
        return scope.relations[before..<middle].flatMap { $0.columns.filter { !$0.isHidden }.map(\.name) }
            .filter { right.contains($0) && seen.insert($0).inserted }
    }

    /// Joins the columns of one name into one, and hides both.
    private func merge(_ name: String, _ kind: Join.Kind, _ scope: Scope, _ before: Int, _ middle: Int) throws
        -> Term
    {
        func find(_ range: Range<Int>) throws -> Term {
            for index in range {
                for column in scope.relations[index].columns.indices
                where scope.relations[index].columns[column].name == name
                    && !scope.relations[index].columns[column].isHidden
                {
                    scope.relations[index].columns[column].isHidden = true
                    return scope.relations[index].term(column)
                }
            }
            throw SnowError.invalidIdentifier(name, at: nil)
        }
        let known = scope.merged.firstIndex { $0.name == name }
        let left = try known.map { scope.merged[$0].term } ?? find(before..<middle)
        let right = try find(middle..<scope.relations.count)
        let (one, other) = try comparable(left, right, "USING")
        var term = left
        if kind == .right { term = right }
        if kind == .full {
            let type = try DataType.unify(left.type, right.type, in: "USING")
            term = Term(.coalesce([left.cast(to: type), right.cast(to: type)]), type)
        }
        if let known { scope.merged[known].term = term } else { scope.merged.append((name, term)) }
        return Term(.compare(.equal, one, other), .boolean)
    }
}
