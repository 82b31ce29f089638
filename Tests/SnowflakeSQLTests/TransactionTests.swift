import SnowflakeSQL
import Testing

@Suite struct TransactionTests {
    let world: World

    init() throws {
        world = try World()
        try world.run("CREATE TABLE t (n INT)")
    }

    @Test func rollbackUndoesAndCommitKeeps() throws {
        try world.script("BEGIN; INSERT INTO t VALUES (1); ROLLBACK")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
        try world.script("START TRANSACTION; INSERT INTO t VALUES (1)")
        #expect(world.session.isInTransaction)
        try world.run("COMMIT")
        #expect(!world.session.isInTransaction)
        #expect(try world.row("SELECT COUNT(*) FROM t") == "1")
    }

    @Test func withoutAutocommitChangesWaitForCommit() throws {
        try world.script("ALTER SESSION SET AUTOCOMMIT = FALSE; INSERT INTO t VALUES (1); ROLLBACK")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
        try world.script("INSERT INTO t VALUES (2); ALTER SESSION SET AUTOCOMMIT = TRUE; ROLLBACK")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "1")
    }

    @Test func definitionsCommit() throws {
        try world.script("BEGIN; INSERT INTO t VALUES (1); CREATE TABLE u (a INT); ROLLBACK")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "1")
    }

    @Test func failedStatementsLeaveTheTransactionOpen() throws {
        try world.script("BEGIN; INSERT INTO t VALUES (1)")
        #expect(world.code("INSERT INTO t SELECT 1 / 0") == "100051")
        try world.run("COMMIT")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "1")
    }

    @Test func otherSessionsReadWhatIsCommittedAndWaitToChange() throws {
        try world.run("INSERT INTO t VALUES (7)")
        let other = world.engine.session(database: "DB")
        func code(_ sql: String) -> String {
            do throws(SnowError) { _ = try other.execute(sql) } catch { return error.code }
            return "none"
        }
        let count = "SELECT COUNT(*) FROM t"
        try world.script("BEGIN; INSERT INTO t VALUES (1)")
        #expect(try world.row(count) == "2")
        for _ in 1...2 { #expect(try other.execute(count).rows == [[.integer(1)]]) }
        #expect(try other.execute("SELECT 1").rows == [[.integer(1)]])
        #expect(try other.execute("SHOW TABLES").rows.count == 1)
        #expect(code("INSERT INTO t VALUES (2)") == "000625")
        #expect(code("CREATE TABLE u (n INT)") == "000625")
        try world.run("INSERT INTO t SELECT n + 10 FROM t")
        #expect(try world.row(count) == "4")
        try world.run("COMMIT")
        #expect(try other.execute(count).rows == [[.integer(4)]])
        #expect(code("INSERT INTO t VALUES (2)") == "none")
        try world.script("BEGIN; DELETE FROM t")
        #expect(try world.row(count) == "0")
        world.session.close()
        #expect(try other.execute(count).rows == [[.integer(5)]])
    }

    @Test func aSessionThatEndsWhileAnotherChangesLeavesNothing() throws {
        let other = world.engine.session(database: "DB")
        _ = try other.execute("CREATE TEMP TABLE mine AS SELECT 1 a")
        try world.script("CREATE SEQUENCE s; BEGIN; INSERT INTO t VALUES (s.NEXTVAL)")
        #expect(try other.execute("SELECT s.NEXTVAL, a FROM mine").rows == [[.integer(2), .integer(1)]])
        other.close()
        try world.run("COMMIT")
        #expect(try world.row("SELECT n, s.NEXTVAL FROM t") == "1|3")
    }

    @Test func temporaryTablesBelongToASession() throws {
        try world.script("CREATE TEMP TABLE t (x VARCHAR); INSERT INTO t VALUES ('mine')")
        let other = world.engine.session(database: "DB")
        #expect(try world.row("SELECT x FROM t") == "mine")
        #expect(try other.execute("SELECT COUNT(n) FROM t").rows == [[.integer(0)]])
        try world.run("DROP TABLE t")
        #expect(try world.row("SELECT COUNT(n) FROM t") == "0")
    }
}
