import SnowflakeSQL
import Testing

@Suite struct LogicTests {
    let world: World

    init() throws { world = try World() }

    @Test(arguments: [
        ("NULL AND FALSE", "false"), ("NULL AND TRUE", "NULL"), ("NULL OR TRUE", "true"),
        ("NULL OR FALSE", "NULL"),
        ("NOT NULL", "NULL"), ("NULL = NULL", "NULL"), ("NULL IS NULL", "true"), ("1 IS NOT NULL", "true"),
        ("NULL IN (1, 2)", "NULL"), ("1 IN (1, NULL)", "true"), ("2 IN (1, NULL)", "NULL"),
        ("2 NOT IN (1, NULL)", "NULL"),
        ("EQUAL_NULL(NULL, NULL)", "true"), ("NULL IS DISTINCT FROM 1", "true"),
        ("1 IS NOT DISTINCT FROM 1", "true"),
        ("NULL BETWEEN 1 AND 2", "NULL"), ("5 NOT BETWEEN 1 AND 3", "true"), ("(1 > 2) IS TRUE", "false"),
        ("NULL::BOOLEAN IS NOT TRUE", "true"), ("CASE WHEN NULL THEN 1 ELSE 2 END", "2"),
        ("CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", "b"),
        ("CASE NULL WHEN NULL THEN 'y' ELSE 'n' END", "n"),
        ("DECODE(NULL, NULL, 'y', 'n')", "y"), ("IFF(NULL, 1, 2)", "2"), ("NVL(NULL, 'x')", "x"),
        ("NVL2(NULL, 'a', 'b')", "b"), ("COALESCE(NULL, NULL, 3)", "3"), ("NULLIF(1, 1)", "NULL"),
        ("(1, 2) IN ((1, 2), (3, 4))", "true"), ("'true'::BOOLEAN", "true"), ("TO_BOOLEAN('off')", "false"),
        ("TRY_TO_BOOLEAN('maybe')", "NULL"), ("TRUE::STRING", "true"), ("1 = '1'", "true"),
        ("1 = '1.5'", "false"),
        ("1 = 1.0", "true"), ("1 < 1.5", "true"), ("1.5 = 1.5::FLOAT", "true"), ("TRUE = 'yes'", "true"),
        ("5 > ALL (SELECT 3 UNION ALL SELECT 4)", "true"), ("5 > ALL (SELECT NULL)", "NULL"),
        ("1 > ANY (SELECT 3 UNION ALL SELECT 4)", "false"), ("3 = ANY (SELECT 3)", "true"),
        ("1 <> ALL (SELECT 1)", "false"), ("EXISTS (SELECT 1 WHERE FALSE)", "false"),
    ])
    func logicHasThreeValues(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT " + sql) == expected)
    }

    @Test func onlyTheTakenBranchIsComputed() throws {
        #expect(
            try world.row(
                "SELECT CASE WHEN TRUE THEN 1 ELSE 1 / 0 END, IFF(FALSE, 'x'::INT, 2), COALESCE(1, 1 / 0)")
                == "1.000000|2|1.000000")
    }

    @Test func booleansAreBooleansInResults() throws {
        try world.script("CREATE TABLE t (b BOOLEAN); INSERT INTO t VALUES (TRUE), (NULL), (FALSE)")
        #expect(
            try world.rows("SELECT b, NOT b, b AND TRUE FROM t ORDER BY b") == [
                "false|true|false", "true|false|true", "NULL|NULL|NULL",
            ])
        #expect(try world.run("SELECT 1 < 2").columns[0].type == .boolean)
    }
}
