import Encodings
import MockWire
import Quantities
import ServiceModels
import Writing

extension ModelBody {
    static func answer(_ response: ConverseResponse, family: ModelFamily, model: String, _ call: WireCall)
        -> JSONValue
    {
        let text = JSONValue.string(response.text)
        let tokens = response.tokens
        let isCut = response.stopReason == .maxTokens
        switch family {
        case .anthropic:
            return AnthropicMessages.message(response.asChat, model: model, call)
        case .nova:
            return .members([
                "output": .members([
                    "message": .members([
                        "content": .array(ConverseBody.content(response, call)), "role": "assistant",
                    ])
                ]), "stopReason": .string(response.stopReason.rawValue), "usage": ConverseBody.usage(tokens),
            ])
        case .llama:
            return .members([
                "generation": text, "prompt_token_count": .integer(tokens.prompt),
                "generation_token_count": .integer(tokens.output), "stop_reason": isCut ? "length" : "stop",
            ])
        case .mistral:
            return .members([
                "outputs": .array([.members(["text": text, "stop_reason": isCut ? "length" : "stop"])])
            ])
        case .mistralChat: return MistralBody.answer(response, call)
        case .titan:
            return .members([
                "inputTextTokenCount": .integer(tokens.prompt),
                "results": .array([
                    .members([
                        "tokenCount": .integer(tokens.output), "outputText": text,
                        "completionReason": isCut ? "LENGTH" : "FINISH",
                    ])
                ]),
            ])
        }
    }

    /// The pieces of a streamed answer, each one body of the family.
    static func pieces(
        _ response: ConverseResponse, time: SimulatedDuration, family: ModelFamily, model: String,
        _ call: WireCall
    ) -> [(body: JSONValue, due: SimulatedDuration)] {
        var chat = response.asChat
        chat.total = time
        if family == .anthropic {
            return AnthropicMessages.events(chat, model: model, call).map { ($0.data, $0.due) }
        }
        if family == .nova {
            return ConverseBody.events(response, time: time, trace: nil, call).map {
                (.object([.init($0.name, $0.data)]), $0.due)
            }
        }
        if family == .titan || family == .llama {
            return countedPieces(response, family: family, pace: chat)
        }
        if family == .mistralChat, chat.content.contains(where: \.isTool) {
            return [(answer(response, family: family, model: model, call), time)]
        }
        let pieces = ChatAnswer.pieces(response.text)
        return pieces.enumerated().map { index, piece in
            let isLast = index == pieces.count - 1
            var part = response
            part.chat = nil
            part.text = piece
            part.stopReason = isLast ? response.stopReason : .endTurn
            var body = answer(part, family: family, model: model, call)
            if !isLast { body = body.withoutStop }
            return (body, chat.due(piece: index, of: pieces.count))
        }
    }

    /// Pieces of the families that count the tokens in each.
    private static func countedPieces(
        _ response: ConverseResponse, family: ModelFamily, pace: ChatAnswer
    ) -> [(body: JSONValue, due: SimulatedDuration)] {
        let pieces = ChatAnswer.pieces(response.text)
        let tokens = response.tokens
        let isCut = response.stopReason == .maxTokens
        return pieces.enumerated().map { index, piece in
            let isFirst = index == 0
            let isLast = index == pieces.count - 1
            // Tokens so far, each piece with its share.
            let written = JSONValue.integer(tokens.output * (index + 1) / pieces.count)
            let prompt: JSONValue = isFirst ? .integer(tokens.prompt) : .null
            let body: JSONValue =
                if family == .titan {
                    .members([
                        "outputText": .string(piece), "index": 0,
                        "totalOutputTextTokenCount": isLast ? .integer(tokens.output) : .null,
                        "completionReason": isLast ? (isCut ? "LENGTH" : "FINISH") : .null,
                        "inputTextTokenCount": prompt,
                    ])
                } else {
                    .members([
                        "generation": .string(piece), "prompt_token_count": prompt,
                        "generation_token_count": written,
                        "stop_reason": isLast ? (isCut ? "length" : "stop") : .null,
                    ])
                }
            return (body, pace.due(piece: index, of: pieces.count))
        }
    }
}

extension JSONValue {
    /// With every reason to stop set to null, as in all pieces but the last.
    fileprivate var withoutStop: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { member in
                    ["stop_reason", "completionReason"].contains(member.key)
                        ? .init(member.key, .null) : .init(member.key, member.value.withoutStop)
                })
        case .array(let elements): .array(elements.map(\.withoutStop))
        default: self
        }
    }
}
