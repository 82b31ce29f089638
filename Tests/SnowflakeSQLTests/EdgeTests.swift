import SnowflakeSQL
import Testing

/// Arguments at the ends of their ranges: an answer or an error, never a crash.
@Suite struct EdgeTests {
    let world: World

    init() throws { world = try World() }

    @Test(arguments: [
        "SUBSTR('abc', N, N)", "LEFT('abc', N)", "RIGHT('abc', N)", "LPAD('a', N, '')",
        "SPLIT_PART('a', 'b', N)",
        "POSITION('a', 'b', N)", "ROUND(1.5, N)", "TRUNC(1.5::FLOAT, N)", "REGEXP_SUBSTR('a', 'a', 1, N)",
        "REGEXP_SUBSTR('a', 'a', N)", "REGEXP_SUBSTR('a', 'a', 1, 1, 'e', N)",
        "REGEXP_REPLACE('a', 'a', 'b', 1, N)",
        "DATEADD(day, N, '2024-01-01'::DATE)", "DATEADD(year, N, '2024-01-01'::DATE)",
        "DATEADD(ns, N, '2024-01-01'::TIMESTAMP)",
        "DATEADD(month, N, '2024-01-01'::TIMESTAMP)", "ADD_MONTHS('2024-01-01'::DATE, N)",
        "'2024-01-01'::DATE + N",
        "'2024-01-01'::DATE - N", "DATE_FROM_PARTS(N, N, N)", "TIMESTAMP_FROM_PARTS(2024, N, N, N, N, N)",
        "TO_TIMESTAMP_NTZ(N)", "TO_TIMESTAMP_LTZ(N, 9)", "TIME_SLICE('2024-01-01'::DATE, N, 'WEEK')",
        "CHR(N)",
        "ARRAY_GENERATE_RANGE(0, N)", "ARRAY_GENERATE_RANGE(0, 5, N)", "ARRAY_SLICE([1], N, N)",
        "ARRAY_INSERT([1], N, 2)",
        "GET([1], N)", "BITSHIFTLEFT(1, N)", "BITAND(N, N)", "BITNOT(N)", "FACTORIAL(N)",
        "WIDTH_BUCKET(1, 0, 2, N)",
        "UNIFORM(N, N, RANDOM())", "'1e-9223372036854775808'::INT", "N * N", "N + N", "N - 1 - N", "-N",
        "ABS(N)", "N / 0.000001", "MOD(N, 7)",
        "HASH(N)",
        "DATE_PART(epoch_nanosecond, '9999-12-31'::DATE)", "N::STRING", "N::FLOAT", "POWER(N, N)",
        "REPEAT('ab', N)",
        "SPACE(LEAST(N, 5))", "N::TIMESTAMP_NTZ::DATE", "TO_CHAR(N, '999')", "STRTOK('a b', ' ', N)",
        "DIV0(N, N)", "SQRT(N)",
    ])
    func extremeArgumentsNeverCrash(_ template: String) {
        let numbers = [
            "9223372036854775807", "(-9223372036854775807 - 1)", "0", "-1",
            "99999999999999999999999999999999999999",
            "2147483648", "1e300", "0.5",
        ]
        for number in numbers {
            _ = world.failure("SELECT " + template.replacing("N", with: number))
        }
        #expect(world.code("SELECT 1") == "none")
    }

    @Test func datesReachTheYear9999() throws {
        #expect(
            try world.row(
                "SELECT YEAR('9999-12-31'::DATE), DATEDIFF(day, '2024-01-01', '9999-12-31'), '9999-12-31'::DATE::STRING"
            ) == "9999|2913173|9999-12-31")
        #expect(world.code("SELECT '9999-12-31'::TIMESTAMP_NTZ") == "100041")
    }

    @Test(arguments: [
        "SELECT COUNT(DISTINCT *) FROM VALUES (1)", "SELECT APPROX_COUNT_DISTINCT()", "SELECT COUNT()",
        "SELECT SUM()",
        "SELECT LISTAGG()", "SELECT PERCENTILE_CONT(2) WITHIN GROUP (ORDER BY column1) FROM VALUES (1)",
        "SELECT PERCENTILE_CONT(0.5) FROM VALUES (1)", "SELECT 1 LIMIT -1", "SELECT 1 ORDER BY 5",
        "SELECT 1 GROUP BY 9",
        "SELECT NTILE(0) OVER (ORDER BY 1)", "SELECT COALESCE()", "SELECT DECODE(1)", "SELECT TO_DATE()",
        "SELECT DATEADD()",
        "SELECT FLATTEN(1)", "SELECT * FROM TABLE(FLATTEN())", "SELECT * FROM TABLE(GENERATOR())", "SELECT *",
        "SELECT t.* FROM VALUES (1)",
        "INSERT INTO nope VALUES (1)", "SELECT * FROM VALUES (1), (1, 2)", "SELECT $0",
        "SELECT $9 FROM VALUES (1)",
        "SELECT PARSE_JSON('{}'):", "SELECT 1 AS", "WITH a AS (SELECT 1) ", "SELECT CASE END",
        "SELECT 1 IN ()",
        "SELECT 'a'::VARCHAR(0", "SELECT 1::NUMBER(99)", "SELECT 1::NOTYPE", "CREATE TABLE x",
        "CREATE TABLE x ()",
        "WITH RECURSIVE r AS (SELECT 1 n UNION SELECT n FROM r) SELECT * FROM r", "SELECT INTERVAL '1 day'",
        "SELECT (1, 2)",
        "MERGE INTO a USING b ON 1 = 1", "SELECT DATE_TRUNC('fortnight', CURRENT_DATE)",
        "SELECT ARRAY_AGG(*) FROM VALUES (1)",
    ])
    func wrongStatementsAreErrors(_ sql: String) { #expect(world.failure(sql) != nil) }

    @Test func qualifiedOrdinalsNameATablesColumns() throws {
        #expect(try world.row("SELECT t.$2, u.$1 FROM VALUES (1, 2) t, VALUES (3) u") == "2|3")
    }

    @Test func forgottenSessionsRollBack() throws {
        try world.run("CREATE TABLE t (n INT)")
        do {
            let other = world.engine.session(database: "DB")
            _ = try other.execute("BEGIN")
            _ = try other.execute("INSERT INTO t VALUES (1)")
        }
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
    }
}
