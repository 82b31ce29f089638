/// A statement as written.
indirect enum Statement: Hashable, Sendable {
    case query(Query)
    case insert(Insert)
    case update(Update)
    case delete(Delete)
    case merge(Merge)
    case copy(CopyInto)
    case createTable(CreateTable)
    case createView(CreateView)
    case createOther(CreateObject)
    case drop(kind: String, ObjectName, ifExists: Bool)
    case undrop(kind: String)
    case alterTable(ObjectName, ifExists: Bool, AlterAction)
    case truncate(ObjectName, ifExists: Bool)
    case comment(kind: String, ObjectName, ifExists: Bool, text: String)
    case use(kind: String, ObjectName?)
    case alterSession([SessionSetting])
    case set([SessionSetting])
    case unset([String])
    case begin
    case commit
    case rollback
    case show(Show)
    case describe(kind: String, ObjectName)
    case list(StageRef)
    /// Accepted without effect, such as GRANT; answered with the text.
    case accepted(String)
}

/// A name with a value, of a session parameter or a variable; nil unsets it.
struct SessionSetting: Hashable, Sendable {
    var name: String
    var value: Expr?
}

struct Insert: Hashable, Sendable {
    var table: ObjectName
    var columns: [String]
    var query: Query
    var overwrite: Bool
}

struct Assignment: Hashable, Sendable {
    var column: String
    /// Nil stands for DEFAULT.
    var value: Expr?
    var place: Place
}

struct Update: Hashable, Sendable {
    var table: ObjectName
    var alias: String?
    var assignments: [Assignment]
    var from: TableRef?
    var filter: Expr?
}

struct Delete: Hashable, Sendable {
    var table: ObjectName
    var alias: String?
    var using: TableRef?
    var filter: Expr?
}

struct Merge: Hashable, Sendable {
    enum Action: Hashable, Sendable {
        case update([Assignment])
        case delete
        case insert(columns: [String], values: [Expr])
    }

    struct Clause: Hashable, Sendable {
        var isMatched: Bool
        var condition: Expr?
        var action: Action
    }

    var table: ObjectName
    var alias: String?
    var source: TableRef
    var on: Expr
    var clauses: [Clause]
}

struct CopyInto: Hashable, Sendable {
    var table: ObjectName
    var columns: [String]
    /// The select list over `$1`, `$1:name`; empty loads fields in order.
    var items: [Expr]
    var stage: StageRef
    /// The alias of the stage in the select list.
    var alias: String?
    var options: [String: OptionValue]
}

struct Show: Hashable, Sendable {
    var kind: String
    var like: String?
    var scope: ObjectName?
    var limit: Int?
}
