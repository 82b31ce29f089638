import SnowflakeSQL
import Testing

@Suite struct NullabilityTests {
    let world: World

    init() throws {
        world = try World()
        try world.script("CREATE TABLE a (x INT NOT NULL); CREATE TABLE b (y INT NOT NULL, z INT)")
    }

    @Test(arguments: [
        ("SELECT x, y FROM a JOIN b ON x = y", [false, false]),
        ("SELECT x, y FROM a LEFT JOIN b ON x = y", [false, true]),
        ("SELECT x, y FROM a RIGHT JOIN b ON x = y", [true, false]),
        ("SELECT x, y FROM a FULL JOIN b ON x = y", [true, true]),
        ("SELECT * FROM a LEFT JOIN b ON x = y", [false, true, true]),
        ("SELECT x FROM a UNION ALL SELECT z FROM b", [true]),
        ("SELECT z FROM b UNION SELECT x FROM a", [true]),
        ("SELECT x FROM a INTERSECT SELECT y FROM b", [false]),
        ("SELECT 1 k UNION ALL SELECT NULL", [true]),
    ])
    func aColumnThatMayBeNullSaysSo(_ sql: String, _ expected: [Bool]) throws {
        #expect(try world.run(sql).columns.map(\.nullable) == expected)
    }

    @Test func tablesMadeFromQueriesTakeNulls() throws {
        try world.script(
            "CREATE TABLE c AS SELECT x, 1 one FROM a; INSERT INTO c VALUES (NULL, NULL); "
                + "CREATE TABLE d AS SELECT a.x FROM b LEFT JOIN a ON x = y; INSERT INTO d VALUES (NULL)")
        #expect(try world.rows("SELECT * FROM c") == ["NULL|NULL"])
    }
}
