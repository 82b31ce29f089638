import SnowflakeSQL
import Testing

@Suite struct BudgetTests {
    let world: World

    init() throws {
        world = try World()
        try world.run("ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 1")
    }

    private static let endless = "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r) "

    @Test(arguments: [
        endless + "SELECT n FROM r",
        "SELECT COUNT(*) FROM n a, n b", "SELECT COUNT(*) FROM n a, n b WHERE a.i * b.i < 0",
        "CREATE TABLE c AS SELECT a.i FROM n a, n b",
    ])
    func statementsPastTheirTimeEnd(_ sql: String) throws {
        try world.run("CREATE TABLE n AS SELECT SEQ4() i FROM TABLE(GENERATOR(ROWCOUNT => 20000))")
        let failure = try #require(world.failure(sql))
        #expect(failure.code == "000630")
        #expect(failure.sqlState == "57014")
        #expect(
            failure.message
                == "Statement reached its statement or warehouse timeout of 1 second(s) and was canceled.")
        #expect(try world.row("SELECT COUNT(*) FROM n") == "20000")
        #expect(world.code("SELECT * FROM c") == "002003")
    }

    @Test func aChangeThatEndsChangesNothing() throws {
        try world.script(
            "CREATE TABLE n AS SELECT SEQ4() i FROM TABLE(GENERATOR(ROWCOUNT => 20000)); CREATE TABLE t (i INT)"
        )
        #expect(world.code("INSERT INTO t SELECT a.i FROM n a, n b") == "000630")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
        try world.script("BEGIN; INSERT INTO t VALUES (1)")
        #expect(world.code("SELECT COUNT(*) FROM n a, n b") == "000630")
        try world.run("COMMIT")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "1")
        // SQLite gives up the whole transaction when it is interrupted while it changes rows.
        try world.script("BEGIN; INSERT INTO t VALUES (2)")
        #expect(world.code("INSERT INTO t SELECT a.i FROM n a, n b") == "000630")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "1")
        #expect(!world.session.isInTransaction)
        try world.run("INSERT INTO t VALUES (3)")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "2")
    }

    @Test func theAccountHasAMaximumAndAStatementItsOwnTime() throws {
        try world.run("CREATE TABLE n AS SELECT SEQ4() i FROM TABLE(GENERATOR(ROWCOUNT => 20000))")
        try world.run("ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 1000")
        world.engine.statementTimeoutMaximum = 2
        let sql = "SELECT COUNT(*) FROM n a, n b"
        #expect(world.failure(sql)?.message.contains("timeout of 2 second(s)") == true)
        let settings = [(name: "statement_timeout_in_seconds", value: "1")]
        #expect(throws: SnowError.self) { try world.session.execute(sql, settings: settings) }
        #expect(world.session.parameter("STATEMENT_TIMEOUT_IN_SECONDS") == "1000")
        #expect(world.code("ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 'x'") == "001008")
    }
}
