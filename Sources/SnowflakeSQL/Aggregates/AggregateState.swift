/// The rows of one group or window frame on the way to an aggregate's value.
struct AggregateState {
    private let spec: AggregateSpec
    private let context: CastContext
    /// Rows in order of arrival, for the kinds that need them all. A window frame drops its oldest.
    private var rows: [[Value]] = []
    private var dropped = 0
    private var sum = Fixed(0)
    private var total = 0.0
    private var count = 0

    init(_ spec: AggregateSpec, _ context: CastContext) {
        self.spec = spec
        self.context = context
    }

    /// Whether sums alone decide the value.
    private var isRunning: Bool {
        guard !spec.isDistinct else { return false }
        switch spec.kind {
        case .sum, .average: return spec.types[0].kind == .fixed
        case .countIf: return true
        default: return false
        }
    }

    /// Rows that the value is computed from anew.
    var keptRows: Int {
        spec.kind == .firstPresent || spec.kind == .lastPresent ? 1 : rows.count - dropped
    }

    mutating func step(_ row: [Value]) throws {
        guard isRunning else {
            rows.append(row)
            return
        }
        switch row[0] {
        case .fixed(let number):
            sum = try Fixed.sum(sum, number)
            count += 1
        case .boolean(true): count += 1
        default: break
        }
    }

    mutating func inverse(_ row: [Value]) throws {
        guard isRunning else {
            dropped += 1
            if dropped > 1024, dropped * 2 > rows.count {
                rows.removeFirst(dropped)
                dropped = 0
            }
            return
        }
        switch row[0] {
        case .fixed(let number):
            sum = try Fixed.difference(sum, number)
            count -= 1
        case .boolean(true): count -= 1
        default: break
        }
    }

    func value() throws -> Value {
        if isRunning {
            switch spec.kind {
            case .sum: return count == 0 ? .null : .fixed(sum)
            case .average:
                if count == 0 { return .null }
                return .fixed(try Fixed.quotient(sum, Fixed(count), scale: spec.result.scale))
            default: return .integer(count)
            }
        }
        // Without a copy of the rows, because a window asks once a row.
        let isPresent: ([Value]) -> Bool = { !$0[0].isNull }
        if spec.kind == .firstPresent { return rows[dropped...].first(where: isPresent)?[0] ?? .null }
        if spec.kind == .lastPresent { return rows[dropped...].last(where: isPresent)?[0] ?? .null }
        return try AggregateValue(spec: spec, context: context).compute(arranged())
    }

    /// The rows in the aggregate's own order, without repeated ones where DISTINCT asks so.
    private func arranged() throws -> [[Value]] {
        var kept = Array(rows[dropped...])
        if spec.isDistinct {
            var seen: Set<[Value]> = []
            kept = kept.filter { row in
                seen.insert(row.prefix(spec.argumentCount).map(\.identity)).inserted
            }
        }
        guard !spec.order.isEmpty else { return kept }
        let order = kept.indices.sorted { a, b in
            for (index, direction) in spec.order.enumerated() {
                let (x, y) = (kept[a][spec.argumentCount + index], kept[b][spec.argumentCount + index])
                if x.isNull && y.isNull { continue }
                if x.isNull { return direction.nullsFirst }
                if y.isNull { return !direction.nullsFirst }
                let sign = x.compare(y) ?? 0
                if sign != 0 { return direction.descending ? sign > 0 : sign < 0 }
            }
            return a < b
        }
        return order.map { kept[$0] }
    }
}
