import SnowflakeSQL
import Testing

@Suite struct NumberTests {
    let world: World

    init() throws { world = try World() }

    @Test(arguments: [
        ("1 + 1", "2"), ("1.50 + 1", "2.50"), ("1.5 * 1.5", "2.25"), ("10 / 4", "2.500000"),
        ("1 / 3", "0.333333"),
        ("2 / 3", "0.666667"), ("1.00 / 3", "0.33333333"), ("7 % 3", "1"), ("-7 % 3", "-1"),
        ("MOD(-7, 3)", "-1"),
        ("'1' + 1", "2"), ("'1.5' + 1", "2.5"), ("1e3 + 1", "1001.0"), ("-(-5)", "5"), ("1 - -1", "2"),
        (".5 + .25", "0.75"), ("2 * 3 + 4", "10"), ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"),
        ("NULL + 1", "NULL"), ("100 * 1.5", "150.0"), ("0.1 + 0.2", "0.3"), ("-2 / 3", "-0.666667"),
    ])
    func arithmeticIsExactWithSnowflakesScales(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test(arguments: [
        ("ROUND(2.5)", "3"), ("ROUND(-2.5)", "-3"), ("ROUND(1.005, 2)", "1.01"), ("ROUND(1234, -2)", "1200"),
        ("TRUNC(-1.99)", "-1"), ("CEIL(1.2)", "2"), ("CEIL(-1.2)", "-1"), ("FLOOR(-1.2)", "-2"),
        ("FLOOR(1.29, 1)", "1.2"), ("ABS(-1.5)", "1.5"), ("SIGN(-3)", "-1"), ("SQRT(9)", "3.0"),
        ("POWER(2, 10)", "1024.0"), ("LN(1)", "0.0"), ("LOG(10, 100)", "2.0"), ("SQUARE(3)", "9.0"),
        ("DIV0(1, 0)", "0.000000"), ("DIV0NULL(1, NULL)", "0.000000"), ("ZEROIFNULL(NULL)", "0"),
        ("NULLIFZERO(0)", "NULL"),
        ("GREATEST(1, 5, 3)", "5"), ("LEAST(1.5, 2)", "1.5"), ("GREATEST(1, NULL)", "NULL"),
        ("WIDTH_BUCKET(5, 0, 10, 5)", "3"), ("BITAND(12, 10)", "8"), ("BITOR(12, 10)", "14"),
        ("BITXOR(12, 10)", "6"), ("BITNOT(0)", "-1"), ("FACTORIAL(5)", "120"), ("EXP(0)", "1.0"),
    ])
    func functionsOfNumbers(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test(arguments: [
        ("'12'::INT", "12"), ("'12.5'::INT", "13"), ("12.567::NUMBER(10,2)", "12.57"),
        ("1.10::STRING", "1.10"),
        ("'1e3'::NUMBER", "1000"), ("' 7 '::INT", "7"), ("TRUE::INT", "1"), ("1.5::FLOAT::STRING", "1.5"),
        ("3::FLOAT::STRING", "3"), ("TRY_CAST('x' AS INT)", "NULL"), ("TRY_TO_NUMBER('12.5', 10, 1)", "12.5"),
        ("TO_NUMBER('1,234.50', '9,999.99', 10, 2)", "1234.50"), ("TO_DOUBLE('1.25')", "1.25"),
        ("0.15::FLOAT::NUMBER(10,1)", "0.2"), ("TO_VARCHAR(1234.5, '999,999.00')", "   1,234.50"),
        ("TO_CHAR(7, 'FM000')", "007"), ("TO_CHAR(-7, '99')", " -7"),
    ])
    func casts(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test func thirtyEightDigitsSurvive() throws {
        #expect(
            try world.row("SELECT 12345678901234567890123456789012345678 x, x - 1")
                == "12345678901234567890123456789012345678|12345678901234567890123456789012345677")
        try world.script("CREATE TABLE w (n INT); INSERT INTO w VALUES (5), (99999999999999999999), (-5)")
        #expect(try world.rows("SELECT n FROM w ORDER BY n") == ["-5", "5", "99999999999999999999"])
        #expect(
            try world.row("SELECT SUM(n), MAX(n), COUNT(*) FROM w WHERE n > 4")
                == "100000000000000000004|99999999999999999999|2")
    }

    @Test func sumsPastSixtyFourBitsAreExact() throws {
        #expect(
            try world.row("SELECT SUM(column1) FROM VALUES (9223372036854775807), (9223372036854775807)")
                == "18446744073709551614")
    }

    @Test func numbersOutOfRangeAreErrors() {
        #expect(world.code("SELECT 'abc'::INT") == "100038")
        #expect(world.code("SELECT 1 / 0") == "100051")
        #expect(world.code("SELECT 1000::NUMBER(3, 0)") == "100039")
        #expect(world.code("SELECT 99999999999999999999999999999999999999 * 10") == "100039")
        #expect(world.code("SELECT SQRT(-1)") == "100058")
        #expect(world.code("SELECT 1e308 * 10") == "100052")
    }

    @Test func typesOfResultsFollowSnowflakesRules() throws {
        let result = try world.run(
            "SELECT 1::NUMBER(10,2) * 1::NUMBER(5,4) a, 1::NUMBER(10,2) / 3 b, AVG(1::NUMBER(10,2)) c, SUM(1) d, COUNT(*) e"
        )
        #expect(result.columns.map(\.scale) == [6, 8, 8, 0, 0])
        #expect(result.columns.map(\.name) == ["A", "B", "C", "D", "E"])
        #expect(result.columns.allSatisfy { $0.type == .fixed })
    }
}
