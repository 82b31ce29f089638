import MockBedrock
import MockCloud
import MockWire
import Quantities
import RandomStreams
import Testing
import Writing

@testable import ServiceModels

/// A typed call and the same call by bytes: equal answers, times and usage, also where faults strike.
@Suite struct DoorTests {
    /// Every kind of fault, each often enough to strike.
    static let faults = FaultPlan(
        Meter.Service.allCases.flatMap { service in
            [
                .init(service, .everyNthCall(5), .slow(factor: 1.7)),
                .init(service, .everyNthCall(7), .throttle),
                .init(service, .everyNthCall(11), .serverError),
                .init(service, .rate(0.1), .stall(.seconds(3))),
                .init(service, .everyNthCall(4), .duplicate),
                .init(service, .everyNthCall(6), .malformedJSON),
                .init(service, .everyNthCall(9), .offBrand),
                .init(service, .rate(0.1), .schemaBreaking),
            ]
        })

    static let seed = Seed(5)

    /// Calls both ways, evenly spaced.
    private func compare<Service: RemoteService>(
        _ machine: Service, _ wire: any WireService, _ requests: [Service.Request],
        every step: SimulatedDuration = .seconds(10), sourceLocation: SourceLocation = #_sourceLocation
    ) where Service.Response: Equatable {
        let cloud = Cloud(
            services: [wire], seed: DoorTests.seed, clock: CloudClock(isKeptByCaller: true))
        compare(machine, cloud, requests, every: step, sourceLocation: sourceLocation)
    }

