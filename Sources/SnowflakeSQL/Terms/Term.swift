/// An expression with its names resolved and its type known.
struct Term: Hashable, Sendable {
    indirect enum Form: Hashable, Sendable {
        case constant(Value)
        case column(ColumnID)
        /// A bound value, by its number in the SQLite statement, from 1.
        case parameter(Int)
        /// A registered function; the operands were cast to its parameters.
        case scalar(String, [Term])
        /// Two operands of one stored form.
        case compare(BinaryOperator, Term, Term)
        case logical(isAnd: Bool, [Term])
        case not(Term)
        case isNull(Term)
        case isDistinct(Term, Term)
        case inList(Term, [Term])
        case choice([Branch], otherwise: Term)
        case coalesce([Term])
        case cast(Cast, Term)
        /// A cast to a column's type on the way into a table, which may refuse NULL.
        case store(nullable: Bool, Term)
        case aggregate(AggregateCall)
        case window(WindowCall)
        case query(QueryPlan)
        case exists(QueryPlan)
        case inQuery([Term], QueryPlan)
        /// A function of the embedding program; the number tells two written calls apart.
        case external(String, [Term], [NamedTerm], site: Int)
        /// Text of SQLite that the translator made itself, such as a row's number.
        case raw(String)
    }

    struct Branch: Hashable, Sendable {
        var test: Term
        var value: Term
    }

    struct NamedTerm: Hashable, Sendable {
        var name: String
        var value: Term
    }

    var form: Form
    var type: DataType

    init(_ form: Form, _ type: DataType) {
        self.form = form
        self.type = type
    }

    static let null = Term(.constant(.null), .null)

    static func constant(_ value: Value, _ type: DataType) -> Term { Term(.constant(value), type) }

    static func text(_ text: String) -> Term {
        Term(.constant(.text(text)), DataType(kind: .text, length: max(1, text.unicodeScalars.count)))
    }

    static func integer(_ value: Int) -> Term {
        Term(.constant(.integer(value)), .fixed(String(abs(value)).count, 0))
    }

    static func boolean(_ value: Bool) -> Term { Term(.constant(.boolean(value)), .boolean) }

    /// 1 in the rows of grouping sets that leave the key out, else 0.
    static func grouping(_ key: Term) -> Term { Term(.scalar("GROUPING", [key]), .fixed(1, 0)) }

    static func and(_ terms: [Term]) -> Term? {
        terms.count > 1 ? Term(.logical(isAnd: true, terms), .boolean) : terms.first
    }

    var constant: Value? { if case .constant(let value) = form { value } else { nil } }
}

/// A column of a relation in FROM; relations are numbered through a whole statement.
struct ColumnID: Hashable, Sendable {
    var relation: Int
    var index: Int
}

struct AggregateCall: Hashable, Sendable {
    var function: String
    var arguments: [Term]
    var isDistinct = false
    var order: [OrderTerm] = []
}

struct WindowCall: Hashable, Sendable {
    var function: String
    var arguments: [Term]
    var isAggregate: Bool
    var isDistinct = false
    var order: [OrderTerm] = []
    var partition: [Term]
    var windowOrder: [OrderTerm]
    var frame: String?
}

struct OrderTerm: Hashable, Sendable {
    var term: Term
    var descending: Bool
    var nullsFirst: Bool
}
