import Encodings
import Quantities
import Testing

@testable import MockServer
@testable import MockWire

@Suite struct ClientJudgeTests {
    private static let second = SimulatedDuration.seconds(1)

    /// A call that was answered with a status.
    private static func record(
        _ status: Int, sequence: Int = 0, canonical: UInt64 = 1, client: Int? = 7, call: String? = nil,
        headers: [WireHeader] = []
    ) -> CallRecord {
        var request = WireRequest(
            "POST", "/", headers: call.map { [WireHeader("amz-sdk-invocation-id", $0)] } ?? [])
        request.origin = .client(client)
        return CallRecord(
            sequence: sequence, time: .start, service: .bedrock, operation: "Converse", entity: 0,
            request: request,
            requestBody: [], answer: WireAnswer(status: status, headers: headers, body: .bytes([])),
            canonical: canonical, occurrence: 0)
    }

    private static func codes(_ records: [CallRecord]) -> [String] {
        let judge = ClientJudge()
        for record in records { judge.observe(record) }
        return judge.verdict["findings"]?.array?.compactMap { $0["code"]?.string } ?? []
    }

    private static let wait = [WireHeader("Retry-After", "60")]

    @Test func sixRefusalsInARowOnOneConnectionAreAStorm() {
        #expect(Self.codes((0..<5).map { Self.record(429, sequence: $0) }) == [])
        #expect(Self.codes((0..<6).map { Self.record(429, sequence: $0) }) == ["retry_storm"])
    }

    @Test func callersSideBySideAreNoRetries() {
        #expect(
            Self.codes((0..<20).map { Self.record(429, sequence: $0, client: $0, call: "call-\($0)") }) == [])
    }

    @Test func aLoopAroundCallsIsARetry() {
        let calls = (0..<6).map { Self.record(429, sequence: $0, call: "call-\($0)") }
        #expect(Self.codes(calls) == ["retry_storm"])
        let connections = (0..<6).map { Self.record(429, sequence: $0, client: $0) }
        #expect(Self.codes(connections) == ["retry_storm"])
        #expect(
            Self.codes([Self.record(429, client: 1, headers: Self.wait), Self.record(200, client: 2)])
                == ["ignored_back_off"])
    }

    @Test func retriesOfOneCallBelongTogetherOnAnyConnection() {
        #expect(
            Self.codes((0..<6).map { Self.record(503, sequence: $0, client: $0, call: "a") }) == [
                "retry_storm"
            ])
    }

    @Test func anAnswerEndsTheRow() {
        let row = (0..<10).map { Self.record($0 == 4 ? 200 : 429, sequence: $0) }
        #expect(Self.codes(row) == [])
    }

    @Test func comingBackTooSoonIsFound() {
        #expect(Self.codes([Self.record(429, headers: Self.wait), Self.record(200)]) == ["ignored_back_off"])
        #expect(Self.codes([Self.record(429, headers: Self.wait), Self.record(200, canonical: 2)]) == [])
    }

    @Test func clientsOfAWSAreBoundByTheirOwnHeaderOnly() {
        let own = [WireHeader("x-amz-retry-after", "60000")]
        #expect(
            Self.codes([Self.record(429, call: "a", headers: Self.wait), Self.record(200, call: "a")]) == [])
        #expect(
            Self.codes([Self.record(429, call: "a", headers: own), Self.record(200, call: "a")])
                == ["ignored_back_off"])
    }

    @Test func whatTheCloudAsksOfItselfIsNotJudged() {
        let own = (0..<9).map { sequence in
            var record = Self.record(500, sequence: sequence)
            record.request.origin = .cloud
            return record
        }
        #expect(Self.codes(own) == [])
        var noted = Self.record(200)
        noted.answer.notes = ["dead_letter"]
        #expect(Self.codes([noted]) == [])
    }

    @Test func aCutStreamIsAcceptedUntilItIsAskedForAgain() {
        var cut = Self.record(200, client: 1)
        cut.answer.body = .frames([], isCut: true)
        #expect(Self.codes([cut]) == ["cut_stream_accepted"])
        #expect(Self.codes([cut, Self.record(200, sequence: 1, client: 2)]) == [])
    }
}
