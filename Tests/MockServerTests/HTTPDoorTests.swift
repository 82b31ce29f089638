import Campaigns
import Foundation
import MockBedrock
import MockCloud
import MockServer
import MockWire
import Pricing
import Quantities
import RandomStreams
import ServiceModels
import Testing
import Workbench
import Writing

/// The third door: the same calls over a socket give what typed calls and bytes in process give.
@Suite struct HTTPDoorTests {
    @Test(arguments: [
        ("email-2008", ["run.campaigns=2"]),
        (
            "million",
            [
                "run.campaigns=2", "audience.synthetic.customers=5000",
                "faults=[{service: bedrock, kind: throttle, rate: 0.3}, {service: snowflake, kind: server_error, "
                    + "rate: 0.3}, {service: marketing, kind: server_error, rate: 0.1}, {service: cortex, kind: "
                    + "malformed_json, every: 5}, {service: lambda, kind: throttle, rate: 0.2}]",
            ]
        ),
        (
            "million",
            [
                "run.campaigns=2", "audience.synthetic.customers=5000", "copy.mode=batch",
                "copy.failure_rate=0.2",
            ]
        ),
    ]) func aRunOverHTTPGivesTheSame(_ name: String, _ settings: [String]) async throws {
        let workspace = try Workspace(
            scenarioPath: CloudServerTests.root + "/scenarios/\(name).yaml", overrides: settings)
        let folder = try TestFolder.make("http-\(name)")
        let journal = try JournalFile(path: folder + "/http.jsonl", bodyBytes: 4_096)
        let served = ServedRun(journal: journal, card: try workspace.book.rateCard())
        let connection = Transport.Connection(observers: served.observers) { try served.connect($0) }
        let runs = try await onThread {
            try [Transport.typed, .wire, .bytes(connection)].map {
                try SingleRun(workspace: workspace, jobs: 1, keepsBodies: true, transport: $0)
            }
        }
        await served.stop()
        for run in runs.dropFirst() {
            #expect(run.digest == runs[0].digest)
            #expect(run.journal.totals == runs[0].journal.totals)
            #expect(run.journal.entries == runs[0].journal.entries)
            #expect(run.invoice.lines == runs[0].invoice.lines)
            #expect(run.invariants.isClean)
        }
        let lines = try String(contentsOfFile: journal.path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 100)
    }

    /// The account that `finegrain-server` offers, with faults that strike now and then.
    @Test func bedrockAnswersTheSameThroughThreeDoors() async throws {
        let faults = FaultPlan([
            .init(.bedrock, .everyNthCall(7), .throttle), .init(.bedrock, .everyNthCall(11), .serverError),
            .init(.bedrock, .everyNthCall(5), .slow(factor: 1.7)),
            .init(.bedrock, .everyNthCall(6), .malformedJSON), .init(.bedrock, .rate(0.2), .offBrand),
        ])
        let seed = Seed(5)
        let server = try await CloudServer.started(
            mocks: CloudServerTests.root + "/mocks", prices: CloudServerTests.root + "/fixtures/prices",
            seed: seed.value)
        server.cloud.inject(faults)
        var setup = try CloudSetup(directory: CloudServerTests.root + "/mocks")
        setup.seed = seed
        let cloud = try setup.cloud()
        cloud.inject(faults)
        let model = try #require(
            setup.decks.bedrockModel(setup.decks.bedrockModels[0].id, tokensPerMinute: setup.tokensPerMinute))
        let bedrock = Bedrock(models: [model], decks: setup.decks, faults: faults)
        let answers = try await onThread {
            let socket = CallLine(try HTTPLine(url: server.url))
            return [Door(bedrock), Door(by: CallLine(cloud)), Door(by: socket)].map { door in
                var door = door
                return (0..<80).map { index in
                    door.converse(
                        Self.conversation(index, model.id), at: .start + .seconds(index),
                        using: seed.named("http.test").key(entity: index))
                }
            }
        }
        await server.stop()
        for (typed, (bytes, http)) in zip(answers[0], zip(answers[1], answers[2])) {
            #expect(bytes == http)
            #expect(typed.error == http.error)
            #expect(typed.serviceTime == http.serviceTime && typed.usage == http.usage)
            #expect(typed.response?.text == http.response?.text)
            #expect(typed.response?.tokens == http.response?.tokens)
            #expect(typed.response?.stopReason == http.response?.stopReason)
        }
        #expect((5..<40).contains(answers[0].count { $0.error != nil }))
    }

    @Test func aLineToNobodySaysSo() async throws {
        let failure = await #expect(throws: FinegrainError.self) {
            try await onThread { try HTTPLine(url: "http://127.0.0.1:1").carry(WireRequest("GET", "/")) }
        }
        #expect(failure?.problems.first?.message.contains("the line to the mock cloud broke") ?? false)
    }

    private static func conversation(_ index: Int, _ model: String) -> ConverseRequest {
        ConverseRequest(
            modelID: model,
            system: [
                PromptPart("Write in the brand's voice." + String(repeating: " Keep to it.", count: 500))
            ],
            messages: [
                PromptPart("{\"segment\":\"region=\(index / 3)\",\"angles\":{\"quality\":60,\"price\":40}}"),
                PromptPart("Write \(1 + index % 3) variants for this persona."),
            ], maxTokens: 2_000, cachePoint: index % 2 == 0 ? CachePoint() : nil)
    }
}

/// Runs what blocks on a thread of its own.
private func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Value, any Error>) in
        Thread.detachNewThread { done.resume(with: Result(catching: body)) }
    }
}

private enum TestFolder {
    /// An empty folder for one test.
    static func make(_ name: String) throws -> String {
        let path = CloudServerTests.root + "/.build/test-files/" + name
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
