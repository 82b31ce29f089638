import Encodings
import MockChat
import MockSnowflake
import MockWire
import Quantities
import RandomStreams
import ServiceModels

/// Clouds with one chat service, and requests to them as bytes.
struct ChatCloud {
    let cloud: Cloud

    /// What came back.
    struct Answer {
        var wire: WireAnswer

        var status: Int { wire.status }
        var text: String { String(decoding: wire.body.bytes, as: UTF8.self) }
        var json: JSONValue { (try? JSONParser.parse(wire.body.bytes)) ?? .null }
        var isCut: Bool { if case .frames(_, let isCut) = wire.body { isCut } else { false } }
        var frames: [WireFrame] { if case .frames(let frames, _) = wire.body { frames } else { [] } }

        /// What every event of a stream holds; `[DONE]` is null.
        var events: [JSONValue] {
            frames.map { frame in
                let lines = String(decoding: frame.bytes, as: UTF8.self).split(separator: "\n")
                let data = lines.first { $0.hasPrefix("data: ") }?.dropFirst(6) ?? ""
                return (try? JSONParser.parse(String(data))) ?? .null
            }
        }

        subscript(header: String) -> String? { wire.headers[header] }
    }

    static let model = "claude-test"

    /// - Parameter quota: tokens a minute; nil has no limit.
    static func models(
        _ service: Meter.Service, quota: Int?
    ) throws -> ChatModels {
        let latency = GenerationLatency(firstToken: .fixed(.seconds(1)), tokensPerSecond: 10)
        return try ChatModels(
            service,
            profiles: [
                .init(id: model, latency: latency, maxOutputTokens: 5_000, tokensPerMinute: quota),
                .init(id: "llama-test", latency: latency, maxOutputTokens: 5_000),
            ], decks: TestWorld.decks, deck: AnswerDeck([.init(name: "any", answer: .sentences)]))
    }

    init(_ services: [any WireService], seed: UInt64 = 1) {
        cloud = Cloud(services: services, seed: Seed(seed))
    }

    static func openAI(quota: Int? = nil, seed: UInt64 = 1) throws -> ChatCloud {
        ChatCloud([OpenAIWire(try models(.openai, quota: quota))], seed: seed)
    }

    static func anthropic(quota: Int? = nil) throws -> ChatCloud {
        ChatCloud([AnthropicWire(try models(.anthropic, quota: quota))])
    }

    static func cortex(quota: Int? = nil) throws -> ChatCloud {
        ChatCloud([CortexRESTWire(try models(.cortex, quota: quota))])
    }

    func send(_ method: String, _ target: String, _ headers: [String: String] = [:], _ body: String = "")
        -> Answer
    {
        var all = [WireHeader("Authorization", "Bearer key"), WireHeader("Content-Type", "application/json")]
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            all.removeAll { $0.name == name }
            all.append(WireHeader(name, value))
        }
        return Answer(
            wire: cloud.answer(WireRequest(method, target, headers: all, body: Array(body.utf8))).answer)
    }

    /// A chat request to a path, with a model, one message and more members.
    func ask(_ path: String, _ more: String = "", model: String = model, headers: [String: String] = [:])
        -> Answer
    {
        let body = """
            {"model": "\(model)", "messages": [{"role": "user", "content": "Say something nice"}]\(more.isEmpty ? "" : ", ")\(more)}
            """
        return send("POST", path, headers, body)
    }

    func complete(_ more: String = "", model: String = model, headers: [String: String] = [:]) -> Answer {
        ask("/v1/chat/completions", more, model: model, headers: headers)
    }

    func message(_ more: String = "", model: String = model, headers: [String: String] = [:]) -> Answer {
        let limit = more.contains("max_tokens") ? "" : "\"max_tokens\": 200" + (more.isEmpty ? "" : ", ")
        return ask("/v1/messages", limit + more, model: model, headers: headers)
    }
}
