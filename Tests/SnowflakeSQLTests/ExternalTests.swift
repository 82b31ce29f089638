import SnowflakeSQL
import Testing

/// Echoes its arguments and counts its calls.
private final class Echo: ExternalFunctions {
    nonisolated(unsafe) var calls: [String] = []

    func call(
        _ name: String, positional: [SnowValue], named: [(String, SnowValue)]
    ) throws(SnowError) -> SnowValue? {
        let arguments = positional.map(World.text) + named.map { "\($0.0)=\(World.text($0.1))" }
        calls.append(name + "(" + arguments.joined(separator: ",") + ")")
        if name == "AI_CLASSIFY" { return .variant(#"{"labels":["x"]}"#) }
        if name == "FAIL" { throw SnowError(code: "370001", sqlState: "X", message: "model unavailable") }
        return name.hasSuffix("COMPLETE") ? .text("<" + arguments.joined(separator: ",") + ">") : nil
    }

    func resultType(of name: String, positional: [SnowType], named: [(String, SnowType)]) -> SnowType? {
        name == "AI_CLASSIFY" ? .variant : name.hasSuffix("COMPLETE") || name == "FAIL" ? .text : nil
    }
}

private struct History: ExternalViews {
    func view(_ name: String) -> (columns: [SnowColumn], rows: [[SnowValue]])? {
        guard name == "SNOWFLAKE.ACCOUNT_USAGE.CORTEX_FUNCTIONS_USAGE_HISTORY" else { return nil }
        let columns = [
            SnowColumn(name: "MODEL_NAME", type: .text),
            SnowColumn(name: "TOKENS", type: .fixed, precision: 38, scale: 0),
        ]
        return (columns, [[.text("a"), .integer(5)], [.text("b"), .integer(7)]])
    }
}

@Suite struct ExternalTests {
    private let echo = Echo()
    let world: World

    init() throws {
        world = try World(functions: echo, views: History())
        try world.script(
            "CREATE TABLE t (id INT, v VARIANT); INSERT INTO t SELECT 1, {'p': 'q'} UNION ALL SELECT 2, NULL")
    }

    @Test func functionsGetEvaluatedArguments() throws {
        #expect(
            try world.row("SELECT SNOWFLAKE.CORTEX.COMPLETE('m', 'a' || 'b', model => 1 + 1)")
                == "<m,ab,MODEL=2>")
        #expect(echo.calls == ["SNOWFLAKE.CORTEX.COMPLETE(m,ab,MODEL=2)"])
        #expect(try world.row("SELECT AI_CLASSIFY('t', ['x', 'y']):labels[0]::STRING") == "x")
        #expect(echo.calls.last == #"AI_CLASSIFY(t,["x","y"])"#)
        #expect(
            try world.rows("SELECT AI_COMPLETE('m', v:p) FROM t ORDER BY id") == [#"<m,"q">"#, "<m,NULL>"])
    }

    @Test func eachRowCallsOnce() throws {
        _ = try world.run(
            "SELECT id, AI_COMPLETE('m', id) AS r, UPPER(r), LENGTH(r) FROM t WHERE id > 0 ORDER BY r")
        #expect(echo.calls.count == 2)
        _ = try world.run("SELECT r, r FROM (SELECT AI_COMPLETE('m', id) AS r FROM t) WHERE r LIKE '<%'")
        #expect(echo.calls.count == 4)
        _ = try world.run(
            "WITH c AS (SELECT AI_COMPLETE('m', id) AS r FROM t) SELECT a.r FROM c a JOIN c b ON a.r = b.r")
        #expect(echo.calls.count == 6)
        try world.run("CREATE TABLE out AS SELECT id, AI_COMPLETE('m', id) AS r FROM t")
        #expect(echo.calls.count == 8)
        try world.run("UPDATE out SET r = AI_COMPLETE('m', r) WHERE id = 1")
        #expect(echo.calls.count == 9)
        try world.run(
            "MERGE INTO out USING (SELECT id, AI_COMPLETE('x', id) r FROM t) s ON out.id = s.id WHEN MATCHED THEN UPDATE SET r = s.r"
        )
        #expect(echo.calls.count == 11)
        _ = try world.run("SELECT AI_COMPLETE('m', 'same'), AI_COMPLETE('m', 'same')")
        #expect(echo.calls.count == 13)
    }

    @Test func failuresKeepTheirCode() {
        #expect(world.code("SELECT FAIL(id) FROM t") == "370001")
        #expect(world.code("SELECT SNOWFLAKE.CORTEX.NOPE(1)") == "002140")
    }

    @Test func viewsAreReadLikeTables() throws {
        #expect(
            try world.row(
                "SELECT SUM(tokens) FROM SNOWFLAKE.ACCOUNT_USAGE.CORTEX_FUNCTIONS_USAGE_HISTORY WHERE model_name <> 'a'"
            ) == "7")
        #expect(world.code("SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.NOPE") == "002003")
    }
}
