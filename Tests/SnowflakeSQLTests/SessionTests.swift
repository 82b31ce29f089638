import SnowflakeSQL
import Testing

@Suite struct SessionTests {
    let world: World

    init() throws { world = try World() }

    @Test func variablesAndParameters() throws {
        try world.script("SET x = 5; SET (a, b) = ('t', 2.5); CREATE TABLE t (n INT)")
        #expect(try world.row("SELECT $x + 1, $a, $b") == "6|t|2.5")
        try world.run("SET x = 'now text'")
        #expect(try world.row("SELECT $x") == "now text")
        try world.run("UNSET x")
        #expect(world.code("SELECT $x") == "002211")
        try world.run("ALTER SESSION SET QUERY_TAG = 'abc', TIMEZONE = 'UTC'")
        #expect(world.session.parameter("QUERY_TAG") == "abc")
        try world.run("ALTER SESSION UNSET QUERY_TAG")
        #expect(world.session.parameter("QUERY_TAG") == "")
        #expect(world.code("ALTER SESSION SET NO_SUCH = 1") == "001006")
        #expect(world.code("ALTER SESSION SET WEEK_START = 1") == "000002")
    }

    @Test func settingsOfAStatementEndWithIt() throws {
        let text = "SELECT '2024-01-01 00:00:00'::TIMESTAMP_LTZ::VARCHAR"
        let result = try world.session.execute(text, settings: [("timezone", "Asia/Tokyo")])
        #expect(result.rows == [[.text("2024-01-01 00:00:00.000 +0900")]])
        #expect(world.session.parameter("TIMEZONE") == "UTC")
        #expect(throws: SnowError.self) { try world.session.execute(text, settings: [("nobody", "1")]) }
        #expect(throws: SnowError.self) { try world.session.setParameter("AUTOCOMMIT", to: "maybe") }
        try world.session.setParameter("autocommit", to: "FALSE")
        try world.script("CREATE TABLE t (n INT); INSERT INTO t VALUES (1); ROLLBACK")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
    }

    @Test func contextFunctionsAnswerTheSession() throws {
        let session = world.engine.session(
            database: "DB", schema: "S", warehouse: "WH", role: "R", user: "ANN")
        let sql =
            "SELECT CURRENT_DATABASE(), CURRENT_SCHEMA(), CURRENT_WAREHOUSE(), CURRENT_ROLE(), CURRENT_USER()"
        #expect(
            try session.execute(sql).rows == [
                [.text("DB"), .text("S"), .text("WH"), .text("R"), .text("ANN")]
            ])
        _ = try session.execute("USE WAREHOUSE other")
        let result = try session.execute("USE ROLE admin")
        #expect(result.finalWarehouse == "OTHER")
        #expect(result.finalRole == "ADMIN")
        #expect(world.engine.session(database: "NOPE").database == nil)
    }

    @Test func lastResultsCanBeScanned() throws {
        try world.run("SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y'")
        #expect(
            try world.rows("SELECT a * 2, b FROM TABLE(RESULT_SCAN(LAST_QUERY_ID())) ORDER BY a") == [
                "2|x", "4|y",
            ])
        #expect(try world.rows("SELECT COUNT(*) FROM TABLE(RESULT_SCAN('q1'))") == ["2"])
        #expect(try world.row("SELECT LAST_QUERY_ID(-1), LAST_QUERY_ID(1)") == "q3|q1")
        #expect(world.code("SELECT * FROM TABLE(RESULT_SCAN('zz'))") == "000709")
        try world.run("SHOW DATABASES")
        #expect(try world.rows("SELECT \"name\" FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))") == ["DB"])
    }

    @Test func textsSplitIntoStatements() throws {
        let text = "SELECT ';' -- a;b\n; SELECT $$;$$ /* ; */; // c;\n ;SELECT \"a;b\""
        #expect(try world.session.statements(in: text) == ["SELECT ';'", "SELECT $$;$$", "SELECT \"a;b\""])
        #expect(world.code("SELECT 1; SELECT 2") == "000008")
        #expect(world.code("SELECT 1;") == "none")
        #expect(world.code("") == "000900")
    }

    @Test func describeRunsNothing() throws {
        try world.run("CREATE TABLE t (n NUMBER(7,2), s VARCHAR(4) NOT NULL)")
        let result = try world.session.describe("SELECT n, s, n * 2 FROM t")
        #expect(result.columns.map(\.scale) == [2, nil, 2])
        #expect(result.columns.map(\.nullable) == [true, false, true])
        #expect(result.rows.isEmpty)
        #expect(try world.session.describe("INSERT INTO t VALUES (1, 'a')").columns.count == 1)
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
        #expect(throws: SnowError.self) { try world.session.describe("SELECT nope FROM t") }
    }

    @Test func repeatedStatementsSeeTheWorldAsItIs() throws {
        try world.run("CREATE TABLE t (n INT)")
        for count in 0..<3 {
            #expect(try world.row("SELECT COUNT(*) FROM t") == "\(count)")
            try world.run("INSERT INTO t VALUES (1)")
        }
        try world.run("CREATE OR REPLACE TABLE t (n VARCHAR, m INT)")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
        for index in 0..<600 { #expect(try world.row("SELECT \(index) + 1") == "\(index + 1)") }
        #expect(try world.row("SELECT 0 + 1") == "1")
    }

    @Test func grantsDoNothing() throws {
        #expect(try world.row("GRANT SELECT ON TABLE t TO ROLE r") == "Statement executed successfully.")
        #expect(world.code("REVOKE ALL ON SCHEMA s FROM ROLE r") == "none")
    }

    @Test func drawsAreTheSameInEveryRun() throws {
        let first = try world.row("SELECT UUID_STRING(), RANDOM(), UNIFORM(1, 10, RANDOM())")
        #expect(try World().row("SELECT UUID_STRING(), RANDOM(), UNIFORM(1, 10, RANDOM())") == first)
        #expect(
            try world.row("SELECT UUID_STRING() u, u = u, UUID_STRING() = UUID_STRING()").hasSuffix(
                "|true|false"))
    }
}
