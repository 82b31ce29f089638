import Encodings
import MockWire
import Quantities
import ServiceModels

/// A completion as chunks of `text/event-stream`: the role, then text or arguments piece by piece, then the reason of the
/// end, usage if it was asked for, and `[DONE]`.
enum OpenAIStream {
    private struct Piece {
        var delta: JSONValue
        var due: SimulatedDuration
    }

    /// - Parameter answers: at least one; a fault cuts the stream after some pieces of the first.
    static func answer(_ answers: [ChatAnswer], _ request: OpenAIRequest, _ call: WireCall) -> WireAnswer {
        var frames: [WireFrame] = []
        let end = answers.map(\.total).max() ?? .zero
        let first = answers.map(\.firstToken).min() ?? .zero
        for choice in answers.indices {
            frames.append(
                frame(
                    chunk(
                        choice, .members(["role": "assistant", "content": "", "refusal": nil]), nil, request,
                        call),
                    due: first))
        }
        if let cut = answers.first?.cutAfter {
            frames += pieces(answers[0], 0, call).prefix(cut).map {
                frame(chunk(0, $0.delta, nil, request, call), due: $0.due)
            }
            return streamed(frames, isCut: true)
        }
        for (piece, choice) in inOrder(answers.indices.map { pieces(answers[$0], $0, call) }) {
            frames.append(frame(chunk(choice, piece.delta, nil, request, call), due: piece.due))
        }
        for (choice, answer) in answers.enumerated() {
            let reason = OpenAICompletion.finishReason(answer.stop)
            frames.append(frame(chunk(choice, .object([]), reason, request, call), due: end))
        }
        if request.includesUsage {
            frames.append(
                frame(envelope([], usage: OpenAICompletion.usage(answers), request, call), due: end))
        }
        frames.append(ServerSentEvents.frame(text: "[DONE]", due: end))
        return streamed(frames, isCut: false)
    }

    /// A stream that a fault model ends with an error.
    static func broken(_ fault: FaultModel, _ request: OpenAIRequest, _ call: WireCall) -> WireAnswer {
        let time = ChatModels.refusalTime
        var frames = FaultModel.pieces.map { text in
            frame(chunk(0, .members(["content": .string(text)]), nil, request, call), due: time)
        }
        frames.append(ServerSentEvents.frame(OpenAIRefusal(fault: fault.status).json, due: time))
        return streamed(frames, isCut: false)
    }

    private static func streamed(_ frames: [WireFrame], isCut: Bool) -> WireAnswer {
        WireAnswer(
            headers: ServerSentEvents.headers(), body: .frames(frames, isCut: isCut),
            serviceTime: frames.last?.due ?? .zero)
    }

    private static func frame(_ json: JSONValue, due: SimulatedDuration) -> WireFrame {
        ServerSentEvents.frame(json, due: due)
    }

    /// Pieces of all choices by the time at which they are sent.
    private static func inOrder(_ choices: [[Piece]]) -> [(piece: Piece, choice: Int)] {
        var all: [(piece: Piece, choice: Int)] = []
        for (choice, pieces) in choices.enumerated() { all += pieces.map { ($0, choice) } }
        return all.enumerated().sorted {
            ($0.element.piece.due, $0.offset) < ($1.element.piece.due, $1.offset)
        }.map(\.element)
    }

    private static func pieces(_ answer: ChatAnswer, _ choice: Int, _ call: WireCall) -> [Piece] {
        let calls = OpenAICompletion.toolCalls(answer, choice, call)
        guard !calls.isEmpty else {
            let texts = ChatAnswer.pieces(answer.text)
            return texts.enumerated().map { index, text in
                Piece(
                    delta: .members(["content": .string(text)]),
                    due: answer.due(piece: index, of: texts.count))
            }
        }
        let texts = calls.map { ChatAnswer.pieces($0.arguments) }
        let count = texts.reduce(0) { $0 + $1.count }
        var pieces: [Piece] = []
        var sent = 0
        for (index, tool) in calls.enumerated() {
            let opening = OpenAICompletion.toolCall(id: tool.id, name: tool.name, arguments: "")
            let start = index == 0 ? answer.firstToken : answer.due(piece: sent, of: count)
            pieces.append(Piece(delta: delta(index, opening.memberList ?? []), due: start))
            for text in texts[index] {
                let function = JSONValue.members(["arguments": .string(text)])
                pieces.append(
                    Piece(
                        delta: delta(index, [.init("function", function)]),
                        due: answer.due(piece: sent, of: count)))
                sent += 1
            }
        }
        return pieces
    }

    private static func delta(_ index: Int, _ members: [JSONValue.Member]) -> JSONValue {
        .members(["tool_calls": [.object([.init("index", .integer(index))] + members)]])
    }

    private static func chunk(
        _ choice: Int, _ delta: JSONValue, _ reason: String?, _ request: OpenAIRequest, _ call: WireCall
    ) -> JSONValue {
        envelope(
            [
                .members([
                    "index": .integer(choice), "delta": delta, "logprobs": nil,
                    "finish_reason": reason.map(JSONValue.string) ?? .null,
                ])
            ], usage: .null, request, call)
    }

    private static func envelope(
        _ choices: [JSONValue], usage: JSONValue, _ request: OpenAIRequest, _ call: WireCall
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(OpenAICompletion.id(call))), .init("object", "chat.completion.chunk"),
            .init("created", OpenAICompletion.created(call)), .init("model", .string(request.prompt.modelID)),
            .init("service_tier", "default"),
            .init("system_fingerprint", .string(OpenAICompletion.fingerprint(request.prompt.modelID))),
            .init("choices", .array(choices)),
        ]
        if request.includesUsage { members.append(.init("usage", usage)) }
        return .object(members)
    }
}
