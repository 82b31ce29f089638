import Quantities
import ServiceModels
import Testing

/// Each service against the promises of `MockService`, under faults that strike now and then.
@Suite struct ConformanceTests {
    static func faults(_ service: Meter.Service) -> FaultPlan {
        FaultPlan([
            .init(service, .rate(0.1), .throttle), .init(service, .rate(0.1), .serverError),
            .init(service, .rate(0.1), .slow(factor: 2)), .init(service, .rate(0.1), .malformedJSON),
            .init(service, .rate(0.1), .duplicate),
        ])
    }

    static func times(_ requests: [some Sendable]) -> [SimulatedInstant] {
        requests.indices.map { TestWorld.seconds(Double($0) * 0.3) }
    }

    @Test func cortexConforms() throws {
        let requests = (0..<100).map { index in
            Cortex.Request.complete(
                CompletionRequest(
                    modelID: index % 17 == 0 ? "other" : TestWorld.writerModel,
                    prompt: TestWorld.prompt(TestWorld.segment(index))))
        }
        try checkMockService(
            .cortex, make: { try PersonaDocumentTests.cortex(faults: Self.faults(.cortex)) },
            calls: Array(zip(requests, Self.times(requests))))
    }

    @Test func bedrockConforms() throws {
        var requests: [Bedrock.Request] = (0..<80).map { index in
            var request = CopyTests.request(CopyTests.persona(points: CopyTests.points(index)))
            request.system = [TestWorld.part(tokens: 150)]
            request.maxTokens = 900
            request.cachePoint = index % 2 == 0 ? CachePoint() : nil
            return .converse(request)
        }
        requests.append(.createBatchJob(records: BatchTests.records(3), modelID: TestWorld.writerModel))
        requests.append(.createBatchJob(records: BatchTests.records(3), modelID: TestWorld.writerModel))
        try checkMockService(
            .bedrock,
            make: {
                Bedrock(
                    models: [TestWorld.profile(tokensPerMinute: 20_000)], decks: TestWorld.decks,
                    faults: Self.faults(.bedrock))
            }, calls: Array(zip(requests, Self.times(requests))))
    }

    @Test func lambdaConforms() throws {
        let requests = (0..<100).map {
            Lambda.Request.invoke(function: "generate-copy", payloadBytes: $0 * 100_000)
        }
        try checkMockService(
            .lambda,
            make: { LambdaTests.lambda(LambdaLimits(concurrency: 40), faults: Self.faults(.lambda)) },
            calls: Array(zip(requests, Self.times(requests))))
    }

    @Test func snsConforms() throws {
        let requests = (0..<100).map { index -> SNS.Request in
            index % 3 == 0
                ? .subscribe(topic: "review", endpoint: "e\(index)") : .publish(topic: "review", message: "x")
        }
        try checkMockService(
            .sns, make: { SNSTests.sns(faults: Self.faults(.sns)) },
            calls: Array(zip(requests, Self.times(requests))))
    }

    @Test func marketingPlatformConforms() throws {
        let requests = (0..<100).flatMap { index -> [MarketingPlatform.Request] in
            let slot = MarketingPlatform.Slot(
                campaign: index, segment: 1, arm: index % 5 == 0 ? .holdOut : .generic)
            return [.loadContent(slot, text: "x"), .send(slot, recipients: index), .report(campaign: index)]
        }
        try checkMockService(
            .marketing, make: { MarketingPlatformTests.platform(faults: Self.faults(.marketing)) },
            calls: Array(zip(requests, requests.indices.map { TestWorld.seconds(1 + Double($0) * 0.005) })))
    }

    @Test func snowflakeConforms() throws {
        let requests = (0..<60).map { index -> Snowflake.Request in
            switch index % 4 {
            case 0:
                .execute(sql: PipelineTables.upsertSegmentAttributes, rows: SnowflakeTests.rows(index, n: 7))
            case 1: .query(sql: "SELECT * FROM segment_attributes ORDER BY segment_id", arguments: [])
            case 2: .query(sql: "SELECT * FROM nothing", arguments: [])
            default: .suspendWarehouse
            }
        }
        try checkMockService(
            .snowflake,
            make: {
                let snowflake = try Snowflake(faults: Self.faults(.snowflake))
                // The first calls make the tables; a fault may strike one, on both sides alike.
                for definition in PipelineTables.definitions {
                    var stream = TestWorld.stream(9)
                    snowflake.execute(definition, at: .start, using: &stream)
                }
                return snowflake
            }, calls: Array(zip(requests, Self.times(requests))))
    }

    @Test func journalKeepsWhatItIsAskedTo() {
        func journal(_ detail: Journal.Detail) -> Journal {
            var journal = Journal(detail: detail)
            var sns = SNSTests.sns()
            for index in 0..<3 {
                var stream = TestWorld.stream(index)
                let handled = sns.publish(
                    topic: index == 1 ? "other" : "review", message: "x", at: .start, using: &stream)
                journal.record(
                    handled, service: .sns, operation: "publish", entity: 4, at: .start, request: "x",
                    response: "done")
            }
            return journal
        }
        let bodies = journal(.bodies)
        #expect(bodies.entries.map(\.status) == [200, 404, 200])
        #expect(bodies.entries[0].requestBody == "x")
        #expect(bodies.refusals == 1)
        #expect(journal(.entries).entries[0].requestBody == nil)
        #expect(journal(.totals).entries.isEmpty)
        #expect(journal(.totals).totals == bodies.totals)
        #expect(journal(.totals).count == 3)
    }
}
