/// A column of a table or of a view.
struct ColumnInfo: Codable, Hashable, Sendable {
    /// The column's number in its table; never used again after a drop.
    var id: Int
    var name: String
    var type: DataType
    var nullable = true
    /// The text of the DEFAULT expression.
    var defaultText: String?
    var identity: Identity?
    var comment: String?
    var isPrimaryKey = false
    var isUnique = false

    struct Identity: Codable, Hashable, Sendable {
        var start: Int
        var step: Int
    }

    /// The column's name in SQLite.
    var physicalName: String { "c\(id)" }
}

/// What the catalog holds of a table.
struct TableInfo: Codable, Hashable, Sendable {
    /// The table's number; never used again after a drop.
    var id: Int
    var columns: [ColumnInfo]
    var isTransient = false
    /// The session that owns a temporary table.
    var session: Int?

    /// The table's name in SQLite.
    var physicalName: String { "t\(id)" }

    var nextColumnID: Int { (columns.map(\.id).max() ?? 0) + 1 }
}

/// What the catalog holds of a view.
struct ViewInfo: Codable, Hashable, Sendable {
    var columns: [String]
    /// The text of the query, bound anew at each use in the view's own schema.
    var text: String
}

struct SequenceInfo: Codable, Hashable, Sendable {
    var next: Int
    var step: Int
}
