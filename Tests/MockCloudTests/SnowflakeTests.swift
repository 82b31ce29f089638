import Quantities
import ServiceModels
import Testing

@Suite struct SnowflakeTests {
    static func snowflake(autoSuspend: SimulatedDuration = .seconds(60)) throws -> Snowflake {
        let snowflake = try Snowflake(
            autoSuspend: autoSuspend, latency: .fixed(.seconds(1)), perThousandRows: .seconds(1))
        var stream = TestWorld.stream(0)
        for definition in PipelineTables.definitions {
            _ = try snowflake.execute(definition, at: .start, using: &stream).result.get()
        }
        return snowflake
    }

    static func rows(_ count: Int, n: Int64) -> [[SQLValue]] {
        (0..<count).map { index in
            [
                .integer(Int64(index)), .integer(1), .text("segment \(index)"), .integer(n), .text("{}"),
                .text("ab"),
            ]
        }
    }

    @Test func tablesHoldWhatWasWrittenAndUpsertsReplaceIt() throws {
        let snowflake = try Self.snowflake()
        var stream = TestWorld.stream(1)
        for n in [Int64(100), 250] {
            let changes = snowflake.execute(
                PipelineTables.upsertSegmentAttributes, rows: Self.rows(1_000, n: n), at: .start,
                using: &stream)
            #expect(try changes.result.get() == 1_000)
        }
        let read = try snowflake.query(
            "SELECT segment_id, label, n FROM segment_attributes WHERE segment_id >= ? ORDER BY segment_id",
            [.integer(998)], at: .start, using: &stream
        ).result.get()
        #expect(read.columns == ["segment_id", "label", "n"])
        #expect(
            read.rows == [
                [.integer(998), .text("segment 998"), .integer(250)],
                [.integer(999), .text("segment 999"), .integer(250)],
            ])
    }

    @Test func everyKindOfValueComesBack() throws {
        let snowflake = try Self.snowflake()
        var stream = TestWorld.stream(1)
        let values: [SQLValue] = [
            .null, .integer(-9_007_199_254_740_993), .number(0.1), .text("Grüße 'a' 日本"), .text(""),
        ]
        _ = snowflake.execute("CREATE TABLE kinds (a, b, c, d, e)", at: .start, using: &stream)
        _ = snowflake.execute(
            "INSERT INTO kinds VALUES (?, ?, ?, ?, ?)", rows: [values], at: .start, using: &stream)
        let read = try snowflake.query("SELECT * FROM kinds", at: .start, using: &stream).result.get()
        #expect(read.rows == [values])
    }

    @Test func allRowsTakeEffectOrNone() throws {
        let snowflake = try Self.snowflake()
        var stream = TestWorld.stream(1)
        var rows = Self.rows(10, n: 5)
        rows[7][2] = .null
        let failed = snowflake.execute(
            PipelineTables.upsertSegmentAttributes, rows: rows, at: .start, using: &stream)
        #expect(failed.error?.code == "100072")
        rows[7].removeLast()
        let short = snowflake.execute(
            PipelineTables.upsertSegmentAttributes, rows: rows, at: .start, using: &stream)
        #expect(short.error?.code == "002049")
        let count = snowflake.query("SELECT count(*) FROM segment_attributes", at: .start, using: &stream)
        #expect(try count.result.get().rows == [[.integer(0)]])
    }

    @Test func errorsHaveSnowflakesShape() throws {
        let snowflake = try Self.snowflake()
        var stream = TestWorld.stream(1)
        func error(_ sql: String, _ arguments: [SQLValue] = []) -> ServiceError? {
            let handled = snowflake.query(sql, arguments, at: .start, using: &stream)
            if handled.error != nil { #expect(handled.usage.isEmpty) }
            return handled.error
        }
        let missing = error("SELECT * FROM customers")
        #expect(missing?.code == "002003")
        #expect(missing?.sqlState == "42S02")
        #expect(missing?.message.contains("'CUSTOMERS' does not exist or not authorized") == true)
        #expect(error("SELECT age FROM segment_attributes")?.code == "000904")
        #expect(error("SELEC 1")?.sqlState == "42000")
        #expect(error("SELECT ?")?.code == "002049")
        #expect(error("SELECT ?", [.integer(1)]) == nil)
        let again = snowflake.execute(PipelineTables.definitions[0], at: .start, using: &stream).error
        #expect(again?.code == "002002")
    }

    @Test func theWarehouseIsBilledAMinuteWhenItResumesThenByTheMillisecond() throws {
        // Statements take 1 s. Auto-suspend after 30 s of idling.
        let snowflake = try Snowflake(
            autoSuspend: .seconds(30), latency: .fixed(.seconds(1)), perThousandRows: .zero)
        var stream = TestWorld.stream(1)
        func billed(at seconds: Double) -> Int {
            snowflake.query("SELECT 1", at: TestWorld.seconds(seconds), using: &stream).usage.total(
                .warehouseMilliseconds)
        }
        #expect(billed(at: 0) == 60_000)
        #expect(billed(at: 10) == 0)
        #expect(billed(at: 35) == 0)
        // Runs until 60.5 + 1 s; a minute is paid.
        #expect(billed(at: 60.5) == 1_500)
        // Suspended at 61.5 + 30 s; that idling is billed with the next statement, which resumes.
        #expect(billed(at: 200) == 30_000 + 60_000)
        #expect(snowflake.suspendWarehouse(at: TestWorld.seconds(225)).usage.isEmpty)
        #expect(billed(at: 300) == 60_000)
    }

    @Test func serviceTimeGrowsWithRows() throws {
        let snowflake = try Self.snowflake()
        var stream = TestWorld.stream(1)
        let handled = snowflake.execute(
            PipelineTables.upsertSegmentAttributes, rows: Self.rows(500, n: 1), at: .start, using: &stream)
        #expect(handled.serviceTime == .milliseconds(1_500))
    }
}
