/// How columns and terms are spelled in SQLite at one place of a statement.
struct EmissionScope {
    var columns: [ColumnID: String] = [:]
    /// Terms that an inner query computed already, such as group keys and aggregates.
    var replacements: [Term: String] = [:]
    /// Names of columns, for messages.
    var names: [ColumnID: String] = [:]
}
