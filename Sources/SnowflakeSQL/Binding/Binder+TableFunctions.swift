extension Binder {
    func function(_ call: Call, _ alias: TableAlias, _ scope: Scope) throws -> FromPlan {
        switch call.name.last ?? "" {
        case "FLATTEN": return try flatten(call, alias, scope)
        case "GENERATOR": return try generator(call, alias, scope)
        case "RESULT_SCAN": return try resultScan(call, alias, scope)
        case "SPLIT_TO_TABLE", "STRTOK_SPLIT_TO_TABLE": return try splitToTable(call, alias, scope)
        default: throw SnowError.unsupported("TABLE(\(call.fullName)())")
        }
    }

    private static let flattenColumns = [
        Relation.Column(name: "SEQ", type: .count), Relation.Column(name: "KEY", type: .text),
        Relation.Column(name: "PATH", type: .text), Relation.Column(name: "INDEX", type: .count),
        Relation.Column(name: "VALUE", type: .variant), Relation.Column(name: "THIS", type: .variant),
    ]

    private func flatten(_ call: Call, _ alias: TableAlias, _ scope: Scope) throws -> FromPlan {
        var given: [String: Term] = [:]
        for (index, value) in call.arguments.enumerated() {
            guard index == 0 else {
                throw SnowError.arguments("FLATTEN", given: call.arguments.count, at: call.place)
            }
            given["INPUT"] = try bind(value, scope)
        }
        for argument in call.named { given[argument.name] = try bind(argument.value, scope) }
        guard let input = given["INPUT"] else {
            throw SnowError.arguments("FLATTEN", given: 0, at: call.place)
        }
        guard input.type.kind.isSemiStructured || input.type.isUntyped else {
            throw SnowError.badType("FLATTEN", input.type.name, at: call.place)
        }
        let terms = [
            input.cast(to: .variant), given["PATH"] ?? .text(""), given["OUTER"] ?? .boolean(false),
            given["RECURSIVE"] ?? .boolean(false), given["MODE"] ?? .text("BOTH"),
        ]
        return jsonRows(
            try scalar("$FLATTEN", terms, call.place), Binder.flattenColumns, alias, "FLATTEN", scope)
    }

    private func jsonRows(
        _ rows: Term, _ columns: [Relation.Column], _ alias: TableAlias, _ name: String, _ scope: Scope
    ) -> FromPlan {
        let id = newRelation()
        add(Relation(id: id, name: alias.name ?? name, columns: columns), to: scope)
        return .flatten(relation: id, rows)
    }

    private func splitToTable(_ call: Call, _ alias: TableAlias, _ scope: Scope) throws -> FromPlan {
        let name = call.name.last ?? ""
        let terms = try call.arguments.map { try bind($0, scope) }
        let columns = [
            Relation.Column(name: "SEQ", type: .count), Relation.Column(name: "INDEX", type: .count),
            Relation.Column(name: "VALUE", type: .text),
        ]
        let function = name == "SPLIT_TO_TABLE" ? "$SPLIT_ROWS" : "$STRTOK_ROWS"
        return jsonRows(try scalar(function, terms, call.place), columns, alias, name, scope)
    }

    private func generator(_ call: Call, _ alias: TableAlias, _ scope: Scope) throws -> FromPlan {
        guard let count = call.named.first(where: { $0.name == "ROWCOUNT" })?.value ?? call.arguments.first
        else {
            throw SnowError.unsupported("GENERATOR without ROWCOUNT")
        }
        if call.named.contains(where: { $0.name == "TIMELIMIT" }) {
            throw SnowError.unsupported("GENERATOR TIMELIMIT")
        }
        let term = try bind(count, Scope(parent: nil)).cast(to: .integer)
        if let rows = term.constant?.int, rows > 10_000_000 {
            throw SnowError.unsupported("GENERATOR of so many rows")
        }
        let id = newRelation()
        add(Relation(id: id, name: alias.name ?? "GENERATOR", columns: []), to: scope)
        return .generator(relation: id, term)
    }

    private func resultScan(_ call: Call, _ alias: TableAlias, _ scope: Scope) throws -> FromPlan {
        guard let argument = call.arguments.first, call.arguments.count == 1 else {
            throw SnowError.arguments("RESULT_SCAN", given: call.arguments.count, at: call.place)
        }
        let term = try bind(argument, scope)
        isTransient = true
        guard let queryID = term.constant?.text else {
            throw SnowError.unsupported("RESULT_SCAN of an expression")
        }
        guard let result = session.result(of: queryID) else {
            throw SnowError.compilation("Statement \(queryID) not found", code: "000709", sqlState: "02000")
        }
        let virtual = try virtualTables.table(of: result)
        let id = newRelation()
        add(Relation(id: id, name: alias.name ?? "RESULT_SCAN", columns: virtual.columns), to: scope)
        return .table(relation: id, name: virtual.name, columns: virtual.columns.indices.map { "k\($0 + 1)" })
    }
}
