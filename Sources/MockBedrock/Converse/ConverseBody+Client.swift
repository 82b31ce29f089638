import Encodings
import Quantities
import ServiceModels
import Writing

/// Converse's bodies as a client writes and reads them.
extension ConverseBody {
    /// The body of a request for the copy document: one turn of the user, the schema where the answer is held to it.
    static func json(_ request: ConverseRequest) -> JSONValue {
        var system = request.system.map(text)
        var content = request.messages.map(text)
        if let point = request.cachePoint {
            let block = JSONValue.members([
                "cachePoint": .members([
                    "type": "default", "ttl": point.lifetime == .oneHour ? "1h" : "5m",
                ])
            ])
            if point.messageParts == 0 {
                system.append(block)
            } else {
                content.insert(block, at: min(point.messageParts, content.count))
            }
        }
        var inference: [JSONValue.Member] = [.init("temperature", .number(request.temperature))]
        if let limit = request.maxTokens { inference.append(.init("maxTokens", .integer(limit))) }
        var members: [JSONValue.Member] = [
            .init("messages", [.members(["role": "user", "content": .array(content)])]),
            .init("inferenceConfig", .object(inference)),
        ]
        if !system.isEmpty { members.append(.init("system", .array(system))) }
        if request.isStructured { members.append(.init("outputConfig", copySchema)) }
        return .object(members)
    }

    private static func text(_ part: PromptPart) -> JSONValue { .members(["text": .string(part.text)]) }

    /// Held to the copy document; the schema goes as text.
    private static let copySchema = JSONValue.members([
        "textFormat": .members([
            "type": "json_schema",
            "structure": .members([
                "jsonSchema": .members([
                    "name": "copy_document", "schema": .string(CopyDocument.schema.text()),
                ])
            ]),
        ])
    ])

    /// - Throws: `FinegrainError` when the body is no answer of Converse.
    static func response(_ body: JSONValue) throws -> ConverseResponse {
        let usage = body["usage"]
        guard let text = body["output"]?["message"]?["content"]?.array?.first?["text"]?.string,
            let reason = body["stopReason"]?.string.flatMap(ConverseResponse.StopReason.init),
            let input = usage?["inputTokens"]?.integer, let output = usage?["outputTokens"]?.integer
        else { throw FinegrainError.defect("an answer is none of Converse: \(body.text().prefix(200))") }
        let tokens = TokenCounts(
            input: input, output: output, cacheRead: usage?["cacheReadInputTokens"]?.integer ?? 0,
            cacheWrite: usage?["cacheWriteInputTokens"]?.integer ?? 0)
        return ConverseResponse(text: text, stopReason: reason, tokens: tokens, firstToken: .zero)
    }
}
