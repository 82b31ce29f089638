extension Emitter {
    /// FROM, with the columns of its relations added to the scope.
    func from(_ plan: FromPlan, _ scope: inout EmissionScope) throws -> String {
        switch plan {
        case .table(let relation, let name, let columns):
            for (index, column) in columns.enumerated() {
                scope.columns[ColumnID(relation: relation, index: index)] = "r\(relation).\(column)"
            }
            return "\(name) AS r\(relation)"
        case .derived(let relation, let query):
            let name = newName("q")
            let body = try self.query(query, scope)
            let hint = query.isVolatile ? "MATERIALIZED " : ""
            hoist("\(name) AS \(hint)(\(body))")
            add(relation, query.outputs.count, &scope)
            return "\(name) AS r\(relation)"
        case .common(let relation, let id, let columns):
            add(relation, columns, &scope)
            return "w\(id) AS r\(relation)"
        case .flatten(let relation, let rows):
            let text = try self.text(rows, scope)
            for index in 0..<6 {
                scope.columns[ColumnID(relation: relation, index: index)] =
                    "json_extract(r\(relation).value, '$[\(index)]')"
            }
            return "json_each(\(text)) AS r\(relation)"
        case .generator(let relation, let count):
            let name = newName("q")
            let limit = try text(count, scope)
            hoist(
                "\(name)(k1) AS (SELECT 0 WHERE \(limit) > 0 UNION ALL SELECT k1 + 1 FROM \(name) WHERE k1 + 1 < \(limit))"
            )
            return "\(name) AS r\(relation)"
        case .join(let kind, let left, let right, let on):
            let one = try from(left, &scope)
            var other = try from(right, &scope)
            if case .join = right { other = "(\(other))" }
            let word = kind == .inner && on == nil ? "CROSS" : kind.rawValue
            let condition = try on.map { " ON " + (try text($0, scope)) } ?? ""
            return "\(one) \(word) JOIN \(other)\(condition)"
        }
    }

    private func add(_ relation: Int, _ count: Int, _ scope: inout EmissionScope) {
        for index in 0..<count {
            scope.columns[ColumnID(relation: relation, index: index)] = "r\(relation).k\(index + 1)"
        }
    }
}
