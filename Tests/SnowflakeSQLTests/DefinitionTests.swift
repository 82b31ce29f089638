import Foundation
import SnowflakeSQL
import Testing

@Suite struct DefinitionTests {
    let world: World

    init() throws { world = try World() }

    @Test func namesFoldToUpperCaseUnlessQuoted() throws {
        try world.script(
            #"CREATE TABLE Mixed (A INT, "a" INT, "Sp ace" INT); INSERT INTO mixed VALUES (1, 2, 3)"#)
        #expect(try world.row(#"SELECT a, "a", "Sp ace", MIXED."A" FROM "MIXED""#) == "1|2|3|1")
        #expect(
            world.failure(#"SELECT * FROM "Mixed""#)?.message.contains("Object 'Mixed' does not exist")
                == true)
        #expect(try world.run("SELECT * FROM mixed").columns.map(\.name) == ["A", "a", "Sp ace"])
    }

    @Test func databasesAndSchemas() throws {
        try world.script(
            "CREATE DATABASE two; CREATE SCHEMA deep; CREATE TABLE x (n INT); INSERT INTO x VALUES (7)")
        #expect(try world.row("SELECT CURRENT_DATABASE(), CURRENT_SCHEMA()") == "TWO|DEEP")
        try world.run("USE SCHEMA db.public")
        #expect(try world.row("SELECT n FROM two.deep.x") == "7")
        #expect(world.code("SELECT n FROM x") == "002003")
        try world.run("USE DATABASE two")
        #expect(try world.row("SELECT CURRENT_SCHEMA()") == "PUBLIC")
        #expect(try world.row("SELECT x.n FROM deep.x") == "7")
        #expect(world.code("USE DATABASE nope") == "002043")
        #expect(world.code("CREATE DATABASE two") == "002002")
        try world.script("CREATE DATABASE IF NOT EXISTS two; DROP DATABASE two")
        #expect(world.code("SELECT 1 FROM two.deep.x") == "002003")
        #expect(try world.run("SELECT 1").finalDatabase == nil)
    }

    @Test func tablesFromQueriesShapesAndClones() throws {
        try world.script(
            """
            CREATE TABLE a (id INT NOT NULL, n NUMBER(5,2) DEFAULT 1.5, CONSTRAINT pk PRIMARY KEY (id)) CLUSTER BY (id) COMMENT = 'hi';
            INSERT INTO a (id) VALUES (1), (2);
            CREATE TABLE b AS SELECT id * 2 AS twice, n FROM a WHERE id > 1;
            CREATE TABLE c LIKE a;
            CREATE TABLE d CLONE a;
            CREATE TABLE e (x VARCHAR, y) AS SELECT id, n FROM a;
            CREATE OR REPLACE TRANSIENT TABLE b AS SELECT twice + 1 AS more FROM b
            """)
        #expect(try world.rows("SELECT more FROM b") == ["5"])
        #expect(try world.row("SELECT COUNT(*) FROM c") == "0")
        #expect(try world.row("SELECT SUM(n) FROM d") == "3.00")
        #expect(try world.rows("SELECT x, y FROM e ORDER BY x") == ["1|1.50", "2|1.50"])
        // Keys are not enforced, as in Snowflake.
        try world.run("INSERT INTO d (id) VALUES (1)")
        #expect(world.code("CREATE TABLE a (x INT)") == "002002")
        #expect(try world.row("CREATE TABLE IF NOT EXISTS a (x INT)").contains("already exists"))
        #expect(world.code("CREATE TABLE z (x INT, x INT)") == "001080")
        #expect(world.code("CREATE TABLE z (x GEOGRAPHY)") == "000002")
    }

    @Test func alterations() throws {
        try world.script(
            """
            CREATE TABLE t (a INT, b VARCHAR(5)); INSERT INTO t VALUES (1, 'x');
            ALTER TABLE t ADD COLUMN c NUMBER(4,1) DEFAULT 2.5, d DATE;
            ALTER TABLE t RENAME COLUMN a TO aa; ALTER TABLE t DROP COLUMN b; ALTER TABLE t RENAME TO u
            """)
        #expect(try world.rows("SELECT * FROM u") == ["1|2.5|NULL"])
        #expect(try world.run("SELECT * FROM u").columns.map(\.name) == ["AA", "C", "D"])
        try world.run("ALTER TABLE u ADD COLUMN b VARCHAR")
        #expect(try world.row("SELECT b FROM u") == "NULL")
        #expect(world.code("ALTER TABLE u ALTER COLUMN c SET DATA TYPE NUMBER(2,1)") == "002108")
        try world.script(
            "ALTER TABLE u ALTER c TYPE NUMBER(9,1); ALTER TABLE u ALTER COLUMN aa SET NOT NULL; CREATE TABLE w (k INT); ALTER TABLE u SWAP WITH w"
        )
        #expect(try world.run("SELECT * FROM u").columns.map(\.name) == ["K"])
        #expect(world.code("INSERT INTO w (aa) VALUES (NULL)") == "100072")
        #expect(world.code("ALTER TABLE u DROP COLUMN nope") == "000904")
    }

    @Test func viewsAreBoundWhereTheyWereMade() throws {
        try world.script(
            "CREATE TABLE t (n INT); INSERT INTO t VALUES (1), (2); CREATE VIEW v (m) AS SELECT n * 10 FROM t; USE SCHEMA s"
        )
        #expect(try world.rows("SELECT m FROM db.public.v ORDER BY m") == ["10", "20"])
        try world.run("CREATE OR REPLACE VIEW db.public.v AS SELECT 1 AS one")
        #expect(try world.rows("SELECT one FROM db.public.v") == ["1"])
        #expect(world.code("CREATE VIEW w AS SELECT * FROM nope") == "002003")
        try world.run("DROP VIEW db.public.v")
        #expect(world.code("DROP VIEW db.public.v") == "002003")
    }

    @Test func listings() throws {
        try world.script(
            "CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(9) COMMENT 'c'); CREATE VIEW v AS SELECT 1 x; CREATE WAREHOUSE wh; INSERT INTO t VALUES (1, 'a')"
        )
        let tables = try world.run("SHOW TABLES LIKE 't%'")
        #expect(tables.rows.count == 1)
        #expect(tables.rows[0][1] == .text("T"))
        #expect(tables.rows[0][7] == .integer(1))
        #expect(
            try world.rows("DESCRIBE TABLE t").map { $0.prefix(20) } == [
                "ID|NUMBER(38,0)|COLU", "S|VARCHAR(9)|COLUMN|",
            ])
        #expect(try world.run("SHOW DATABASES").rows.count == 1)
        #expect(try world.run("SHOW SCHEMAS IN DATABASE db").rows.count == 2)
        #expect(try world.run("SHOW COLUMNS IN TABLE t").rows.count == 2)
        #expect(try world.run("SHOW WAREHOUSES").rows.count == 1)
        #expect(try world.run("SHOW PARAMETERS LIKE 'TIMEZONE' IN SESSION").rows.count == 1)
        #expect(
            try world.rows("SELECT table_name, table_type FROM information_schema.tables ORDER BY 1") == [
                "T|BASE TABLE", "V|VIEW",
            ])
        #expect(
            try world.rows(
                "SELECT column_name, data_type, character_maximum_length FROM db.information_schema.columns WHERE table_name = 'T' ORDER BY ordinal_position"
            ) == ["ID|NUMBER|NULL", "S|TEXT|9"])
        #expect(
            try world.rows("SELECT schema_name FROM information_schema.schemata ORDER BY 1") == [
                "INFORMATION_SCHEMA", "PUBLIC", "S",
            ])
        #expect(world.code("SHOW STREAMS") == "000002")
    }

    @Test func dataSurviveInAFile() throws {
        let path = NSTemporaryDirectory() + "snowflake-\(#line)-\(getpid()).sqlite"
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            let engine = try SnowflakeEngine(storage: .file(path), now: { 0 })
            try engine.ensure(database: "DB")
            let session = engine.session(database: "DB")
            _ = try session.execute("CREATE TABLE t (id INT AUTOINCREMENT, n NUMBER(5,2), v VARIANT)")
            _ = try session.execute("INSERT INTO t (n, v) SELECT 1.25, PARSE_JSON('[1]')")
        }
        let engine = try SnowflakeEngine(storage: .file(path), now: { 0 })
        let session = engine.session(database: "DB")
        _ = try session.execute("INSERT INTO t (n) VALUES (2)")
        #expect(
            try session.execute("SELECT id, n FROM t ORDER BY id").rows == [
                [.integer(1), .decimal("1.25")], [.integer(2), .decimal("2.00")],
            ])
    }
}
