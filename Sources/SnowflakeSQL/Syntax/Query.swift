/// A query: common table expressions, a body, and the order and limits of its rows.
struct Query: Hashable, Sendable {
    struct CommonTable: Hashable, Sendable {
        var name: String
        var columns: [String]
        var query: Query
    }

    enum SetOperator: String, Hashable, Sendable {
        case union = "UNION"
        case except = "EXCEPT"
        case intersect = "INTERSECT"
    }

    indirect enum Body: Hashable, Sendable {
        case select(Select)
        case values([[Expr]])
        case set(SetOperator, all: Bool, Body, Body)
        case nested(Query)
    }

    var tables: [CommonTable] = []
    var isRecursive = false
    var body: Body
    var order: [OrderItem] = []
    var orderAll = false
    var limit: Expr?
    var offset: Expr?
}

/// SELECT without what belongs to the whole query.
struct Select: Hashable, Sendable {
    enum Item: Hashable, Sendable {
        case star(Star)
        case value(Expr, alias: String?, text: String, place: Place)
    }

    enum Grouping: Hashable, Sendable {
        case none
        case all
        case by([Expr])
        /// ROLLUP, CUBE and GROUPING SETS, beside plain expressions.
        case sets([GroupingElement])
    }

    var isDistinct = false
    /// The count of `SELECT TOP n`.
    var top: Expr?
    var items: [Item]
    var from: TableRef?
    var filter: Expr?
    var grouping = Grouping.none
    var having: Expr?
    var qualify: Expr?
}
