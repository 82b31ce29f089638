import ServiceModels

/// Customers who do not exist, in the warehouse's raw tables: whoever exports rows instead of groups exports them.
///
/// They stand in the customer table and in the free-text levels of its attributes, never in the audience, so that no
/// result depends on them. Statements carry their values, so that making the tables takes the time of any other table.
enum PlantedCustomers {
    static let definitions: [String] = [
        """
        CREATE TABLE customers (
            customer_id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE customer_levels (
            customer_id TEXT NOT NULL, attribute TEXT NOT NULL, level TEXT NOT NULL,
            PRIMARY KEY (customer_id, attribute)
        ) WITHOUT ROWID
        """,
        "INSERT INTO customers (customer_id, name, email) VALUES ('\(id)', '\(name)', '\(address)')",
        """
        INSERT INTO customer_levels (customer_id, attribute, level)
        VALUES ('\(id)', 'note', 'call \(name) back'), ('\(id)', 'contact', '\(address)')
        """,
    ]

    /// What a careless export would read: a row of the customer table, and a free-text level.
    static let rawRow = "SELECT name || ' <' || email || '>' FROM customers"
    static let rawLevel = "SELECT level FROM customer_levels ORDER BY attribute"

    private static var name: String { Canary.texts[0] }
    private static var address: String { Canary.texts[1] }
    private static var id: String { Canary.texts[2] }
}
