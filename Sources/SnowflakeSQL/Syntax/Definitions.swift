/// How a CREATE treats an object of the same name.
enum Conflict: Hashable, Sendable { case fails, replaces, keeps }

struct ColumnDefinition: Hashable, Sendable {
    var name: String
    var type: TypeName
    var nullable = true
    /// The text of the DEFAULT expression.
    var defaultText: String?
    var identity: Identity?
    var comment: String?
    var isPrimaryKey = false
    var isUnique = false

    struct Identity: Hashable, Sendable {
        var start = 1
        var step = 1
    }
}

struct CreateTable: Hashable, Sendable {
    enum Source: Hashable, Sendable {
        case columns([ColumnDefinition])
        case query([ColumnDefinition], Query)
        case like(ObjectName)
        case clone(ObjectName)
    }

    var name: ObjectName
    var conflict: Conflict
    var isTemporary: Bool
    var isTransient: Bool
    var source: Source
    var comment: String?
}

struct CreateView: Hashable, Sendable {
    var name: ObjectName
    var conflict: Conflict
    var columns: [String]
    var query: Query
    /// The text of the query, kept for later binding.
    var text: String
    var comment: String?
}

/// CREATE of a database, schema, warehouse, role, stage, file format or sequence.
struct CreateObject: Hashable, Sendable {
    var kind: String
    var name: ObjectName
    var conflict: Conflict
    var options: [String: OptionValue]
}

enum AlterAction: Hashable, Sendable {
    case rename(ObjectName)
    case swap(ObjectName)
    case addColumns([ColumnDefinition], ifNotExists: Bool)
    case dropColumns([String], ifExists: Bool)
    case renameColumn(String, to: String)
    case setNullable(String, Bool)
    case setDefault(String, String?)
    case setType(String, TypeName)
    case comment(String)
    /// Clustering and the like, which change nothing here.
    case nothing
}
