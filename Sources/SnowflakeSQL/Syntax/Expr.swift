/// An expression as written.
indirect enum Expr: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(String)
    case string(String)
    case typedString(TypeName, String)
    case interval(String)
    case placeholder(String, Place)
    case variable(String, Place)
    /// `$1` or `t.$1`.
    case ordinal(table: String?, Int, Place)
    case name([String], Place)
    case unary(UnaryOperator, Expr)
    case binary(BinaryOperator, Expr, Expr, Place)
    case logical(isAnd: Bool, [Expr])
    case isNull(Expr, negated: Bool)
    case isBoolean(Expr, Bool, negated: Bool)
    case isDistinct(Expr, Expr, negated: Bool)
    case between(Expr, Expr, Expr, negated: Bool)
    case inList(Expr, [Expr], negated: Bool)
    case inQuery(Expr, Query, negated: Bool)
    case quantified(BinaryOperator, Expr, isAll: Bool, Query, Place)
    case like(LikeTest)
    case exists(Query)
    case scalar(Query, Place)
    case choice(operand: Expr?, [Branch], otherwise: Expr?)
    case cast(Expr, TypeName, isTry: Bool)
    case call(Call)
    case path(Expr, [PathStep])
    case element(Expr, Expr)
    case array([Expr])
    case object([ObjectMember])
    case tuple([Expr])

    struct Branch: Hashable, Sendable {
        var test: Expr
        var value: Expr
    }

    struct ObjectMember: Hashable, Sendable {
        var key: String
        var value: Expr
    }

    struct LikeTest: Hashable, Sendable {
        enum Kind: Hashable, Sendable { case like, ilike, regexp }
        enum Quantity: Hashable, Sendable { case one, any, all }
        var kind: Kind
        var subject: Expr
        var patterns: [Expr]
        var quantity: Quantity
        var escape: Expr?
        var negated: Bool
    }
}

enum UnaryOperator: Hashable, Sendable { case minus, plus, not, prior }

enum BinaryOperator: String, Hashable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case concat = "||"
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}
