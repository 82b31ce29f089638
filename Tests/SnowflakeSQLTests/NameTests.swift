import SnowflakeSQL
import Testing

/// Names out of values, brackets around joins, and what clients ask about objects.
@Suite struct NameTests {
    let world: World

    init() throws {
        world = try World()
        try world.script("CREATE TABLE t (id INT, name VARCHAR); INSERT INTO t VALUES (1, 'a'), (2, 'b')")
    }

    @Test func aNameMayComeOutOfAValue() throws {
        try world.run("SET which = 't'")
        #expect(try world.row("SELECT COUNT(*) FROM IDENTIFIER('db.public.t')") == "2")
        #expect(try world.row("SELECT COUNT(*) FROM IDENTIFIER($which)") == "2")
        #expect(try world.row("SELECT MAX(x.id) FROM TABLE($which) x") == "2")
        #expect(try world.row("SELECT MAX(IDENTIFIER('name')) FROM TABLE('t')") == "b")
        let name = SnowBinding(name: "1", type: "TEXT", value: "t")
        #expect(try world.row("SELECT COUNT(*) FROM IDENTIFIER(?)", [name]) == "2")
        try world.script("CREATE TABLE IDENTIFIER('u') (id INT); SET which = 'u'")
        #expect(try world.row("SELECT COUNT(*) FROM IDENTIFIER($which)") == "0")
        #expect(world.code("SELECT * FROM IDENTIFIER($nothing)") == "002211")
        #expect(world.code("SELECT * FROM IDENTIFIER('t; DROP TABLE t')") == "001003")
    }

    @Test(arguments: [
        "SELECT COUNT(*) FROM ((SELECT id FROM t) a JOIN (SELECT id FROM t) b ON a.id = b.id)",
        "SELECT COUNT(*) FROM (((SELECT id FROM t) AS a JOIN t b USING (id)) JOIN t c USING (id))",
        "SELECT COUNT(*) FROM ((SELECT id FROM t))", "SELECT COUNT(*) FROM ((SELECT id FROM t) LIMIT 2)",
        "SELECT COUNT(*) FROM ((SELECT 1) UNION ALL (SELECT 1))", "SELECT ((SELECT 1) + 1)",
        "SELECT GREATEST((SELECT 1) + 1, (SELECT 2))", "((SELECT 2))",
    ])
    func bracketsHoldQueriesOrJoins(_ sql: String) throws {
        #expect(try world.row(sql) == "2")
    }

    @Test func binaryLiterals() throws {
        #expect(try world.row("SELECT TO_VARCHAR(X'00ff', 'HEX'), LENGTH(x'')") == "00FF|0")
        #expect(world.code("SELECT X'0'") == "100115")
    }

    @Test func clientsFindWhatTheyReadAboutObjects() throws {
        try world.script(
            """
            CREATE SCOPED TEMPORARY TABLE s (i INT IDENTITY(5, 2), k INT PRIMARY KEY, u INT UNIQUE);
            CREATE SCOPED TEMPORARY STAGE IF NOT EXISTS st; CREATE SEQUENCE q START 3;
            """)
        #expect(try world.rows("DESC TABLE t TYPE = COLUMNS").count == 2)
        #expect(world.code("DESC TABLE t TYPE = STAGE") == "000002")
        let objects = try world.run("SHOW OBJECTS")
        #expect(objects.columns.map(\.name).suffix(2) == ["is_dynamic", "is_iceberg"])
        #expect(objects.rows.map { $0[4] } == [.text("TABLE"), .text("TABLE")])
        #expect(try world.run("SHOW TABLES LIKE 's'").rows.map { $0[4] } == [.text("TEMPORARY")])
        let foreign = try world.run("SHOW IMPORTED KEYS IN TABLE t")
        #expect(foreign.rows.isEmpty && foreign.columns.contains { $0.name == "pk_table_name" })
        #expect(try world.run("SHOW SEQUENCES").rows.first?.prefix(1) == [.text("Q")])
        #expect(try world.rows("SHOW UNIQUE KEYS IN TABLE s").count == 1)
        #expect(
            try world.row(
                "SELECT identity_start, identity_increment, data_type_alias FROM information_schema.columns WHERE column_name = 'I'"
            ) == "5|2|NULL")
    }

    @Test func aUserReadsResultsOfItsOtherSessions() throws {
        _ = try world.session.execute("SELECT 42 AS n", queryID: "q-42")
        let other = world.engine.session(database: "DB")
        #expect(try other.execute("SELECT n FROM TABLE(RESULT_SCAN('q-42'))").rows == [[.integer(42)]])
        let stranger = world.engine.session(database: "DB", user: "EVE")
        #expect(throws: SnowError.self) { try stranger.execute("SELECT * FROM TABLE(RESULT_SCAN('q-42'))") }
    }

    @Test(arguments: [
        ("EXECUTE IMMEDIATE 'select 1'", "EXECUTE IMMEDIATE"),
        ("BEGIN LET x INT := 1; RETURN x; END", "Snowflake Scripting block"),
        ("DECLARE x INT; BEGIN RETURN 1; END", "Snowflake Scripting block"),
        ("SELECT FILTER([1, 2], x -> x > 1)", "lambda expression in FILTER"),
        ("SELECT TRANSFORM([1, 2], x INT -> x + 1)", "lambda expression in TRANSFORM"),
        ("SELECT * FROM t SAMPLE (10)", "SAMPLE"), ("SELECT RANDOM(1)", "RANDOM with a seed"),
    ])
    func refusalsNameTheConstruct(_ sql: String, _ construct: String) throws {
        #expect(try world.session.statements(in: sql) == [sql])
        #expect(world.failure(sql)?.message.contains("'\(construct)'") == true)
    }
}
