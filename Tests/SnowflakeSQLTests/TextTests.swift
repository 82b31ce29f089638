import SnowflakeSQL
import Testing

@Suite struct TextTests {
    let world: World

    init() throws { world = try World() }

    @Test(arguments: [
        ("'it''s'", "it's"), (#"'a\tb'"#, "a\tb"), (#"'\u0041\x42'"#, "AB"), (#"$$raw '\n'$$"#, #"raw '\n'"#),
        ("'a' || 1 || 'b'", "a1b"), ("'a' || NULL", "NULL"), ("CONCAT('a', 'b', 'c')", "abc"),
        ("CONCAT_WS('-', 'a', 'b')", "a-b"), ("CONCAT_WS('-', 'a', NULL)", "NULL"),
        ("SUBSTR('hello', 2, 3)", "ell"),
        ("SUBSTR('hello', -3)", "llo"), ("SUBSTR('hello', 9)", ""), ("LEFT('abc', 2)", "ab"),
        ("RIGHT('abc', 2)", "bc"),
        ("LENGTH('héé')", "3"), ("UPPER('aß')", "ASS"), ("INITCAP('the quick-brown')", "The Quick-Brown"),
        ("TRIM('  a ')", "a"), ("LTRIM('00120', '0')", "120"), ("RTRIM('1200', '0')", "12"),
        ("LPAD('7', 3, '0')", "007"),
        ("RPAD('abc', 2)", "ab"), ("REPLACE('aXbX', 'X', '-')", "a-b-"), ("REPLACE('aXb', 'X')", "ab"),
        ("REPEAT('ab', 3)", "ababab"), ("REVERSE('abc')", "cba"), ("SPLIT_PART('a,b,c', ',', 2)", "b"),
        ("SPLIT_PART('a,b,c', ',', -1)", "c"), ("SPLIT_PART('a', ',', 5)", ""),
        ("POSITION('b' IN 'abc')", "2"),
        ("CHARINDEX('z', 'abc')", "0"), ("POSITION('b', 'abcb', 3)", "4"),
        ("TRANSLATE('abc', 'ab', 'x')", "xc"),
        ("ASCII('A')", "65"), ("CHR(66)", "B"), ("MD5('a')", "0cc175b9c0f1b6a831c399e269772661"),
        ("SHA2('abc')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("BASE64_ENCODE('hello')", "aGVsbG8="), ("BASE64_DECODE_STRING('aGVsbG8=')", "hello"),
        ("HEX_ENCODE('AZ')", "415A"), ("HEX_DECODE_STRING('415A')", "AZ"),
        ("EDITDISTANCE('cat', 'cut')", "1"),
    ])
    func functionsOfText(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test(arguments: [
        ("'abc' LIKE 'a%'", "true"), ("'abc' LIKE 'A%'", "false"), ("'abc' ILIKE 'A%'", "true"),
        ("'a_c' LIKE 'a^_c' ESCAPE '^'", "true"), ("'abc' LIKE 'a^_c' ESCAPE '^'", "false"),
        ("'abc' LIKE ANY ('x%', '%c')", "true"), ("'abc' LIKE ALL ('a%', '%d')", "false"),
        ("'abc' NOT LIKE 'b%'", "true"), ("NULL LIKE 'a'", "NULL"), ("'abc' RLIKE 'b'", "false"),
        ("'abc' REGEXP 'a.c'", "true"), ("REGEXP_LIKE('ABC', 'abc', 'i')", "true"),
        ("REGEXP_REPLACE('a1b22', '[0-9]+', '#')", "a#b#"),
        (#"REGEXP_REPLACE('ab', '(a)(b)', '\\2\\1')"#, "ba"),
        ("REGEXP_SUBSTR('x=12,y=3', '[0-9]+', 1, 2)", "3"), ("REGEXP_COUNT('banana', 'an')", "2"),
        ("REGEXP_INSTR('hello', 'l+')", "3"), ("REGEXP_SUBSTR('k=v', '(\\\\w)=(\\\\w)', 1, 1, 'e', 2)", "v"),
        ("CONTAINS('hello', 'ell')", "true"), ("STARTSWITH('hello', 'he')", "true"),
        ("ENDSWITH('hello', 'lo')", "true"),
        ("'a' = 'a '", "false"), ("'b' > 'B'", "true"), ("'x' BETWEEN 'a' AND 'z'", "true"),
    ])
    func testsOfText(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test func backtrackingPatternsOfLikeStayFast() throws {
        let text = String(repeating: "a", count: 2000)
        let pattern = String(repeating: "%a", count: 30) + "b"
        #expect(try world.row("SELECT '\(text)' LIKE '\(pattern)'") == "false")
    }

    @Test func tooLongTextIsAnErrorAndNotCut() throws {
        try world.run("CREATE TABLE t (s VARCHAR(3))")
        #expect(world.code("INSERT INTO t VALUES ('abcd')") == "100078")
        try world.run("INSERT INTO t VALUES ('äöü')")
        #expect(try world.row("SELECT s FROM t") == "äöü")
    }
}
