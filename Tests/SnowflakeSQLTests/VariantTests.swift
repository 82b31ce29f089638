import SnowflakeSQL
import Testing

@Suite struct VariantTests {
    let world: World

    init() throws { world = try World() }

    @Test(arguments: [
        (#"PARSE_JSON('{"b":1,"a":{"z":[1,2]}}')"#, #"{"a": {"z": [1,2]},"b": 1}"#),
        (#"PARSE_JSON('{"a":{"b":[10,20]}}'):a.b[1]"#, "20"),
        (#"PARSE_JSON('{"a":{"b":[10,20]}}')['a']['b'][0]::INT"#, "10"),
        (#"PARSE_JSON('{"A b":1}'):"A b""#, "1"), (#"PARSE_JSON('{"a":1}'):A"#, "NULL"),
        (#"PARSE_JSON('"x"')"#, #""x""#),
        (#"PARSE_JSON('"x"')::STRING"#, "x"), ("PARSE_JSON('1.50')", "1.5"),
        ("PARSE_JSON('null') IS NULL", "false"),
        ("PARSE_JSON('null')::STRING IS NULL", "true"), ("IS_NULL_VALUE(PARSE_JSON('null'))", "true"),
        ("TRY_PARSE_JSON('{oops')", "NULL"), ("PARSE_JSON('')", "NULL"),
        ("TYPEOF(PARSE_JSON('1'))", "INTEGER"),
        ("TYPEOF(PARSE_JSON('1.5'))", "DECIMAL"), ("TYPEOF(PARSE_JSON('[]'))", "ARRAY"),
        ("TYPEOF(TO_VARIANT('a'))", "VARCHAR"),
        ("TYPEOF(PARSE_JSON('null'))", "NULL_VALUE"), ("TYPEOF(TRUE::VARIANT)", "BOOLEAN"),
        ("OBJECT_CONSTRUCT('z', 1, 'a', 'x', 'n', NULL)", #"{"a": "x","z": 1}"#),
        ("OBJECT_CONSTRUCT_KEEP_NULL('n', NULL)", #"{"n": null}"#),
        ("{'a': 1, 'b': [1, 'x']}", #"{"a": 1,"b": [1,"x"]}"#),
        ("[1, 2.50, 'x', TRUE]", #"[1,2.5,"x",true]"#), ("ARRAY_SIZE([1, 2])", "2"),
        ("ARRAY_SIZE(PARSE_JSON('1'))", "NULL"),
        ("ARRAY_CONTAINS(2::VARIANT, [1, 2])", "true"), ("ARRAY_CONTAINS('2'::VARIANT, [1, 2])", "false"),
        ("ARRAY_APPEND([1], 2)", "[1,2]"), ("ARRAY_CAT([1], [2])", "[1,2]"),
        ("ARRAY_TO_STRING(['a', 1, TRUE], '-')", "a-1-true"),
        ("ARRAY_DISTINCT([1, 1, 2])", "[1,2]"), ("ARRAY_SLICE([1, 2, 3, 4], 1, -1)", "[2,3]"),
        ("ARRAY_SORT([3, 1, 2])", "[1,2,3]"),
        ("ARRAY_POSITION('b'::VARIANT, ['a', 'b'])", "1"), ("ARRAYS_OVERLAP([1, 2], [2, 3])", "true"),
        ("ARRAY_INTERSECTION([1, 2], [2, 3])", "[2]"), ("OBJECT_KEYS({'b': 1, 'a': 2})", #"["a","b"]"#),
        ("OBJECT_INSERT({'a': 1}, 'b', 2)", #"{"a": 1,"b": 2}"#),
        ("OBJECT_DELETE({'a': 1, 'b': 2}, 'a')", #"{"b": 2}"#),
        ("OBJECT_PICK({'a': 1, 'b': 2}, 'a')", #"{"a": 1}"#),
        ("TO_JSON({'b': 1, 'a': [TRUE]})", #"{"a":[true],"b":1}"#),
        ("SPLIT('a,b', ',')", #"["a","b"]"#), ("GET([1, 2], 1)", "2"), ("GET({'k': 'v'}, 'k')", #""v""#),
        ("GET_PATH(PARSE_JSON('{\"a\":[{\"b\":7}]}'), 'a[0].b')", "7"), ("AS_INTEGER(PARSE_JSON('7'))", "7"),
        ("AS_VARCHAR(PARSE_JSON('7'))", "NULL"), ("IS_ARRAY(PARSE_JSON('[]'))", "true"),
        ("STRIP_NULL_VALUE(PARSE_JSON('null'))", "NULL"),
        ("PARSE_JSON('{\"n\":5}'):n + 1", "6.0"), ("PARSE_JSON('{\"n\":5}'):n = 5", "true"),
        ("PARSE_JSON('{\"s\":\"x\"}'):s = 'x'", "true"),
        ("PARSE_JSON('{\"n\":\"5\"}'):n::INT", "5"), ("PARSE_JSON('[1,2]')::STRING", "[1,2]"),
        ("PARSE_JSON('true')::BOOLEAN", "true"),
        ("PARSE_JSON('\"2024-01-02\"')::DATE::STRING", "2024-01-02"),
        ("'2024-01-02'::DATE::VARIANT", #""2024-01-02""#),
        ("1.5::FLOAT::VARIANT", "1.500000000000000e+00"), ("UPPER(PARSE_JSON('{\"a\":\"x\"}'):a)", "X"),
    ])
    func semiStructuredData(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test func variantsAreIndentedInResults() throws {
        #expect(
            try world.run(#"SELECT PARSE_JSON('{"a":[1]}')"#).rows == [
                [.variant("{\n  \"a\": [\n    1\n  ]\n}")]
            ])
        #expect(try world.run("SELECT {}, []").rows == [[.object("{}"), .array("[]")]])
    }

    @Test func wrongDataAreErrors() {
        #expect(world.code("SELECT PARSE_JSON('{bad')") == "100069")
        #expect(world.code(#"SELECT PARSE_JSON('{"a":1,"a":2}')"#) == "100069")
        #expect(world.code(#"SELECT PARSE_JSON('"x"')::INT"#) == "100071")
        #expect(world.code("SELECT OBJECT_INSERT({'a': 1}, 'a', 2)") == "100110")
        #expect(world.code("SELECT PARSE_JSON('" + String(repeating: "[", count: 10_000) + "')") == "100069")
        #expect(world.code("SELECT 1:a") == "001044")
    }

    @Test func flattenOpensArraysAndObjects() throws {
        try world.script(
            """
            CREATE TABLE t (id INT, v VARIANT);
            INSERT INTO t SELECT 1, PARSE_JSON('{"tags":["a","b"],"o":{"k":1}}');
            INSERT INTO t SELECT 2, PARSE_JSON('{"tags":[]}')
            """)
        #expect(
            try world.rows(
                "SELECT id, f.index, f.value::STRING, f.path FROM t, LATERAL FLATTEN(input => v:tags) f ORDER BY 1, 2"
            ) == ["1|0|a|[0]", "1|1|b|[1]"])
        #expect(
            try world.rows("SELECT id, value FROM t, TABLE(FLATTEN(v:tags, OUTER => TRUE)) ORDER BY 1, 2")
                == [#"1|"a""#, #"1|"b""#, "2|NULL"])
        #expect(
            try world.rows(
                "SELECT key, path FROM t, LATERAL FLATTEN(input => v, recursive => TRUE) WHERE id = 1") == [
                    "o|o", "k|o.k", "tags|tags", "NULL|tags[0]", "NULL|tags[1]",
                ])
        #expect(
            try world.rows(
                "SELECT value FROM TABLE(FLATTEN(input => PARSE_JSON('{\"a\":{\"b\":[7]}}'), path => 'a.b'))")
                == ["7"])
        #expect(
            try world.rows(
                "SELECT a.value, b.value FROM TABLE(FLATTEN(input => [1, 2])) a, TABLE(FLATTEN(input => ['x'])) b ORDER BY 1"
            ) == [#"1|"x""#, #"2|"x""#])
        #expect(try world.rows("SELECT key FROM t LEFT JOIN LATERAL FLATTEN(v:o) f WHERE id = 1") == ["k"])
    }

    @Test func variantsGroupAndSortByContent() throws {
        try world.script(
            "CREATE TABLE t (v VARIANT); INSERT INTO t SELECT PARSE_JSON(column1) FROM VALUES ('10'), ('9'), ('10.0'), (NULL)"
        )
        #expect(
            try world.rows("SELECT v, COUNT(*) FROM t GROUP BY v ORDER BY v") == ["9|1", "10|2", "NULL|1"])
    }
}
