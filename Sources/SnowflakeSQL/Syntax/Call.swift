/// A call of a function as written.
struct Call: Hashable, Sendable {
    var name: [String]
    var arguments: [Expr]
    var named: [NamedArgument] = []
    /// `COUNT(*)` or `OBJECT_CONSTRUCT(*)`.
    var star: Star?
    var isDistinct = false
    var withinGroup: [OrderItem] = []
    var over: WindowSpec?
    var ignoresNulls = false
    var place: Place

    struct NamedArgument: Hashable, Sendable {
        var name: String
        var value: Expr
    }

    /// The name with dots, as messages and registries use it.
    var fullName: String { name.joined(separator: ".") }
}

/// The window of a window function.
struct WindowSpec: Hashable, Sendable {
    var partition: [Expr] = []
    var order: [OrderItem] = []
    /// The frame as SQLite and Snowflake both write it, such as `ROWS BETWEEN 2 PRECEDING AND CURRENT ROW`.
    var frame: String?
}

/// A term of ORDER BY.
struct OrderItem: Hashable, Sendable {
    var value: Expr
    var descending = false
    /// Nil takes the default: NULLs last in ascending order, first in descending order.
    var nullsFirst: Bool?
}

/// `*` or `t.*` with its modifiers.
struct Star: Hashable, Sendable {
    struct Pair: Hashable, Sendable {
        var name: String
        var value: Expr
    }

    struct Rename: Hashable, Sendable {
        var from: String
        var to: String
    }

    var qualifier: [String] = []
    var exclude: [String] = []
    var replace: [Pair] = []
    var rename: [Rename] = []
    var ilike: String?
    var place: Place
}

/// A type as written.
struct TypeName: Hashable, Sendable {
    var name: String
    var parameters: [Int] = []
}
