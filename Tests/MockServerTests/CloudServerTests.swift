import Foundation
import MockServer
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite struct CloudServerTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private func started(seed: UInt64 = 1) async throws -> CloudServer {
        try await CloudServer.started(
            mocks: Self.root + "/mocks", prices: Self.root + "/fixtures/prices", seed: seed)
    }

    private func ask(_ server: CloudServer, _ text: String) async throws -> String {
        let path = "/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/converse"
        var request = URLRequest(url: URL(string: server.url + path)!)
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"\(text)\"}]}],\"inferenceConfig\":{\"maxTokens\":50}}"
                .utf8)
        return String(decoding: try await URLSession.shared.data(for: request).0, as: UTF8.self)
    }

    @Test func oneLineStartsAServerThatAnswersAndStops() async throws {
        let server = try await started()
        #expect(try await ask(server, "hello").contains("end_turn"))
        await server.stop()
        await #expect(throws: (any Error).self) { try await ask(server, "hello") }
    }

    @Test func twoServersOfOneSeedAnswerAlikeInAnyOrder() async throws {
        let (first, second) = (try await started(), try await started())
        var answers: [String: [String]] = [:]
        for text in ["a", "b", "a", "c", "b", "a"] {
            answers[text, default: []].append(try await ask(first, text))
        }
        for text in ["c", "b", "b", "a", "a", "a"] {
            let answer = try await ask(second, text)
            #expect(answers[text]?.removeFirst() == answer)
        }
        await first.stop()
        await second.stop()
    }
}
