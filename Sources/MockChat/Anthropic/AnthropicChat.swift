import Encodings
package import MockWire
import RandomStreams
package import ServiceModels

/// Anthropic's messages over any set of chat models; Anthropic's own door and Cortex's share it.
package enum AnthropicChat {
    /// A request with its body read.
    package struct Request {
        package var prompt: ChatPrompt
        var isStream: Bool
    }

    static func body(_ call: WireCall) throws(AnthropicRefusal) -> JSONValue {
        do { return try ChatBody.object(call) } catch { throw AnthropicRefusal(error) }
    }

    package static func request(_ call: WireCall) throws(AnthropicRefusal) -> Request {
        let body = try body(call)
        do {
            let prompt = try AnthropicBody.prompt(body, occurrence: call.occurrence)
            return Request(prompt: prompt, isStream: AnthropicBody.isStream(body))
        } catch { throw AnthropicRefusal(error.message) }
    }

    /// - Throws: the refusal of a fault model or of the models.
    package static func answer(
        _ request: Request, _ call: WireCall, _ models: inout ChatModels, requestID: String
    ) throws(AnthropicRefusal) -> WireAnswer {
        let prompt = request.prompt
        if let fault = FaultModel(prompt.modelID) {
            if fault.refuses(isStream: request.isStream) { throw AnthropicRefusal(fault: fault.status) }
            return AnthropicStream.broken(fault, call, requestID: requestID)
        }
        var stream = call.stream
        let handled = models.complete(prompt, at: call.now, using: &stream)
        switch handled.result {
        case .failure(let error):
            var refusal = AnthropicRefusal(
                error, model: prompt.modelID, wait: models.secondsUntilAdmitted(prompt, at: call.now))
            refusal.serviceTime = handled.serviceTime
            throw refusal
        case .success(let message):
            guard request.isStream else {
                return WireAnswer(
                    json: AnthropicMessages.message(message, model: prompt.modelID, call),
                    usage: handled.usage,
                    serviceTime: handled.serviceTime)
            }
            var answer = AnthropicStream.answer(message, model: prompt.modelID, call)
            answer.usage = handled.usage
            return answer
        }
    }
}
