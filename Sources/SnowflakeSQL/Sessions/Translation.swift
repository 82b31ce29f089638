internal import GRDB

/// A statement in SQLite's words, with the programs that it calls.
struct Translation {
    var sql: String
    var outputs: [QueryPlan.Output]
    var programs: [Int]
    var aggregates: [Int]
    /// The greatest number of a placeholder in the text.
    var parameterCount: Int
    /// The statement as SQLite prepared it, kept with a cached translation.
    var prepared: GRDB.Statement?
}
