import SnowflakeSQL
import Testing

@Suite struct QueryTests {
    let world: World

    init() throws {
        world = try World()
        try world.script(
            """
            CREATE TABLE c (id INT, name VARCHAR, city VARCHAR);
            INSERT INTO c VALUES (1, 'Ann', 'Rome'), (2, 'Bob', 'Oslo'), (3, 'Cy', NULL), (4, 'Di', 'Rome');
            CREATE TABLE o (id INT, cid INT, amount NUMBER(10,2));
            INSERT INTO o VALUES (10, 1, 5.50), (11, 1, 4.50), (12, 2, 3), (13, 9, 1), (14, NULL, NULL)
            """)
    }

    @Test func nullsSortLastAscendingAndFirstDescending() throws {
        #expect(try world.rows("SELECT city FROM c ORDER BY city, id") == ["Oslo", "Rome", "Rome", "NULL"])
        #expect(
            try world.rows("SELECT city FROM c ORDER BY city DESC, id") == ["NULL", "Rome", "Rome", "Oslo"])
        #expect(
            try world.rows("SELECT city FROM c ORDER BY city NULLS FIRST") == [
                "NULL", "Oslo", "Rome", "Rome",
            ])
        #expect(try world.rows("SELECT city FROM c ORDER BY city DESC NULLS LAST LIMIT 1") == ["Rome"])
    }

    @Test func joinsOfAllKinds() throws {
        #expect(
            try world.rows("SELECT c.id, o.id FROM c JOIN o ON c.id = o.cid ORDER BY 1, 2") == [
                "1|10", "1|11", "2|12",
            ])
        #expect(
            try world.rows("SELECT c.id, o.id FROM c LEFT JOIN o ON c.id = o.cid ORDER BY 1, 2") == [
                "1|10", "1|11", "2|12", "3|NULL", "4|NULL",
            ])
        #expect(
            try world.rows("SELECT c.id, o.id FROM c RIGHT JOIN o ON c.id = o.cid ORDER BY 2") == [
                "1|10", "1|11", "2|12", "NULL|13", "NULL|14",
            ])
        #expect(try world.row("SELECT COUNT(*) FROM c FULL OUTER JOIN o ON c.id = o.cid") == "7")
        #expect(try world.row("SELECT COUNT(*) FROM c, o") == "20")
        #expect(try world.row("SELECT COUNT(*) FROM c CROSS JOIN o") == "20")
        #expect(
            try world.rows("SELECT * FROM (SELECT 1 x, 2 y) a JOIN (SELECT 1 x, 3 z) b USING (x)") == [
                "1|2|3"
            ])
        #expect(
            try world.rows("SELECT x, y, z FROM (SELECT 1 x, 2 y) NATURAL JOIN (SELECT 1 x, 3 z)") == [
                "1|2|3"
            ])
        #expect(
            try world.rows("SELECT x FROM (SELECT 1 x) a FULL JOIN (SELECT 2 x) b USING (x) ORDER BY x") == [
                "1", "2",
            ])
        #expect(
            try world.rows("SELECT a.id FROM c a JOIN c b ON a.id = b.id + 1 AND b.city = 'Rome'") == ["2"])
        #expect(
            try world.rows(
                "SELECT c.id FROM c LEFT JOIN (o JOIN (SELECT 3 amt) k ON o.amount = k.amt) ON o.cid = c.id WHERE o.id = 12"
            ) == ["2"])
    }

    @Test func groupsAndHaving() throws {
        #expect(try world.rows("SELECT city, COUNT(*) n FROM c GROUP BY city HAVING n > 1") == ["Rome|2"])
        #expect(
            try world.rows("SELECT UPPER(city) u, COUNT(*) FROM c GROUP BY 1 ORDER BY 1") == [
                "OSLO|1", "ROME|2", "NULL|1",
            ])
        #expect(
            try world.rows(
                "SELECT UPPER(city), COUNT(*) FROM c GROUP BY UPPER(city) ORDER BY COUNT(*) DESC, 1") == [
                    "ROME|2", "OSLO|1", "NULL|1",
                ])
        #expect(
            try world.rows("SELECT city, id % 2 odd, COUNT(*) FROM c GROUP BY ALL ORDER BY ALL") == [
                "Oslo|0|1", "Rome|0|1", "Rome|1|1", "NULL|1|1",
            ])
        #expect(
            try world.row(
                "SELECT COUNT(*), COUNT(city), COUNT(DISTINCT city), SUM(id), AVG(id), MIN(name), MAX(id) FROM c"
            ) == "4|3|2|10|2.500000|Ann|4")
        #expect(
            try world.row("SELECT SUM(amount), AVG(amount), COUNT(amount) FROM o WHERE id > 100")
                == "NULL|NULL|0")
        #expect(
            try world.row("SELECT AVG(amount), MEDIAN(amount), STDDEV(id), VARIANCE(id) FROM o")
                == "3.50000000|3.75000|1.5811388300841898|2.5")
        #expect(
            try world.rows("SELECT SUM(amount) s, s * 2 d FROM o WHERE cid = 1 GROUP BY cid") == [
                "10.00|20.00"
            ])
        #expect(
            try world.rows(
                "SELECT CASE WHEN city = 'Rome' THEN 'R' ELSE 'X' END g, COUNT_IF(id > 2) FROM c GROUP BY g ORDER BY g"
            ) == ["R|1", "X|1"])
        #expect(world.code("SELECT name, COUNT(*) FROM c GROUP BY city") == "000979")
        #expect(world.code("SELECT name FROM c WHERE COUNT(*) > 1") == "002035")
        #expect(world.code("SELECT SUM(COUNT(*)) FROM c") == "002077")
    }

    @Test func aggregatesOfLists() throws {
        #expect(
            try world.row("SELECT LISTAGG(name, ', ') WITHIN GROUP (ORDER BY name DESC) FROM c")
                == "Di, Cy, Bob, Ann")
        #expect(
            try world.row("SELECT LISTAGG(DISTINCT city, ',') WITHIN GROUP (ORDER BY city) FROM c")
                == "Oslo,Rome")
        #expect(
            try world.row("SELECT ARRAY_AGG(city) WITHIN GROUP (ORDER BY id) FROM c")
                == #"["Rome","Oslo","Rome"]"#)
        #expect(
            try world.row("SELECT ARRAY_AGG(DISTINCT city) WITHIN GROUP (ORDER BY city) FROM c")
                == #"["Oslo","Rome"]"#)
        #expect(
            try world.row("SELECT OBJECT_AGG(name, id) FROM c") == #"{"Ann": 1,"Bob": 2,"Cy": 3,"Di": 4}"#)
        #expect(
            try world.row(
                "SELECT ARRAY_AGG(id), LISTAGG(name), COUNT_IF(TRUE), SUM(id), BOOLOR_AGG(TRUE) FROM c WHERE FALSE"
            ) == "[]||0|NULL|NULL")
        #expect(
            try world.row(
                "SELECT MIN_BY(name, id), MAX_BY(name, id), MODE(city), ANY_VALUE(5), APPROX_COUNT_DISTINCT(city) FROM c"
            ) == "Ann|Di|Rome|5|2")
        #expect(
            try world.row("SELECT BOOLAND_AGG(id > 0), BOOLOR_AGG(id > 3), CORR(id, id * 2) FROM c")
                == "true|true|1.0")
        #expect(
            try world.row(
                "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY column1), PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY column1) FROM VALUES (1), (2), (4), (10)"
            ) == "3.000|2")
    }

    @Test func windowFunctions() throws {
        #expect(
            try world.rows("SELECT id, ROW_NUMBER() OVER (PARTITION BY city ORDER BY id) FROM c ORDER BY id")
                == ["1|1", "2|1", "3|1", "4|2"])
        #expect(
            try world.rows(
                "SELECT RANK() OVER (ORDER BY city), DENSE_RANK() OVER (ORDER BY city) FROM c ORDER BY id")
                == ["2|2", "1|1", "4|3", "2|2"])
        #expect(
            try world.rows("SELECT SUM(amount) OVER (ORDER BY id), AVG(amount) OVER () FROM o ORDER BY id")
                == [
                    "5.50|3.50000000", "10.00|3.50000000", "13.00|3.50000000", "14.00|3.50000000",
                    "14.00|3.50000000",
                ])
        #expect(
            try world.rows(
                "SELECT LAG(id) OVER (ORDER BY id), LEAD(id, 2, -1) OVER (ORDER BY id) FROM c ORDER BY id")
                == ["NULL|3", "1|4", "2|-1", "3|-1"])
        #expect(
            try world.rows(
                "SELECT FIRST_VALUE(id) OVER (ORDER BY id), LAST_VALUE(id) OVER (ORDER BY id), NTH_VALUE(id, 2) OVER (ORDER BY id) FROM c LIMIT 1"
            ) == ["1|4|2"])
        #expect(
            try world.rows(
                "SELECT SUM(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM c ORDER BY id"
            ) == ["1", "3", "5", "7"])
        #expect(
            try world.rows(
                "SELECT LISTAGG(name, '') OVER (PARTITION BY city), MEDIAN(id) OVER (PARTITION BY city) FROM c ORDER BY id"
            ) == ["AnnDi|2.500", "Bob|2.000", "Cy|3.000", "AnnDi|2.500"])
        #expect(
            try world.rows(
                "SELECT MAX(id) OVER (PARTITION BY city), COUNT(*) OVER (), NTILE(2) OVER (ORDER BY id) FROM c ORDER BY id"
            ) == ["4|4|1", "2|4|1", "3|4|2", "4|4|2"])
        #expect(
            try world.rows(
                "SELECT RATIO_TO_REPORT(id) OVER (), CUME_DIST() OVER (ORDER BY id), PERCENT_RANK() OVER (ORDER BY id) FROM c WHERE id < 3 ORDER BY id"
            ) == ["0.333333|0.5|0.0", "0.666667|1.0|1.0"])
        #expect(
            try world.rows("SELECT city, SUM(COUNT(*)) OVER () FROM c GROUP BY city ORDER BY city") == [
                "Oslo|4", "Rome|4", "NULL|4",
            ])
        #expect(world.code("SELECT LAG(id) IGNORE NULLS OVER (ORDER BY id) FROM c") == "000002")
        #expect(world.code("SELECT ROW_NUMBER() OVER () FROM c") == "002303")
    }

    @Test func qualifyFiltersWindows() throws {
        #expect(
            try world.rows(
                "SELECT id FROM c QUALIFY ROW_NUMBER() OVER (PARTITION BY city ORDER BY id DESC) = 1 ORDER BY id"
            ) == ["2", "3", "4"])
        #expect(try world.rows("SELECT id, RANK() OVER (ORDER BY id) r FROM c QUALIFY r = 2") == ["2|2"])
        #expect(
            try world.rows(
                "SELECT city, COUNT(*) n FROM c GROUP BY city QUALIFY ROW_NUMBER() OVER (ORDER BY n DESC, city) = 1"
            ) == ["Rome|2"])
        #expect(world.code("SELECT id FROM c QUALIFY id = 1") == "002304")
        #expect(world.code("SELECT id FROM c WHERE ROW_NUMBER() OVER (ORDER BY id) = 1") == "002301")
    }

    @Test func subqueriesOfAllKinds() throws {
        #expect(
            try world.rows("SELECT id FROM c WHERE EXISTS (SELECT 1 FROM o WHERE o.cid = c.id) ORDER BY id")
                == ["1", "2"])
        #expect(
            try world.rows("SELECT id FROM c WHERE NOT EXISTS (SELECT 1 FROM o WHERE cid = c.id) ORDER BY id")
                == ["3", "4"])
        #expect(
            try world.rows("SELECT id, (SELECT SUM(amount) FROM o WHERE cid = c.id) s FROM c ORDER BY id")
                == ["1|10.00", "2|3.00", "3|NULL", "4|NULL"])
        #expect(try world.rows("SELECT id FROM c WHERE id IN (SELECT cid FROM o) ORDER BY id") == ["1", "2"])
        #expect(try world.rows("SELECT id FROM c WHERE id NOT IN (SELECT cid FROM o)") == [])
        #expect(try world.rows("SELECT id FROM o WHERE (cid, amount) IN (SELECT 1, 4.5)") == ["11"])
        #expect(try world.rows("SELECT id FROM c WHERE id >= ALL (SELECT id FROM c)") == ["4"])
        #expect(
            try world.rows(
                "SELECT city, (SELECT COUNT(*) FROM c d WHERE d.city = c.city) FROM c GROUP BY city ORDER BY 1"
            ) == ["Oslo|1", "Rome|2", "NULL|0"])
        #expect(world.code("SELECT (SELECT id FROM c)") == "090150")
        #expect(world.code("SELECT (SELECT 1, 2)") == "002052")
    }

    @Test func commonTablesAndSetOperations() throws {
        #expect(
            try world.rows("WITH a AS (SELECT 1 x), b(y) AS (SELECT x + 1 FROM a) SELECT x, y FROM a, b") == [
                "1|2"
            ])
        #expect(
            try world.rows(
                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n * 3 FROM r WHERE n < 50) SELECT n FROM r ORDER BY n"
            ) == ["1", "3", "9", "27", "81"])
        #expect(try world.rows("SELECT 1 UNION SELECT 1 UNION ALL SELECT 1") == ["1", "1"])
        #expect(try world.rows("SELECT 1 x UNION ALL SELECT 2.5 ORDER BY x DESC") == ["2.5", "1.0"])
        #expect(
            try world.rows(
                "SELECT column1 FROM VALUES (1), (2), (3) MINUS SELECT 2 INTERSECT SELECT 2 ORDER BY 1") == [
                    "1", "3",
                ])
        #expect(try world.rows("SELECT city FROM c EXCEPT SELECT 'Rome' ORDER BY 1") == ["Oslo", "NULL"])
        #expect(
            try world.rows(
                "(SELECT id FROM c ORDER BY id DESC LIMIT 1) UNION ALL (SELECT id FROM c ORDER BY id LIMIT 1)"
            ) == ["4", "1"])
        #expect(world.code("SELECT 1 UNION SELECT 1, 2") == "001789")
        #expect(
            try world.rows("WITH r AS (SELECT UUID_STRING() u) SELECT a.u = b.u FROM r a, r b") == ["true"])
    }

    @Test func aliasesServeLaterExpressions() throws {
        #expect(
            try world.rows(
                "SELECT id * 10 AS ten, ten + 1 AS eleven FROM c WHERE ten > 20 ORDER BY eleven DESC") == [
                    "40|41", "30|31",
                ])
        #expect(try world.rows("SELECT LOWER(name) AS name FROM c WHERE name = 'Ann'") == ["ann"])
        #expect(
            try world.rows("SELECT city AS k, COUNT(*) FROM c GROUP BY k ORDER BY k LIMIT 1") == ["Oslo|1"])
    }

    @Test func starsWithModifiers() throws {
        #expect(try world.run("SELECT * EXCLUDE (city) FROM c").columns.map(\.name) == ["ID", "NAME"])
        #expect(
            try world.run("SELECT * EXCLUDE id RENAME (name AS who) FROM c").columns.map(\.name) == [
                "WHO", "CITY",
            ])
        #expect(try world.rows("SELECT * REPLACE (id * 2 AS id) FROM c WHERE id = 4") == ["8|Di|Rome"])
        #expect(try world.run("SELECT * ILIKE '%ID%' FROM c").columns.map(\.name) == ["ID"])
        #expect(
            try world.run("SELECT c.*, o.id AS oid FROM c, o LIMIT 0").columns.map(\.name) == [
                "ID", "NAME", "CITY", "OID",
            ])
        #expect(world.code("SELECT * EXCLUDE nope FROM c") == "000904")
    }

    @Test func limitsAndSamples() throws {
        #expect(try world.rows("SELECT id FROM c ORDER BY id LIMIT 2 OFFSET 1") == ["2", "3"])
        #expect(try world.rows("SELECT id FROM c ORDER BY id OFFSET 3") == ["4"])
        #expect(try world.rows("SELECT TOP 2 id FROM c ORDER BY id DESC") == ["4", "3"])
        #expect(try world.rows("SELECT id FROM c ORDER BY id FETCH FIRST 1 ROW ONLY") == ["1"])
        #expect(try world.rows("SELECT DISTINCT city FROM c ORDER BY city") == ["Oslo", "Rome", "NULL"])
        #expect(world.code("SELECT * FROM c SAMPLE (10)") == "000002")
    }

    @Test func tablesThatAreNotTables() throws {
        #expect(try world.rows("SELECT column2 || column1 FROM VALUES (1, 'a'), (2, 'b')") == ["a1", "b2"])
        #expect(try world.rows("SELECT t.x FROM (VALUES (1), (2)) AS t(x) WHERE x > 1") == ["2"])
        #expect(
            try world.rows(
                "SELECT SEQ4(), ROW_NUMBER() OVER (ORDER BY SEQ4()) FROM TABLE(GENERATOR(ROWCOUNT => 3))")
                == ["0|1", "1|2", "2|3"])
        #expect(try world.row("SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 1000))") == "1000")
        #expect(
            try world.rows(
                "SELECT * FROM (SELECT city, id FROM c) PIVOT(COUNT(id) FOR city IN ('Rome', 'Oslo' AS o))")
                == ["2|1"])
        #expect(
            try world.rows("SELECT * FROM (SELECT 1 id, 10 jan, NULL feb) UNPIVOT(v FOR m IN (jan, feb))")
                == ["1|JAN|10"])
        #expect(
            try world.rows("SELECT index, value FROM TABLE(SPLIT_TO_TABLE('a.b', '.'))") == ["1|a", "2|b"])
    }

    @Test func columnsWithoutAliasesAreNamedByTheirText() throws {
        let result = try world.run("SELECT id, count(*), 1+1, c.name, 'x' FROM c GROUP BY id, name")
        #expect(result.columns.map(\.name) == ["ID", "COUNT(*)", "1+1", "NAME", "'X'"])
    }
}
