import SnowflakeSQL
import Testing

@Suite struct ErrorTests {
    let world: World

    init() throws { world = try World() }

    @Test func syntaxErrorsHaveAPlace() {
        let error = world.failure("SELECT *\nFORM t")
        #expect(error?.code == "001003")
        #expect(error?.sqlState == "42000")
        #expect(
            error?.message == "SQL compilation error:\nsyntax error line 2 at position 0 unexpected 'FORM'.")
        #expect(error?.line == 2)
        #expect(error?.position == 0)
        #expect(world.failure("SELECT 'ü', FROM x")?.position == 12)
        #expect(world.failure("SELECT 1 +")?.message.hasSuffix("unexpected '<EOF>'.") == true)
        #expect(world.failure("frobnicate x")?.message.contains("unexpected 'frobnicate'") == true)
        #expect(world.code("SELECT 'open") == "001003")
        #expect(world.code("SELECT /* open") == "001003")
        #expect(world.code("SELECT (1") == "001003")
        #expect(world.code("SELECT 1 2") == "001003")
    }

    @Test func unknownNamesAreToldAsSnowflakeTellsThem() throws {
        try world.run("CREATE TABLE t (a INT)")
        let column = world.failure("SELECT a,\n  nope FROM t")
        #expect(
            column?.message == "SQL compilation error: error line 2 at position 2\ninvalid identifier 'NOPE'")
        #expect(column?.code == "000904")
        #expect(
            world.failure("SELECT t.nope FROM t")?.message.hasSuffix("invalid identifier 'T.NOPE'") == true)
        let table = world.failure("SELECT * FROM missing")
        #expect(
            table?.message == "SQL compilation error:\nObject 'MISSING' does not exist or not authorized.")
        #expect(table?.sqlState == "42S02")
        #expect(table?.code == "002003")
        #expect(world.code("SELECT a FROM t x, t y") == "000959")
        #expect(world.code("SELECT nofunction(1)") == "002140")
        #expect(world.code("SELECT UPPER()") == "000938")
        #expect(world.code("SELECT UPPER(1, 2)") == "000938")
        #expect(world.code("SELECT a FROM t ORDER BY 2") == "000904")
    }

    @Test(arguments: [
        ("CREATE STREAM s ON TABLE t", "CREATE STREAM"),
        ("CREATE FUNCTION f() RETURNS INT AS '1'", "CREATE FUNCTION"),
        ("CREATE DYNAMIC TABLE d AS SELECT 1", "CREATE DYNAMIC TABLE"), ("CALL p()", "CALL"),
        ("EXECUTE IMMEDIATE 'x'", "EXECUTE IMMEDIATE"),
        ("PUT file://x @s", "PUT"), ("SELECT 1 FROM t AT(OFFSET => -60)", "Time Travel"),
        ("BEGIN SELECT 1; END", "Snowflake Scripting block"),
        ("SELECT LAG(1) IGNORE NULLS OVER (ORDER BY 1)", "IGNORE NULLS in LAG"),
        ("SELECT SHA2('x', 512)", "SHA2 but of 256 bits"),
        ("CREATE TASK t AS SELECT 1", "CREATE TASK"), ("SELECT 1 FROM t START WITH a = 1", "CONNECT BY"),
    ])
    func whatIsNotDoneIsRefusedByName(_ sql: String, _ feature: String) {
        let error = world.failure(sql)
        #expect(error?.code == "000002")
        #expect(error?.message == "SQL compilation error:\nUnsupported feature '\(feature)'.")
    }

    @Test(arguments: [
        "(", "[", "-", "NOT ", "CASE WHEN ", "ABS(", "SELECT (", "1 + (", "{'a':", "EXISTS (SELECT ",
    ])
    func deepNestingIsAnErrorAndNoCrash(_ piece: String) {
        #expect(world.failure("SELECT " + String(repeating: piece, count: 10_000) + "1") != nil)
        #expect(world.failure(String(repeating: piece, count: 10_000)) != nil)
    }

    @Test(arguments: ["1 + ", "'a' || ", "1 * ", "a:b", "x::INT", "1 = "])
    func longChainsDoNotCrash(_ piece: String) {
        _ = world.failure("SELECT " + String(repeating: piece, count: 50_000) + "1")
    }

    @Test func nestingWithinTheLimitWorks() throws {
        #expect(
            try world.row(
                "SELECT " + String(repeating: "(", count: 80) + "1" + String(repeating: ")", count: 80))
                == "1")
        #expect(
            try world.row(
                "SELECT " + String(repeating: "ABS(", count: 40) + "-1" + String(repeating: ")", count: 40))
                == "1")
        let query = (0..<20).reduce("SELECT 1 AS x") { inner, _ in "SELECT x + 1 AS x FROM (\(inner))" }
        #expect(try world.row(query) == "21")
        #expect(try world.row("SELECT " + (0..<300).map { "\($0)" }.joined(separator: " + ")) == "44850")
        #expect(try world.row("SELECT " + (0..<2000).map { "1 = \($0)" }.joined(separator: " OR ")) == "true")
    }

    @Test func hugeInputsWork() throws {
        try world.run("CREATE TABLE t (a INT, s VARCHAR)")
        let values = (0..<10_000).map { "(\($0), 'row \($0)')" }.joined(separator: ", ")
        #expect(try world.run("INSERT INTO t VALUES " + values).rowsInserted == 10_000)
        #expect(try world.row("SELECT SUM(a), COUNT(DISTINCT s) FROM t") == "49995000|10000")
        let list = (0..<5_000).map(String.init).joined(separator: ", ")
        #expect(try world.row("SELECT COUNT(*) FROM t WHERE a IN (\(list))") == "5000")
        let text = String(repeating: "x", count: 1_000_000)
        #expect(try world.row("SELECT LENGTH('\(text)')") == "1000000")
        let columns = (0..<300).map { "\($0) AS c\($0)" }.joined(separator: ", ")
        #expect(try world.run("SELECT \(columns)").columns.count == 300)
    }
}
