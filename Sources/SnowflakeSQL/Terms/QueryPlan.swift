/// A query with its names resolved.
struct QueryPlan: Hashable, Sendable {
    indirect enum Body: Hashable, Sendable {
        case select(SelectPlan)
        case values([[Term]])
        case set(Query.SetOperator, all: Bool, QueryPlan, QueryPlan)
        case nested(QueryPlan)
    }

    /// A common table expression.
    struct Table: Hashable, Sendable {
        var id: Int
        var plan: QueryPlan
        var isRecursive: Bool
    }

    struct Output: Hashable, Sendable {
        var name: String
        var type: DataType
        var nullable = true
    }

    /// A term of ORDER BY: a column of the output, or a term over the tables of the select.
    struct Order: Hashable, Sendable {
        var output: Int?
        var term: Term
        var descending: Bool
        var nullsFirst: Bool
    }

    var tables: [Table] = []
    var body: Body
    var outputs: [Output]
    var order: [Order] = []
    var limit: Term?
    var offset: Term?

    var hasTail: Bool { !order.isEmpty || limit != nil || offset != nil }

    /// The same query with its columns cast to types.
    func cast(to types: [DataType]) -> QueryPlan {
        var plan = self
        func convert(_ terms: [Term]) -> [Term] { zip(terms, types).map { $0.cast(to: $1) } }
        switch body {
        case .select(var select):
            select.items = convert(select.items)
            plan.body = .select(select)
        case .values(let rows): plan.body = .values(rows.map(convert))
        case .set(let operation, let all, let left, let right):
            plan.body = .set(operation, all: all, left.cast(to: types), right.cast(to: types))
        case .nested(let inner): plan.body = .nested(inner.cast(to: types))
        }
        for index in plan.outputs.indices { plan.outputs[index].type = types[index] }
        return plan
    }
}

/// A SELECT with its names resolved.
struct SelectPlan: Hashable, Sendable {
    var isDistinct = false
    var items: [Term]
    var from: FromPlan?
    var filter: Term?
    var isGrouped = false
    var keys: [Term] = []
    /// The keys by which rows are grouped, one list a grouping set; nil groups by all keys once.
    var groupingSets: [[Int]]?
    var having: Term?
    var qualify: Term?
}

/// FROM with its names resolved.
indirect enum FromPlan: Hashable, Sendable {
    /// A table of SQLite, with the physical names of the relation's columns.
    case table(relation: Int, name: String, columns: [String])
    case derived(relation: Int, QueryPlan)
    case common(relation: Int, id: Int, columns: Int)
    /// FLATTEN; the term gives the rows as JSON.
    case flatten(relation: Int, Term)
    case generator(relation: Int, Term)
    case join(Join.Kind, FromPlan, FromPlan, on: Term?)

    /// Whether a right or full join keeps rows that only its right side has.
    var keepsRight: Bool {
        guard case .join(let kind, let left, let right, _) = self else { return false }
        return kind == .right || kind == .full || left.keepsRight || right.keepsRight
    }
}
