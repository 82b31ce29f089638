/// Names of aggregates and window functions, and the types of their values.
enum AggregateCatalog {
    static let windowOnly: Set<String> = [
        "ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE",
        "CUME_DIST", "PERCENT_RANK", "RATIO_TO_REPORT",
    ]

    /// The canonical name of an aggregate, or nil.
    static func name(_ word: String) -> String? {
        let name = AggregateSpec.synonyms[word] ?? word
        return AggregateSpec.Kind(rawValue: name) == nil ? nil : name
    }

    /// Least and greatest number of arguments.
    static func arity(_ name: String) -> ClosedRange<Int> {
        switch name {
        case "COUNT": 0...100
        case "APPROX_COUNT_DISTINCT": 1...100
        case "CORR", "COVAR_SAMP", "COVAR_POP", "MIN_BY", "MAX_BY", "OBJECT_AGG", "APPROX_PERCENTILE": 2...2
        case "LISTAGG": 1...2
        default: 1...1
        }
    }

    /// The arguments as the aggregate takes them.
    static func converted(_ name: String, _ terms: [Term]) throws -> [Term] {
        switch name {
        case "SUM", "AVG", "MEDIAN":
            let term = terms[0]
            if term.type.isUntyped { return [term.cast(to: .integer)] }
            if term.type.isNumeric { return [term] }
            if term.type.kind == .text || term.type.kind == .variant { return [term.cast(to: .real)] }
            throw SnowError.badType(name, term.type.name)
        case "STDDEV", "STDDEV_POP", "VARIANCE", "VAR_POP", "CORR", "COVAR_SAMP", "COVAR_POP",
            "APPROX_PERCENTILE":
            return terms.map { $0.cast(to: .real) }
        case "COUNT_IF", "BOOLAND_AGG", "BOOLOR_AGG": return terms.map { $0.cast(to: .boolean) }
        case "BITAND_AGG", "BITOR_AGG", "BITXOR_AGG": return terms.map { $0.cast(to: .integer) }
        case "LISTAGG": return terms.map { $0.type.kind == .text ? $0 : $0.cast(to: .text) }
        case "OBJECT_AGG": return [terms[0].cast(to: .text), terms[1]]
        default: return terms
        }
    }

    static func type(_ name: String, _ terms: [Term], order: [OrderTerm]) -> DataType {
        let first = terms.first?.type ?? .integer
        switch name {
        case "COUNT", "APPROX_COUNT_DISTINCT", "COUNT_IF": return .count
        case "SUM": return first.kind == .fixed ? .fixed(38, first.scale) : .real
        case "AVG":
            guard first.kind == .fixed else { return .real }
            return .fixed(38, max(first.scale, min(first.scale + 6, 12)))
        case "MEDIAN": return first.kind == .fixed ? .fixed(38, min(37, first.scale + 3)) : .real
        case "PERCENTILE_CONT":
            let type = order.first?.term.type ?? .real
            return type.kind == .fixed ? .fixed(38, min(37, type.scale + 3)) : .real
        case "PERCENTILE_DISC": return order.first?.term.type ?? .real
        case "STDDEV", "STDDEV_POP", "VARIANCE", "VAR_POP", "CORR", "COVAR_SAMP", "COVAR_POP",
            "APPROX_PERCENTILE":
            return .real
        case "BOOLAND_AGG", "BOOLOR_AGG": return .boolean
        case "BITAND_AGG", "BITOR_AGG", "BITXOR_AGG": return .integer
        case "LISTAGG": return .text
        case "ARRAY_AGG", "ARRAY_UNIQUE_AGG": return .array
        case "OBJECT_AGG": return .object
        default: return first
        }
    }

    /// What the aggregate gives for no rows, where that is not NULL.
    static func empty(_ name: String) -> Value? {
        switch name {
        case "COUNT", "COUNT_IF", "APPROX_COUNT_DISTINCT": .integer(0)
        case "ARRAY_AGG", "ARRAY_UNIQUE_AGG": .variant(.array([]))
        case "OBJECT_AGG": .variant(.object([]))
        case "LISTAGG": .text("")
        default: nil
        }
    }
}
