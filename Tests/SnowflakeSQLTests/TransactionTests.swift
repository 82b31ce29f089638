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

    @Test func otherSessionsNeverSeeUncommittedRows() throws {
        let other = world.engine.session(database: "DB")
        try world.script("BEGIN; INSERT INTO t VALUES (1)")
        do throws(SnowError) {
            _ = try other.execute("SELECT * FROM t")
            Issue.record("read past a lock")
        } catch {
            #expect(error.code == "000625")
        }
        world.session.close()
        #expect(try other.execute("SELECT COUNT(*) FROM t").rows == [[.integer(0)]])
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
