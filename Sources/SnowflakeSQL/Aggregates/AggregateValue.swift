/// Computes an aggregate from all rows of its group.
struct AggregateValue {
    let spec: AggregateSpec
    let context: CastContext

    func compute(_ rows: [[Value]]) throws -> Value {
        let first = rows.map { $0[0] }.filter { !$0.isNull }
        switch spec.kind {
        case .countDistinct, .approximateCount:
            return .integer(try distinctCount(rows))
        case .countIf: return .integer(first.count { $0.boolean == true })
        case .anyValue: return first.first ?? .null
        case .and: return first.isEmpty ? .null : .boolean(first.allSatisfy { $0.boolean == true })
        case .or: return first.isEmpty ? .null : .boolean(first.contains { $0.boolean == true })
        case .bitAnd, .bitOr, .bitXor: return try bits(first)
        case .min: return first.min { ($0.compare($1) ?? 0) < 0 } ?? .null
        case .max: return first.max { ($0.compare($1) ?? 0) < 0 } ?? .null
        case .minBy, .maxBy: return extreme(rows)
        case .sum, .average: return try sums(first)
        case .mode: return mode(first)
        case .single:
            guard rows.count <= 1 else {
                throw SnowError.runtime("090150", "22000", "Single-row subquery returns more than one row.")
            }
            return first.first ?? .null
        case .list: return list(rows, first)
        case .array, .uniqueArray: return try array(first)
        case .object: return try object(rows)
        default: return try StatisticalAggregate(spec: spec).compute(rows, first)
        }
    }

    private func distinctCount(_ rows: [[Value]]) throws -> Int {
        var seen: Set<[Value]> = []
        for row in rows where !row.contains(where: \.isNull) {
            seen.insert(row.map(\.identity))
        }
        return seen.count
    }

    private func sums(_ values: [Value]) throws -> Value {
        if values.isEmpty { return .null }
        if spec.types[0].kind == .fixed {
            let sum = try values.reduce(Fixed(0)) { partial, value in
                guard case .fixed(let number) = value else { return partial }
                return try Fixed.sum(partial, number)
            }
            if spec.kind == .sum { return .fixed(sum) }
            return .fixed(try Fixed.quotient(sum, Fixed(values.count), scale: spec.result.scale))
        }
        let total = values.reduce(0) { $0 + ($1.double ?? 0) }
        return .real(spec.kind == .sum ? total : total / Double(values.count))
    }

    private func bits(_ values: [Value]) throws -> Value {
        let words = try values.map { value in
            guard let word = value.exactInt else { throw Fixed.overflow("an operand of bits") }
            return word
        }
        guard let first = words.first else { return .null }
        return .integer(
            words.dropFirst().reduce(first) {
                spec.kind == .bitAnd ? $0 & $1 : spec.kind == .bitOr ? $0 | $1 : $0 ^ $1
            })
    }

    private func extreme(_ rows: [[Value]]) -> Value {
        var best: [Value]?
        for row in rows where !row[1].isNull {
            guard let known = best else {
                best = row
                continue
            }
            let sign = row[1].compare(known[1]) ?? 0
            if spec.kind == .minBy ? sign < 0 : sign > 0 { best = row }
        }
        return best?[0] ?? .null
    }

    /// The most frequent value; of several, the one that came first.
    private func mode(_ values: [Value]) -> Value {
        var counts: [Value: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        var best: Value?
        for value in values where (counts[value] ?? 0) > best.map({ counts[$0] ?? 0 }) ?? 0 { best = value }
        return best ?? .null
    }

    private func list(_ rows: [[Value]], _ values: [Value]) -> Value {
        let separator = spec.argumentCount > 1 ? rows.first?[1].text ?? "" : ""
        return .text(values.map { $0.text ?? "" }.joined(separator: separator))
    }

    private func array(_ values: [Value]) throws -> Value {
        .variant(.array(try values.map { try Variant($0, spec.types[0], context) }))
    }

    private func object(_ rows: [[Value]]) throws -> Value {
        var members: [Variant.Member] = []
        var seen: Set<String> = []
        for row in rows {
            guard let key = row[0].text, !row[1].isNull else { continue }
            guard seen.insert(key).inserted else {
                throw SnowError.runtime("100110", "22023", "Duplicate field key '\(key)'")
            }
            members.append(.init(key: key, value: try Variant(row[1], spec.types[1], context)))
        }
        return .variant(.sortedObject(members))
    }
}
