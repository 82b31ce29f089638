import SnowflakeSQL
import Testing

@Suite struct GroupingTests {
    let world: World

    init() throws {
        world = try World()
        try world.script(
            """
            CREATE TABLE s (region VARCHAR, shop VARCHAR, n INT, v INT);
            INSERT INTO s VALUES ('e', 'x', 1, NULL), ('e', 'x', 2, 7), ('e', 'y', 4, 7), ('w', 'z', 8, NULL);
            """)
    }

    @Test func rollupAddsTotals() throws {
        #expect(
            try world.rows(
                "SELECT region, shop, SUM(n), GROUPING(region), GROUPING(region, shop) FROM s "
                    + "GROUP BY ROLLUP (region, shop) ORDER BY 1, 2") == [
                    "e|x|3|0|0", "e|y|4|0|0", "e|NULL|7|0|1", "w|z|8|0|0", "w|NULL|8|0|1",
                    "NULL|NULL|15|1|3",
                ])
    }

    @Test func cubeAndSets() throws {
        #expect(
            try world.row("SELECT COUNT(*) FROM (SELECT region, shop FROM s GROUP BY CUBE (region, shop))")
                == "9")
        #expect(
            try world.rows(
                "SELECT region, SUM(n) FROM s GROUP BY GROUPING SETS ((region), ()) ORDER BY 1 NULLS FIRST")
                == ["NULL|15", "e|7", "w|8"])
        #expect(
            try world.rows(
                "SELECT region, shop, COUNT(*) c FROM s GROUP BY region, ROLLUP (shop) HAVING c > 1 ORDER BY 1, 2"
            )
                == ["e|x|2", "e|NULL|3"])
        #expect(
            try world.rows("SELECT UPPER(region) r FROM s GROUP BY ROLLUP (UPPER(region)) ORDER BY r")
                == ["E", "W", "NULL"])
        #expect(try world.rows("SELECT region FROM s WHERE n > 99 GROUP BY ROLLUP (region)") == ["NULL"])
        #expect(try world.row("SELECT GROUPING(region) FROM s GROUP BY region LIMIT 1") == "0")
    }

    @Test func windowsOverDistinctAndPresentValues() throws {
        #expect(
            try world.rows(
                "SELECT DISTINCT region, COUNT(DISTINCT shop) OVER (PARTITION BY region) FROM s ORDER BY 1")
                == ["e|2", "w|1"])
        #expect(
            try world.rows(
                "SELECT n, FIRST_VALUE(v) IGNORE NULLS OVER (ORDER BY n), LAST_VALUE(v IGNORE NULLS) OVER (ORDER BY n "
                    + "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), FIRST_VALUE(v) OVER (ORDER BY n) FROM s ORDER BY n"
            )
                == ["1|7|NULL|NULL", "2|7|7|NULL", "4|7|7|NULL", "8|7|7|NULL"])
        #expect(world.code("SELECT LAG(v) IGNORE NULLS OVER (ORDER BY n) FROM s") == "000002")
    }
}
