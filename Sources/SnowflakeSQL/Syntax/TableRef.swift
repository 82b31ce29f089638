/// What stands in FROM.
indirect enum TableRef: Hashable, Sendable {
    case named(ObjectName, TableAlias)
    case derived(Query, TableAlias, lateral: Bool)
    case values([[Expr]], TableAlias)
    /// TABLE(FLATTEN(...)), LATERAL FLATTEN(...), TABLE(GENERATOR(...)), TABLE(RESULT_SCAN(...)).
    case function(Call, TableAlias)
    case stage(StageRef, TableAlias)
    case join(Join)
    case pivot(TableRef, Pivot, TableAlias)
    case unpivot(TableRef, Unpivot, TableAlias)
}

struct TableAlias: Hashable, Sendable {
    var name: String?
    var columns: [String] = []
    var place: Place
}

struct ObjectName: Hashable, Sendable {
    var parts: [String]
    var place: Place

    var text: String { parts.joined(separator: ".") }
    var last: String { parts.last ?? "" }
}

struct Join: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case inner = "INNER"
        case left = "LEFT"
        case right = "RIGHT"
        case full = "FULL"
        case cross = "CROSS"
    }

    var kind: Kind
    var isNatural = false
    var left: TableRef
    var right: TableRef
    var on: Expr?
    var using: [String] = []
}

/// `PIVOT(SUM(amount) FOR month IN ('JAN', 'FEB'))`.
struct Pivot: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        var value: Expr
        var alias: String?
    }

    var aggregate: String
    var value: String
    var key: String
    var entries: [Entry]
}

/// `UNPIVOT(sales FOR month IN (jan, feb))`.
struct Unpivot: Hashable, Sendable {
    var value: String
    var key: String
    var columns: [String]
}

/// `@db.schema.stage/path`.
struct StageRef: Hashable, Sendable {
    var name: ObjectName
    /// Path below the stage; empty for all of it.
    var path: String
    /// FILE_FORMAT and PATTERN, for queries over staged files.
    var options: [String: OptionValue] = [:]
}

/// The value of a `NAME = value` option.
indirect enum OptionValue: Hashable, Sendable {
    case word(String)
    case text(String)
    case list([OptionValue])
    case options([String: OptionValue])

    var text: String? {
        switch self {
        case .word(let text), .text(let text): text
        default: nil
        }
    }
}
