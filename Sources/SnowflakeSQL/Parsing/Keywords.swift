/// Words that cannot be names without quotes.
enum Keywords {
    static let reserved: Set<String> = [
        "ALL", "ALTER", "AND", "ANY", "AS", "BETWEEN", "BY", "CASE", "CAST", "CHECK", "COLUMN", "CONNECT",
        "CONSTRAINT", "CREATE", "CROSS", "DELETE", "DISTINCT", "DROP", "ELSE", "EXISTS", "FALSE", "FOR",
        "FROM",
        "FULL", "GRANT", "GROUP", "HAVING", "ILIKE", "IN", "INNER", "INSERT", "INTERSECT", "INTO", "IS",
        "JOIN",
        "LATERAL", "LEFT", "LIKE", "MINUS", "NATURAL", "NOT", "NULL", "OF", "ON", "OR", "ORDER", "QUALIFY",
        "REGEXP", "REVOKE", "RIGHT", "RLIKE", "SELECT", "SET", "SOME", "TABLE", "THEN", "TO",
        "TRUE", "TRY_CAST", "UNION", "UNIQUE", "UPDATE", "USING", "VALUES", "WHEN", "WHENEVER",
        "WHERE", "WITH", "EXCEPT",
    ]

    /// Words that end a FROM item, so that they are no alias without AS.
    static let afterTable: Set<String> = [
        "ASOF", "FETCH", "LIMIT", "MATCH_CONDITION", "MATCH_RECOGNIZE", "OFFSET", "PIVOT", "SAMPLE",
        "TABLESAMPLE",
        "UNPIVOT", "AT", "BEFORE", "CHANGES", "OUTER", "START",
    ]

    /// Words that end a select item, so that they are no alias without AS.
    static let afterItem: Set<String> = ["FETCH", "LIMIT", "OFFSET"]
}