    private func compare<Service: RemoteService>(
        _ machine: Service, _ cloud: Cloud, _ requests: [Service.Request],
        every step: SimulatedDuration = .seconds(10), sourceLocation: SourceLocation = #_sourceLocation
    ) where Service.Response: Equatable {
        let line = CallLine(cloud)
        var typed = Door(machine)
        var bytes = Door<Service>(by: line)
        var refusals = 0
        for (index, request) in requests.enumerated() {
            let now = SimulatedInstant.start + step * index
            let key = DoorTests.seed.named("door.test").key(entity: index, step: 3)
            let expected = typed.call(request, at: now, using: key)
            #expect(
                bytes.call(request, at: now, using: key) == expected, "call \(index)",
                sourceLocation: sourceLocation)
            if expected.error != nil { refusals += 1 }
        }
        #expect(line.failure == nil, sourceLocation: sourceLocation)
        #expect(cloud.callCount == requests.count, sourceLocation: sourceLocation)
        #expect(refusals > 2 && refusals < requests.count, sourceLocation: sourceLocation)
    }

    @Test func lambdaAnswersTheSame() throws {
        let make: @Sendable (FaultPlan) -> Lambda = {
            Lambda(
                functions: [
                    LambdaFunction(
                        name: "generate-copy", memoryMegabytes: 512,
                        coldStart: .logNormal(median: .milliseconds(200), sigma: 0.5, floor: .zero))
                ], faults: $0)
        }
        var requests: [Lambda.Request] = (0..<40).map { .invoke(function: "generate-copy", payloadBytes: $0) }
        requests += (0..<12).map { id in
            .finish(
                .init(
                    id: id, function: "generate-copy", isCold: true, accepted: .start, started: .start))
        }
        requests.append(.invoke(function: "missing", payloadBytes: 0))
        compare(make(DoorTests.faults), try RemoteWire { _ in make(DoorTests.faults) }, requests)
    }

    @Test func theMarketingPlatformAnswersTheSame() throws {
        let slots = (0..<20).map {
            MarketingPlatform.Slot(campaign: 1, segment: UInt64($0), arm: .personalised)
        }
        var requests: [MarketingPlatform.Request] = [
            .defineSegments(slots.map { .init(segment: $0.segment, members: 100) })
        ]
        requests += slots.map { .loadContent($0, text: "Grüße \"\($0.segment)\"\n") }
        requests += slots.map { .send($0, recipients: 90) }
        requests += [.report(campaign: 1), .archive(campaign: 1), .report(campaign: 1)]
        compare(
            MarketingPlatform(faults: DoorTests.faults),
            try RemoteWire { _ in MarketingPlatform(faults: DoorTests.faults) }, requests)
    }

    @Test func snsAnswersTheSame() throws {
        var requests: [SNS.Request] = [
            .createTopic(name: "t"), .subscribe(topic: "t", endpoint: "reviewers"),
        ]
        requests += (0..<30).map { .publish(topic: $0 % 8 == 7 ? "none" : "t", message: "message \($0)") }
        compare(
            SNS(faults: DoorTests.faults), try RemoteWire { _ in SNS(faults: DoorTests.faults) }, requests)
    }

    @Test func snowflakeAnswersTheSameToTheLastBit() throws {
        let numbers: [Double] = [0.1, -0.0, 1, 1e300, 5e-324, 1.0 / 3, 9_007_199_254_740_993, -2]
        var requests: [Snowflake.Request] = [
            .execute(sql: "CREATE TABLE t (a INTEGER, b, c TEXT)", rows: [])
        ]
        requests += numbers.enumerated().map { index, number in
            .execute(
                sql: "INSERT INTO t VALUES (?, ?, ?)",
                rows: [[.integer(.max - Int64(index)), .number(number), .text("é\"\\\u{1}")]])
        }
        requests += [
            .execute(sql: "INSERT INTO t VALUES (?, ?, ?)", rows: [[.null, .null, .null]]),
            .query(sql: "SELECT a, b, c FROM t ORDER BY a", arguments: []),
            .query(sql: "SELECT b FROM t WHERE a > ?", arguments: [.integer(7)]),
            .query(sql: "SELECT nothing FROM t", arguments: []), .execute(sql: "UPDATE", rows: []),
            .suspendWarehouse, .query(sql: "SELECT COUNT(*) FROM t", arguments: [.integer(7)]),
        ]
        let rules = FaultPlan(DoorTests.faults.rules.filter { $0.kind != .throttle })
        compare(try Snowflake(faults: rules), try RemoteWire { _ in try Snowflake(faults: rules) }, requests)
    }

    @Test func cortexAnswersTheSame() throws {
        let decks = TestWorld.decks
        let make: @Sendable (FaultPlan) throws -> Cortex = {
            try Cortex(
                belief: TestWorld.belief(), models: decks.cortexModels, decks: decks,
                rates: FailureRates(), faults: $0)
        }
        let requests = (0..<40).map { index in
            Cortex.Request.complete(
                CompletionRequest(
                    modelID: TestWorld.writerModel, prompt: TestWorld.prompt(TestWorld.segment(index)),
                    maxTokens: index % 10 == 9 ? 30 : 900, temperature: index % 3 == 0 ? 0 : 0.7))
        }
        compare(try make(DoorTests.faults), try RemoteWire { _ in try make(DoorTests.faults) }, requests)
    }

    private func conversations(_ model: String) -> [Bedrock.Request] {
        (0..<60).map { .converse(DoorTests.conversation($0, model)) }
            + [.converse(ConverseRequest(modelID: "unknown", messages: [PromptPart("2 variants")]))]
    }

    @Test func bedrockAnswersTheSame() throws {
        let bedrock = Bedrock(
            models: [TestWorld.profile(tokensPerMinute: 60_000) { $0.cacheMinimumTokens = 10 }],
            decks: TestWorld.decks, rates: FailureRates(), faults: DoorTests.faults)
        compare(AsWritten(bedrock: bedrock), BedrockRemoteWire(bedrock), conversations(TestWorld.writerModel))
        let records = (0..<5).map {
            BatchRecord(id: UInt64($0) + 1 << 60, request: DoorTests.conversation($0))
        }
        let jobs: [Bedrock.Request] =
            [records, [], records].map { .createBatchJob(records: $0, modelID: TestWorld.writerModel) }
            + (0..<30).map { .getBatchJob(BatchJobID(value: $0 % 2)) } + [.getBatchJob(BatchJobID(value: 9))]
        compare(AsWritten(bedrock: bedrock), BedrockRemoteWire(bedrock), jobs, every: .hours(1))
    }

    /// The account that the server offers checks requests against AWS's shapes and looks answers up in a deck.
    @Test func bedrockAnswersTheSameAsTheWholeAccount() throws {
        var setup = try CloudSetup(directory: TestWorld.mocksFolder)
        setup.seed = DoorTests.seed
        setup.tokensPerMinute = 60_000
        let cloud = try setup.cloud()
        cloud.inject(DoorTests.faults)
        let models = setup.decks.bedrockModels.compactMap {
            setup.decks.bedrockModel($0.id, tokensPerMinute: 60_000)
        }
        let bedrock = Bedrock(models: models, decks: setup.decks, faults: DoorTests.faults)
        compare(AsWritten(bedrock: bedrock), cloud, conversations(models[0].id))
    }

    /// Bedrock as Converse shows it: without the time to the first token.
    private struct AsWritten: RemoteService {
        var bedrock: Bedrock

        static var service: Meter.Service { Bedrock.service }
        static func operation(of request: Bedrock.Request) -> String { Bedrock.operation(of: request) }
        static func wire(_ request: Bedrock.Request) throws -> WireRequest { try Bedrock.wire(request) }
        static func response(to request: Bedrock.Request, in answer: WireAnswer) throws -> Bedrock.Response {
            try Bedrock.response(to: request, in: answer)
        }
        static func refusal(in answer: WireAnswer) throws -> ServiceError { try Bedrock.refusal(in: answer) }

        mutating func inject(_ faults: FaultPlan) { bedrock.inject(faults) }

        mutating func handle(
            _ request: Bedrock.Request, at now: SimulatedInstant, using stream: inout RandomStream
        ) -> Handled<Bedrock.Response> {
            bedrock.handle(request, at: now, using: &stream).map {
                guard case .converse(var response) = $0 else { return $0 }
                response.firstToken = .zero
                return .converse(response)
            }
        }
    }

    /// Cached and plain, warm and cold, with and without a schema or a limit.
    static func conversation(_ index: Int, _ model: String = TestWorld.writerModel) -> ConverseRequest {
        ConverseRequest(
            modelID: model,
            system: [
                PromptPart(
                    "Write in the brand's voice: plain, warm, \"brief\".\n"
                        + String(repeating: "Keep to it. ", count: 40))
            ],
            messages: [
                PromptPart(TestWorld.segment(index / 2).text(attributes: TestWorld.attributes)),
                PromptPart("Write \(1 + index % 4) variants for this persona."),
            ], maxTokens: index % 3 == 0 ? nil : 4_000, temperature: index % 5 == 0 ? 0 : 0.7,
            cachePoint: index % 2 == 0
                ? CachePoint(messageParts: index % 4 / 2, lifetime: index % 8 < 4 ? .fiveMinutes : .oneHour)
                : nil, isStructured: index % 7 != 0)
    }
}
