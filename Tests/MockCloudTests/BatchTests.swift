import Quantities
import ServiceModels
import Testing
import Writing

@Suite struct BatchTests {
    static func records(_ count: Int) -> [BatchRecord] {
        (0..<count).map { index in
            BatchRecord(
                id: UInt64(100 + index),
                request: CopyTests.request(CopyTests.persona(points: CopyTests.points(index))))
        }
    }

    @Test func aJobIsDoneHoursLaterAndBilledOnceAtTheBatchTier() throws {
        var bedrock = CopyTests.bedrock()
        var stream = TestWorld.stream(0)
        let created = bedrock.createBatchJob(
            Self.records(20), modelID: TestWorld.writerModel, at: .start, using: &stream)
        #expect(created.usage.isEmpty)
        let id = try created.result.get()
        let early = bedrock.getBatchJob(id, at: TestWorld.seconds(60), using: &stream)
        #expect(early.response?.status == .inProgress)
        #expect(early.usage.isEmpty)
        let completion = try #require(early.response?.completion)
        #expect(completion >= TestWorld.seconds(1_800))
        let done = bedrock.getBatchJob(id, at: completion, using: &stream)
        guard case .completed(let results)? = done.response?.status else { throw CopyDefect.malformed }
        #expect(results.map(\.id) == (100..<120).map { UInt64($0) })
        #expect(done.usage.amounts.allSatisfy { $0.meter.tier == .batch })
        #expect(done.usage.total(.inputTokens) == results.reduce(0) { $0 + ($1.response?.tokens.input ?? 0) })
        #expect(
            done.usage.total(.outputTokens) == results.reduce(0) { $0 + ($1.response?.tokens.output ?? 0) })
        #expect(done.usage.total(.cacheReadTokens) == 0)
        #expect(bedrock.getBatchJob(id, at: completion, using: &stream).usage.isEmpty)
        for (index, result) in results.enumerated() {
            let copy = try CopyDocument(parsing: result.response?.text ?? "", limits: CopyLimits(variants: 5))
            let expected = CopyTests.points(index).map { Double($0) / 100 }
            #expect(CopyTests.lexicon.mix(of: copy.variants[0].body) == expected)
        }
    }

    @Test func aJobFailsAtTheBatchRateHoweverItsRequestsAreHeld() throws {
        var bedrock = CopyTests.bedrock(rates: FailureRates(strict: 0, batch: 1))
        var stream = TestWorld.stream(0)
        let id = try bedrock.createBatchJob(
            Self.records(10), modelID: TestWorld.writerModel, at: .start, using: &stream
        ).result.get()
        let done = bedrock.getBatchJob(id, at: TestWorld.seconds(864_000), using: &stream)
        guard case .completed(let results)? = done.response?.status else { throw CopyDefect.malformed }
        for result in results {
            #expect(throws: CopyDefect.self) {
                try CopyDocument(parsing: result.response?.text ?? "", limits: CopyLimits(variants: 5))
            }
        }
    }

    @Test func unknownAndEmptyJobsAreRefused() {
        var bedrock = CopyTests.bedrock()
        var stream = TestWorld.stream(0)
        let empty = bedrock.createBatchJob([], modelID: TestWorld.writerModel, at: .start, using: &stream)
        #expect(empty.error?.code == "ValidationException")
        let other = bedrock.createBatchJob(Self.records(1), modelID: "other", at: .start, using: &stream)
        #expect(other.error?.code == "ValidationException")
    }
}
