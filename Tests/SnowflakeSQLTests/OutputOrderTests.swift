import SnowflakeSQL
import Testing

/// Columns of the result as terms of ORDER BY, where tables that are selected from have columns of their own.
@Suite struct OutputOrderTests {
    let world: World

    init() throws {
        world = try World()
        try world.script(
            """
            CREATE TABLE t (a NUMBER(38,0), b NUMBER(38,0), v VARIANT, z TIMESTAMP_TZ, s VARCHAR);
            INSERT INTO t SELECT 1, 30, PARSE_JSON('3'), '2024-01-03 00:00:00 +0000'::TIMESTAMP_TZ, 'c';
            INSERT INTO t SELECT 2, 10, PARSE_JSON('1'), '2024-01-01 00:00:00 +0000'::TIMESTAMP_TZ, 'a';
            INSERT INTO t SELECT 3, 20, PARSE_JSON('2'), '2024-01-02 00:00:00 +0000'::TIMESTAMP_TZ, 'b';
            """)
    }

    /// Every column sorts rows 2, 3, 1, also where the first column of what is selected from sorts them otherwise.
    @Test(arguments: ["b", "v", "z", "s"], ["1", "c", "1 DESC", "c DESC"])
    func aColumnOfASubquerySorts(column: String, order: String) throws {
        let expected = order.hasSuffix("DESC") ? ["1", "3", "2"] : ["2", "3", "1"]
        let sources = [
            "(SELECT a, b, v, z, s FROM t) y", "(SELECT a, b, v, z, s FROM t) y JOIN (SELECT a FROM t) x ON x.a = y.a",
            "(SELECT a FROM t) x LEFT JOIN (SELECT a, b, v, z, s FROM t) y ON x.a = y.a",
        ]
        for source in sources {
            let sql = "SELECT y.\(column) c, y.a FROM \(source) ORDER BY \(order)"
            let rows = try world.rows(sql).map { String($0.suffix(1)) }
            #expect(rows == expected, "\(sql)")
        }
    }

    @Test func namesOfBothSidesMayBeTheSame() throws {
        #expect(
            try world.rows(
                "SELECT x.a, y.a FROM (SELECT a FROM t WHERE a < 3) x LEFT JOIN (SELECT a FROM t WHERE a > 1) y ON x.a = y.a "
                    + "ORDER BY 1 DESC").count == 2)
        #expect(
            try world.rows("SELECT DISTINCT y.b FROM (SELECT a, b FROM t) y, (SELECT a FROM t) x ORDER BY 1")
                == ["10", "20", "30"])
        #expect(
            try world.rows("SELECT SUM(y.b), y.a FROM (SELECT a, b FROM t) y GROUP BY 2 ORDER BY 1 LIMIT 1").count == 1)
    }
}
