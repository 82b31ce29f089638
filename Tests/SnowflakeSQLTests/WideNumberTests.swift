import SnowflakeSQL
import Testing

/// Numbers whose digits do not fit 64 bits, of both signs.
@Suite struct WideNumberTests {
    let world: World

    init() throws {
        world = try World()
        try world.script(
            """
            CREATE TABLE w (g INT, n NUMBER(38,0));
            INSERT INTO w VALUES (1, 5), (1, -12345678901234567890), (1, 12345678901234567890), (2, NULL),
              (2, -99999999999999999999999999999999999999), (2, -7), (1, -12345678901234567891);
            """)
    }

    @Test(arguments: [
        ("-9.5::NUMBER(38,18)", "-9.500000000000000000"),
        ("-12345678901234567890", "-12345678901234567890"),
        ("'-12345678901234567890.5'::NUMBER(38,1) + 1", "-12345678901234567889.5"),
        ("-12345678901234567890 < -3", "true"), ("-3 < -12345678901234567890", "false"),
        ("-12345678901234567891 < -12345678901234567890", "true"),
        ("GREATEST(-12345678901234567890, -5)", "-5"), ("ABS(-12345678901234567890)", "12345678901234567890"),
        ("(SELECT SUM(c) FROM (SELECT -1.25::NUMBER(30,18) * 20 c))", "-25.000000000000000000"),
    ])
    func negativeOnesAreExact(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql).hasPrefix(expected))
    }

    @Test func orderFollowsTheSign() throws {
        let ascending = [
            "-99999999999999999999999999999999999999", "-12345678901234567891", "-12345678901234567890", "-7",
            "5", "12345678901234567890", "NULL",
        ]
        #expect(try world.rows("SELECT n FROM w ORDER BY n") == ascending)
        #expect(try world.rows("SELECT n FROM w ORDER BY n DESC") == ascending.reversed())
        #expect(try world.rows("SELECT n FROM w ORDER BY n + 0 NULLS FIRST").first == "NULL")
        #expect(
            try world.rows("SELECT ROW_NUMBER() OVER (ORDER BY n) r, n FROM w QUALIFY r <= 2 ORDER BY r")
                == ["1|" + ascending[0], "2|" + ascending[1]])
    }

    @Test func rowsThatOnlyTheRightSideHasAreSortedToo() throws {
        try world.script("CREATE TABLE l (id INT); INSERT INTO l VALUES (1), (2)")
        let join = " FROM l FULL JOIN (SELECT 3 id) y ON l.id = y.id ORDER BY "
        #expect(try world.rows("SELECT l.id, y.id" + join + "1, 2") == ["1|NULL", "2|NULL", "NULL|3"])
        #expect(try world.rows("SELECT y.id" + join + "l.id IS NULL DESC, l.id") == ["3", "NULL", "NULL"])
    }

    @Test func comparisonsAndExtremes() throws {
        #expect(try world.row("SELECT COUNT(*) FROM w WHERE n < 0") == "4")
        #expect(try world.row("SELECT COUNT(*) FROM w WHERE n > -8") == "3")
        #expect(try world.row("SELECT COUNT(*) FROM w WHERE n <= -12345678901234567890") == "3")
        #expect(try world.row("SELECT COUNT(*) FROM w WHERE n + 1 < -8") == "3")
        #expect(try world.row("SELECT COUNT(*) FROM w a JOIN w b ON a.n < b.n") == "15")
        #expect(
            try world.rows("SELECT g, MIN(n), MAX(n) FROM w GROUP BY g ORDER BY g") == [
                "1|-12345678901234567891|12345678901234567890",
                "2|-99999999999999999999999999999999999999|-7",
            ])
        #expect(
            try world.row("SELECT DISTINCT MIN(n) OVER (PARTITION BY g), MAX(n) OVER () FROM w WHERE g = 2")
                == "-99999999999999999999999999999999999999|-7")
        #expect(
            try world.row("SELECT COUNT(DISTINCT n), SUM(n) FROM w WHERE g = 1")
                == "4|-12345678901234567886")
    }
}
