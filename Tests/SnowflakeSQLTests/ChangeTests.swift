import SnowflakeSQL
import Testing

@Suite struct ChangeTests {
    let world: World

    init() throws {
        world = try World()
        try world.script(
            "CREATE TABLE t (id INT, n NUMBER(10,2), s VARCHAR DEFAULT 'd'); INSERT INTO t (id, n) VALUES (1, 1.5), (2, 2.5), (3, NULL)"
        )
    }

    @Test func insertCountsAndDefaults() throws {
        let result = try world.run("INSERT INTO t (n, id) VALUES (4, 4), (DEFAULT, 5)")
        #expect(result.statementTypeID == 12544)
        #expect(result.rowsInserted == 2)
        #expect(result.columns.map(\.name) == ["number of rows inserted"])
        #expect(try world.rows("SELECT * FROM t WHERE id > 3 ORDER BY id") == ["4|4.00|d", "5|NULL|d"])
        #expect(try world.run("INSERT INTO t SELECT id + 10, n, s FROM t").rowsInserted == 5)
        #expect(try world.run("INSERT OVERWRITE INTO t SELECT 1, 2, 'x'").rowsInserted == 1)
        #expect(try world.rows("SELECT * FROM t") == ["1|2.00|x"])
    }

    @Test func insertErrors() throws {
        #expect(world.code("INSERT INTO t VALUES (1)") == "002020")
        #expect(world.code("INSERT INTO t (nope) VALUES (1)") == "000904")
        #expect(world.code("INSERT INTO t VALUES ('x', 1, 'a')") == "100038")
        #expect(world.code("INSERT INTO t (id) SELECT 1 / 0") == "100051")
        try world.run("CREATE TABLE nn (a INT NOT NULL, v VARIANT)")
        #expect(world.failure("INSERT INTO nn (a) VALUES (NULL)")?.sqlState == "22000")
        #expect(world.code("INSERT INTO nn (v) SELECT PARSE_JSON('1')") == "100072")
        #expect(world.code("INSERT INTO nn VALUES (1, PARSE_JSON('1'))") == "002014")
        #expect(try world.row("SELECT COUNT(*) FROM nn") == "0")
    }

    @Test func failedStatementsChangeNothing() throws {
        #expect(world.code("UPDATE t SET n = 1 / (id - 3)") == "100051")
        #expect(try world.rows("SELECT n FROM t ORDER BY id") == ["1.50", "2.50", "NULL"])
    }

    @Test func updateWithAndWithoutFrom() throws {
        #expect(try world.run("UPDATE t SET n = n + 1, s = UPPER(s) WHERE n IS NOT NULL").rowsUpdated == 2)
        #expect(
            try world.run("UPDATE t AS x SET x.n = y.v FROM (SELECT 3 id, 9.99 v) y WHERE x.id = y.id")
                .rowsUpdated == 1)
        #expect(try world.rows("SELECT * FROM t ORDER BY id") == ["1|2.50|D", "2|3.50|D", "3|9.99|d"])
        #expect(try world.run("UPDATE t SET s = DEFAULT").statementTypeID == 12800)
        #expect(try world.rows("SELECT DISTINCT s FROM t") == ["d"])
        #expect(try world.run("UPDATE t SET n = (SELECT MAX(n) FROM t) WHERE id = 1").rowsUpdated == 1)
        #expect(try world.row("SELECT n FROM t WHERE id = 1") == "9.99")
    }

    @Test func deleteWithAndWithoutUsing() throws {
        #expect(try world.run("DELETE FROM t USING (SELECT 2 k) u WHERE t.id = u.k").rowsDeleted == 1)
        #expect(try world.rows("SELECT id FROM t ORDER BY id") == ["1", "3"])
        #expect(try world.run("DELETE FROM t").statementTypeID == 13056)
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
    }

    @Test func mergeUpdatesDeletesAndInserts() throws {
        let result = try world.run(
            """
            MERGE INTO t USING (SELECT column1 id, column2 n FROM VALUES (1, 10), (2, 20), (8, 80), (9, -1)) s ON t.id = s.id
            WHEN MATCHED AND s.n > 15 THEN DELETE
            WHEN MATCHED THEN UPDATE SET n = s.n, s = 'upd'
            WHEN NOT MATCHED AND s.n > 0 THEN INSERT (id, n) VALUES (s.id, s.n)
            """)
        #expect(
            result.columns.map(\.name) == [
                "number of rows inserted", "number of rows updated", "number of rows deleted",
            ])
        #expect(result.rows == [[.integer(1), .integer(1), .integer(1)]])
        #expect(result.statementTypeID == 13312)
        #expect(try world.rows("SELECT * FROM t ORDER BY id") == ["1|10.00|upd", "3|NULL|d", "8|80.00|d"])
    }

    @Test func mergeRefusesToUpdateARowTwice() throws {
        let sql =
            "MERGE INTO t USING (SELECT column1 id, column2 v FROM VALUES (1, 5), (1, 6)) s ON t.id = s.id WHEN MATCHED THEN "
        let error = world.failure(sql + "UPDATE SET n = v")
        #expect(error?.code == "100090")
        #expect(error?.sqlState == "42P18")
        #expect(try world.row("SELECT n FROM t WHERE id = 1") == "1.50")
        // Deleting twice is the same as deleting once.
        #expect(try world.run(sql + "DELETE").rowsDeleted == 1)
    }

    @Test func mergeConditionsThatAreUnknownDoNotApply() throws {
        let result = try world.run(
            "MERGE INTO t USING (SELECT 3 id) s ON t.id = s.id WHEN MATCHED AND t.n > 0 THEN DELETE")
        #expect(result.rowsDeleted == 0)
        let empty = try world.run(
            "MERGE INTO t USING (SELECT NULL id) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, s) VALUES (99, DEFAULT)"
        )
        #expect(empty.rowsInserted == 1)
    }

    @Test func mergeComputesOnlyTheValuesOfItsClause() throws {
        let sql =
            "MERGE INTO t USING (SELECT column1 id, column2 d FROM VALUES (1, 2), (2, 0)) s ON t.id = s.id WHEN MATCHED AND d = 0 THEN DELETE WHEN MATCHED THEN UPDATE SET n = 10 / d"
        #expect(try world.run(sql).rowsUpdated == 1)
        #expect(try world.rows("SELECT id, n FROM t ORDER BY id") == ["1|5.00", "3|NULL"])
    }

    @Test func identityColumnsAndSequencesCount() throws {
        try world.script("CREATE TABLE i (id INT IDENTITY(10, 5), a INT); INSERT INTO i (a) VALUES (1), (2)")
        #expect(try world.rows("SELECT id FROM i ORDER BY id") == ["10", "15"])
        try world.run("CREATE SEQUENCE q START WITH 3 INCREMENT BY 2")
        #expect(try world.row("SELECT q.NEXTVAL, q.NEXTVAL, db.public.q.nextval") == "3|5|7")
        try world.run("CREATE TABLE k (id INT DEFAULT q.NEXTVAL, b INT)")
        try world.run("INSERT INTO k (b) VALUES (1), (2)")
        #expect(try world.rows("SELECT id FROM k ORDER BY id") == ["9", "11"])
    }

    @Test func truncateEmptiesATable() throws {
        try world.run("TRUNCATE TABLE t")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
        #expect(world.code("TRUNCATE TABLE nope") == "002003")
        #expect(world.code("TRUNCATE TABLE IF EXISTS nope") == "none")
    }
}
