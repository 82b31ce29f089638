import Foundation
import SnowflakeSQL
import Testing

@Suite final class CopyTests {
    let world: World
    let directory: URL

    init() throws {
        world = try World()
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("snow-\(getpid())-\(ObjectIdentifier(world).hashValue)")
        world.engine.stageDirectory = directory
        try world.script("CREATE STAGE st; CREATE TABLE t (id INT, name VARCHAR, n NUMBER(6,2))")
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private func write(_ name: String, _ text: String) throws {
        let url = directory.appendingPathComponent("DB/PUBLIC/ST/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    @Test func csvFilesLoad() throws {
        try write("a.csv", "id,name,n\n1,\"Smith, \"\"J\"\"\",1.5\n2,,\n3,\\N,2\n")
        let result = try world.run(
            "COPY INTO t FROM @st FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1 FIELD_OPTIONALLY_ENCLOSED_BY = '\"')"
        )
        #expect(result.rows[0].prefix(4) == [.text("a.csv"), .text("LOADED"), .integer(3), .integer(3)])
        #expect(
            try world.rows("SELECT * FROM t ORDER BY id") == [
                "1|Smith, \"J\"|1.50", "2|NULL|NULL", "3|NULL|2.00",
            ])
    }

    @Test func formatsPatternsAndColumns() throws {
        try write("in/x.tsv", "5\tfive\n")
        try write("in/y.txt", "6\tsix\n")
        try world.run("CREATE FILE FORMAT tabs TYPE = CSV FIELD_DELIMITER = '\\t'")
        let result = try world.run(
            "COPY INTO t (id, name) FROM @st/in/ FILE_FORMAT = (FORMAT_NAME = tabs) PATTERN = '.*[.]tsv'")
        #expect(result.rows.count == 1)
        #expect(try world.rows("SELECT id, name FROM t") == ["5|five"])
    }

    @Test func jsonLoadsAndTransforms() throws {
        try write("p.json", "{\"id\": 7, \"who\": {\"name\": \"Zoe\"}}\n{\"id\": 8}\n")
        try world.run("CREATE TABLE raw (v VARIANT)")
        try world.run("COPY INTO raw FROM @st/p.json FILE_FORMAT = (TYPE = JSON)")
        #expect(try world.rows("SELECT v:id FROM raw ORDER BY 1") == ["7", "8"])
        try world.run(
            "COPY INTO t (id, name) FROM (SELECT $1:id::INT, $1:who.name::STRING FROM @st/p.json) FILE_FORMAT = (TYPE = 'JSON')"
        )
        #expect(try world.rows("SELECT id, name FROM t ORDER BY id") == ["7|Zoe", "8|NULL"])
        try world.run(
            "COPY INTO t FROM @st/p.json FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE FORCE = TRUE"
        )
        #expect(try world.row("SELECT COUNT(*) FROM t") == "4")
        #expect(
            world.code("COPY INTO t FROM @st/p.json FILE_FORMAT = (TYPE = JSON) FORCE = TRUE") == "002019")
    }

    @Test func badRowsStopOrAreLeftOut() throws {
        try write("b.csv", "1,a,1\nx,b,2\n3,c,3\n")
        #expect(world.code("COPY INTO t FROM @st FILE_FORMAT = (TYPE = CSV)") == "100038")
        #expect(try world.row("SELECT COUNT(*) FROM t") == "0")
        let result = try world.run("COPY INTO t FROM @st FILE_FORMAT = (TYPE = CSV) ON_ERROR = CONTINUE")
        #expect(result.rows[0][1] == .text("PARTIALLY_LOADED"))
        #expect(try world.rows("SELECT id FROM t ORDER BY id") == ["1", "3"])
        try write("b.csv", "1,a\n")
        #expect(world.code("COPY INTO t FROM @st FILE_FORMAT = (TYPE = CSV)") == "100080")
    }

    @Test func aFileIsLoadedOnce() throws {
        try write("a.csv", "1,a,1\n")
        let sql = "COPY INTO t FROM @st FILE_FORMAT = (TYPE = CSV)"
        #expect(try world.run(sql).rowsInserted == 1)
        #expect(try world.row(sql) == "Copy executed with 0 files processed.")
        try write("b.csv", "2,b,2\n")
        #expect(try world.run(sql).rows.map { $0[0] } == [.text("b.csv")])
        try write("a.csv", "3,c,3\n")
        #expect(try world.run(sql).rows.map { $0[0] } == [.text("a.csv")])
        #expect(try world.run(sql + " FORCE = TRUE").rowsInserted == 2)
        #expect(try world.rows("SELECT id FROM t ORDER BY id") == ["1", "2", "2", "3", "3"])
        try world.script("TRUNCATE t; BEGIN; " + sql + "; ROLLBACK")
        #expect(try world.run(sql).rowsInserted == 2)
    }

    @Test func compressedFilesAreReadOrRefused() throws {
        // gzip of "7,g,1\n" with a stored block.
        let packed: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1, 6, 0, 249, 255]
        try write("a.csv.gz", "")
        try Data(packed).write(to: directory.appendingPathComponent("DB/PUBLIC/ST/a.csv.gz"))
        let sql = "COPY INTO t FROM @st FILE_FORMAT = (TYPE = CSV)"
        #expect(world.failure(sql)?.message.contains("COMPRESSION = GZIP") == true)
        world.engine.inflate = { $0 == packed ? Array("7,g,1\n".utf8) : nil }
        #expect(try world.run(sql).rowsInserted == 1)
        try write("b.csv", "8,h,1\n")
        #expect(
            world.code("COPY INTO t FROM @st/b FILE_FORMAT = (TYPE = CSV COMPRESSION = GZIP)") == "100087")
        try write("c.csv.zst", "x")
        #expect(
            world.failure("COPY INTO t FROM @st/c FILE_FORMAT = (TYPE = CSV)")?.message
                .contains("COMPRESSION = ZSTD") == true)
    }

    @Test func stagesKeepToTheirDirectory() throws {
        try write("a.csv", "1,a,1\n")
        #expect(try world.rows("LIST @st").map { $0.prefix(10) } == ["st/a.csv|6"])
        #expect(world.code("LIST @st/../other") == "000002")
        #expect(world.code("COPY INTO t FROM '@st//etc/passwd' FILE_FORMAT = (TYPE = CSV)") == "000002")
        #expect(world.code("LIST @nope") == "002003")
        #expect(world.code("COPY INTO t FROM 's3://bucket/x'") == "000002")
        #expect(try world.row("COPY INTO t FROM @st/none").contains("0 files"))
    }
}
