import SnowflakeSQL
import Testing

@Suite struct FunctionTests {
    let world: World

    init() throws { world = try World() }

    @Test(arguments: [
        ("1e15::FLOAT::VARCHAR", "1e+15"), ("123456789012345::FLOAT::VARCHAR", "123456789012345"),
        ("(0.1::FLOAT + 0.2::FLOAT)::VARCHAR", "0.3"), ("1e-5::FLOAT::VARCHAR", "1e-05"),
        ("1.0::FLOAT::VARCHAR", "1"), ("(1::FLOAT / 3)::VARCHAR", "0.333333333333333"),
        ("TO_CHAR(1234.50, 'TM9')", "1234.50"), ("TO_CHAR(-12, 'TM')", "-12"),
        ("TO_CHAR(12345.678, 'TME')", "1.2345678E4"), ("TO_CHAR(-0.05, 'TMe')", "-5e-2"),
        ("'NaN'::FLOAT = 'nan'::FLOAT", "true"), ("'NaN'::FLOAT > 'inf'::FLOAT", "true"),
        ("'-inf'::FLOAT::VARCHAR", "-inf"), ("'NaN'::FLOAT::VARCHAR", "NaN"),
        ("GREATEST('NaN'::FLOAT, 1)", "nan"),
    ])
    func floats(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test func notANumberIsStoredAndSorted() throws {
        try world.script(
            "CREATE TABLE f (x FLOAT); INSERT INTO f VALUES ('NaN'), (1), ('inf'), ('NaN'), (NULL)")
        #expect(try world.rows("SELECT x::VARCHAR FROM f ORDER BY x") == ["1", "inf", "NaN", "NaN", "NULL"])
        #expect(
            try world.row("SELECT COUNT(DISTINCT x), MAX(x)::VARCHAR, SUM(x)::VARCHAR FROM f") == "3|NaN|NaN")
        #expect(world.code("SELECT 'NaN'::FLOAT::INT") == "100039")
    }

    @Test(arguments: [
        ("STRTOK_TO_ARRAY('a.b c', '. ')::VARCHAR", #"["a","b","c"]"#), ("UNICODE('é')", "233"),
        ("INSERT('abcdef', 3, 2, 'XY1')", "abXY1ef"), ("INSERT('abc', 4, 0, 'd')", "abcd"),
        ("TIME_FROM_PARTS(1, 2, 3)::VARCHAR", "01:02:03"), ("BOOLXOR(TRUE, FALSE)", "true"),
        ("BOOLXOR(2, 1)", "false"), ("ARRAY_FLATTEN([[1, 2], [3]])::VARCHAR", "[1,2,3]"),
        ("REGEXP_SUBSTR_ALL('a1_a2_b3', 'a([0-9])', 1, 1, 'e')::VARCHAR", #"["1","2"]"#),
        ("REGEXP_SUBSTR_ALL('a1_a2_b3', '[a-z][0-9]', 1, 2)::VARCHAR", #"["a2","b3"]"#),
        // FIPS 180's own example.
        ("SHA1('abc')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("SHA1('')", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("ROUND(2.5, 0, 'HALF_TO_EVEN')", "2"),
        ("ROUND(3.5, 0, 'HALF_TO_EVEN')", "4"), ("ROUND(-2.5, 0, 'HALF_TO_EVEN')", "-2"),
        ("ROUND(2.51, 0, 'HALF_TO_EVEN')", "3"), ("ROUND(2.5, 0, 'HALF_AWAY_FROM_ZERO')", "3"),
        ("INITCAP('one-two three', '-')", "One-Two three"), ("INITCAP('abc def', '')", "Abc def"),
        ("PROMPT('Say {0}', 'x'):args[0]::VARCHAR", "x"), ("CURRENT_TRANSACTION()", "NULL"),
        ("APPROX_PERCENTILE(column1, 0.5) FROM VALUES (1), (2), (10), (20)", "6.0"),
    ])
    func smallFunctions(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test func tokensAsRowsAndTheTransactionsID() throws {
        #expect(
            try world.rows("SELECT index, value FROM TABLE(STRTOK_SPLIT_TO_TABLE('a.b c', '. ')) ORDER BY 1")
                == ["1|a", "2|b", "3|c"])
        try world.run("BEGIN")
        #expect(try world.row("SELECT CURRENT_TRANSACTION() IS NOT NULL") == "true")
        try world.run("COMMIT")
        #expect(try world.row("SELECT CURRENT_TRANSACTION()") == "NULL")
    }
}
