import SnowflakeSQL
import Testing

@Suite struct BindingTests {
    let world: World

    init() throws { world = try World() }

    private func bind(_ values: (String, String?)...) -> [SnowBinding] {
        values.enumerated().map { SnowBinding(name: "\($0 + 1)", type: $1.0, value: $1.1) }
    }

    @Test func everyTypeArrives() throws {
        let result = try world.run(
            "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?",
            bind(
                ("FIXED", "12"), ("FIXED", "1.50"), ("REAL", "2.5"), ("TEXT", "x"), ("BOOLEAN", "true"),
                ("DATE", "1704067200000"),
                ("TIMESTAMP_NTZ", "1704067200000000000"), ("TIMESTAMP_TZ", "1704067200000000000 1500"),
                ("BINARY", "00ff")))
        #expect(
            result.rows == [
                [
                    .integer(12), .decimal("1.50"), .real(2.5), .text("x"), .boolean(true),
                    .date(days: 19723),
                    .timestampNTZ(nanoseconds: 1_704_067_200_000_000_000),
                    .timestampTZ(nanoseconds: 1_704_067_200_000_000_000, offsetMinutes: 60),
                    .binary([0, 255]),
                ]
            ])
        #expect(try world.row("SELECT ?, ? IS NULL", bind(("ANY", nil), ("TEXT", nil))) == "NULL|true")
    }

    @Test func placeholdersHaveNumbersOrNames() throws {
        #expect(try world.row("SELECT :2, :1, :2", bind(("TEXT", "a"), ("TEXT", "b"))) == "b|a|b")
        #expect(
            try world.row("SELECT :who || '!'", [SnowBinding(name: "who", type: "TEXT", value: "me")])
                == "me!")
        #expect(try world.row("SELECT :2", bind(("TEXT", "a"), ("TEXT", "b"))) == "b")
        #expect(try world.row("SELECT '?' || ?", bind(("TEXT", "a"))) == "?a")
        #expect(world.code("SELECT ?") == "002049")
        #expect(
            try world.rows(
                "SELECT column1 FROM VALUES (1), (2), (3) ORDER BY 1 LIMIT ?", bind(("FIXED", "2"))) == [
                    "1", "2",
                ])
    }

    @Test(arguments: [
        "'; DROP TABLE t; --", "x' OR '1'='1", "\\'; DELETE FROM t; --", "?1", "$$", "\"", "a\nb", "%_", "😀",
        "fg(1)", "k1",
        "' UNION SELECT name FROM sqlite_master --", "\\", "/*", "", "NULL",
    ])
    func textCannotEscapeABinding(_ text: String) throws {
        try world.script("CREATE TABLE t (s VARCHAR); INSERT INTO t VALUES ('keep')")
        #expect(try world.run("SELECT ?", bind(("TEXT", text))).rows == [[.text(text)]])
        try world.run("INSERT INTO t SELECT ?", bind(("TEXT", text)))
        #expect(
            try world.run("SELECT COUNT(*) FROM t WHERE s = ?", bind(("TEXT", text))).rows == [[.integer(1)]])
        #expect(
            try world.row("SELECT COUNT(*) FROM t WHERE s LIKE ? AND s = 'never'", bind(("TEXT", text)))
                == "0")
        try world.run("SET v = ?", bind(("TEXT", text)))
        #expect(try world.run("SELECT $v").rows == [[.text(text)]])
        let quoted = "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
        #expect(try world.run("SELECT " + quoted).rows == [[.text(text)]])
        #expect(try world.row("SELECT COUNT(*) FROM t") == "2")
    }

    @Test func internalTablesAndFunctionsAreOutOfReach() {
        for sql in [
            "SELECT * FROM sqlite_master", "SELECT * FROM fg_catalog", "SELECT fg(1)",
            "SELECT load_extension('x')",
            "SELECT sqlite_version()", "PRAGMA table_info(t)", "ATTACH 'x' AS y", "SELECT \"$PATH\"(1)",
            "SELECT * FROM json_each('[1]')",
        ] {
            #expect(world.failure(sql) != nil, "\(sql)")
        }
    }

    @Test func arrayBindingsInsertARowEach() throws {
        try world.run("CREATE TABLE t (a INT, b NUMBER(5,2), c VARCHAR)")
        let result = try world.run(
            "INSERT INTO t VALUES (?, ?, ?)",
            [
                SnowBinding(name: "1", type: "FIXED", values: ["1", "2", nil]),
                SnowBinding(name: "2", type: "FIXED", values: ["1.5", "2", "3.25"]),
                SnowBinding(name: "3", type: "TEXT", values: ["x", nil, "z"]),
            ])
        #expect(result.rowsInserted == 3)
        #expect(try world.rows("SELECT * FROM t ORDER BY b") == ["1|1.50|x", "2|2.00|NULL", "NULL|3.25|z"])
    }

    @Test func wrongBindingsAreErrors() {
        #expect(world.code("SELECT ?", bind(("FIXED", "abc"))) == "100038")
        #expect(world.code("SELECT ?", bind(("BOOLEAN", "maybe"))) == "100037")
        #expect(world.code("SELECT ?", bind(("BINARY", "zz"))) == "100115")
        #expect(world.code("SELECT ?", bind(("TEXT", "a\0b"))) == "000002")
        #expect(world.code("SELECT 'a' || CHR(0)") == "100083")
    }
}
