import MockWire
import Quantities
import ServiceModels
import Writing

/// A message as events of `text/event-stream`, whole, cut by a fault or ended by an error.
enum AnthropicStream {
    static func answer(_ message: ChatAnswer, model: String, _ call: WireCall) -> WireAnswer {
        var left = message.cutAfter ?? .max
        var frames: [WireFrame] = []
        for event in AnthropicMessages.events(message, model: model, call) {
            // A cut stream has some deltas and none of what comes after them.
            if event.name == "content_block_delta" { left -= 1 }
            if message.cutAfter != nil, left < 0 || event.name == "content_block_stop" { break }
            frames.append(ServerSentEvents.frame(event.data, event: event.name, due: event.due))
        }
        return streamed(frames, isCut: message.cutAfter != nil)
    }

    /// A stream that a fault model ends with an error.
    static func broken(_ fault: FaultModel, _ call: WireCall, requestID: String) -> WireAnswer {
        let text = ChatAnswer(
            content: [.text(FaultModel.pieces.joined())], stop: .end, tokens: TokenCounts(input: 1, output: 1)
        )
        let model = "fault-stream-\(fault.status)"
        let events = AnthropicMessages.events(text, model: model, call)
        let time = ChatModels.refusalTime
        let end = events.firstIndex { $0.name == "content_block_stop" } ?? events.count
        var frames = events[..<end].map { ServerSentEvents.frame($0.data, event: $0.name, due: time) }
        let error = AnthropicRefusal(fault: fault.status).json(requestID: requestID)
        frames.append(ServerSentEvents.frame(error, event: "error", due: time))
        return streamed(frames, isCut: false)
    }

    private static func streamed(_ frames: [WireFrame], isCut: Bool) -> WireAnswer {
        WireAnswer(
            headers: ServerSentEvents.headers(), body: .frames(frames, isCut: isCut),
            serviceTime: frames.last?.due ?? .zero)
    }
}
