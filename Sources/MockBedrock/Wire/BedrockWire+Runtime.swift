import Encodings
import MockWire
import Quantities
import ServiceModels
import Writing

/// What Converse, InvokeModel, their streams and CountTokens share.
extension BedrockWire {
    /// What a model id in a path stands for.
    enum Target {
        case model(String)
        case prompt(String)
    }

    /// - Throws: where the id asks for an exception; one within a stream can be had of streams only.
    func target(_ id: String) throws(ServiceError) -> Target {
        if id.hasPrefix("fault.stream.") { throw Bedrock.Errors.unknownModel(id) }
        if id.hasPrefix("fault.") { try fault(String(id.dropFirst("fault.".count))) }
        guard id.hasPrefix("arn:") else { return .model(id) }
        let resource = id.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last ?? ""
        if resource.hasPrefix("prompt/") { return .prompt(String(resource.dropFirst("prompt/".count))) }
        return .model(resource.split(separator: "/", maxSplits: 1).last.map(String.init) ?? id)
    }

    /// The refusal that a fault's name asks for.
    private func fault(_ name: String) throws(ServiceError) -> Never {
        guard let status = shapes.lazy.compactMap({ $0.errors[name] }).first else {
            throw Bedrock.Errors.refusal(
                "ValidationException", 400, "There is no exception \(name) in Bedrock's models.")
        }
        throw Bedrock.Errors.refusal(name, status, "\(name) was asked for by the model id.")
    }

    /// Exceptions that are members of the streams' unions.
    private static let streamFaults = [
        "internalServerException", "modelStreamErrorException", "validationException", "throttlingException",
        "serviceUnavailableException",
    ]

    /// The exception that a model id asks for in the middle of a stream; nil where it asks for none.
    func streamFault(_ id: String, isConverse: Bool) throws(ServiceError) -> String? {
        guard id.hasPrefix("fault.stream.") else { return nil }
        let name = String(id.dropFirst("fault.stream.".count))
        let isKnown =
            BedrockWire.streamFaults.contains(name) || (!isConverse && name == "modelTimeoutException")
        guard isKnown else {
            throw Bedrock.Errors.refusal(
                "ValidationException", 400,
                "There is no exception \(name) in this stream of Bedrock's models.")
        }
        return name
    }

    /// Asks the state machine, by the deck's word for what kind of answer it is.
    mutating func generated(
        _ request: inout ConverseRequest, _ call: WireCall
    ) -> Handled<ConverseResponse> {
        request.chat?.occurrence = call.occurrence
        // An account without a deck of answers writes the pipeline's copy only.
        if bedrock.chat == nil { request.chat = nil }
        if let chat = request.chat, let writer = bedrock.chat {
            let entry = try? writer.deck.entry(for: chat, service: .bedrock)
            let isPlain = chat.tools.isEmpty && chat.stopSequences.isEmpty && chat.attachments == 0
            if case .copy? = entry?.answer, isPlain, chat.schema.map({ $0 == CopyDocument.schema }) ?? true {
                // The pipeline's own copy: the same answer as through the typed door.
                request.chat = nil
            } else {
                request.chat?.entry = entry
            }
        }
        if request.chat == nil, request.isTypedPoint { request.prefixes = [] }
        var stream = call.stream
        return bedrock.converse(request, at: call.now, using: &stream)
    }

    /// A refusal of the state machine, with the time that it took.
    func refused(_ handled: Handled<ConverseResponse>, _ call: WireCall) -> WireAnswer {
        var answer = AWSAnswer.error(handled.error ?? Bedrock.Errors.server, call)
        answer.serviceTime = handled.serviceTime
        return answer
    }

    func streamed(
        _ frames: [WireFrame], cutAfter: Int?, _ call: WireCall,
        headers: [WireHeader] = [WireHeader("Content-Type", EventStream.contentType)]
    ) -> WireAnswer {
        let isCut = cutAfter != nil
        // The first frame says only who speaks; pieces come after it.
        let kept = cutAfter.map { Array(frames.prefix($0 + 1)) } ?? frames
        return WireAnswer(
            headers: [AWSAnswer.requestID(call.uuid())] + headers, body: .frames(kept, isCut: isCut))
    }

    /// A stream that begins well and ends with an exception.
    func brokenStream(_ name: String, _ call: WireCall, isConverse: Bool) -> WireAnswer {
        var frames: [WireFrame] = []
        if isConverse {
            frames.append(EventStream.event("messageStart", .members(["role": "assistant"]), due: .zero))
            for piece in ["The", " answer", " began"] {
                frames.append(
                    EventStream.event(
                        "contentBlockDelta",
                        .members(["delta": .members(["text": .string(piece)]), "contentBlockIndex": 0]),
                        due: .zero))
            }
        } else {
            let start = JSONValue.members([
                "type": "content_block_delta", "index": 0,
                "delta": .members(["type": "text_delta", "text": "The answer began"]),
            ])
            frames.append(chunk(start, due: .zero))
        }
        frames.append(
            EventStream.exception(name, "\(name) was asked for by the model id.", due: .milliseconds(100)))
        var answer = streamed(frames, cutAfter: nil, call)
        answer.serviceTime = .milliseconds(100)
        return answer
    }

    func chunk(_ body: JSONValue, due: SimulatedDuration) -> WireFrame {
        let bytes = Base64.encoded(Array(body.text().utf8))
        return EventStream.event("chunk", .members(["bytes": .string(bytes)]), due: due)
    }
}

extension ConverseRequest {
    /// Whether its one cache point lies where the typed form can have one.
    fileprivate var isTypedPoint: Bool {
        guard prefixes.count == 1, let cachePoint else { return prefixes.isEmpty }
        return prefixes[0].attachments == 0
            && prefixes[0].parts == system.count + cachePoint.messageParts
    }
}
