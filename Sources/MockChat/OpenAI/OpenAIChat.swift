import Encodings
package import MockWire
import Quantities
import RandomStreams
package import ServiceModels

/// OpenAI's chat completions over any set of chat models; OpenAI's own door and Cortex's share it.
package enum OpenAIChat {
    package static func request(_ call: WireCall) throws(OpenAIRefusal) -> OpenAIRequest {
        let body: JSONValue
        do { body = try ChatBody.object(call) } catch { throw OpenAIRefusal(error) }
        return try OpenAIRequest(body, occurrence: call.occurrence)
    }

    /// - Throws: the refusal of a fault model or of the models.
    package static func answer(
        _ request: OpenAIRequest, _ call: WireCall, _ models: inout ChatModels
    ) throws(OpenAIRefusal) -> WireAnswer {
        if let fault = FaultModel(request.prompt.modelID) {
            if fault.refuses(isStream: request.isStream) { throw OpenAIRefusal(fault: fault.status) }
            return OpenAIStream.broken(fault, request, call)
        }
        if let profile = models.profile(request.prompt.modelID) {
            try OpenAIModelLimits.check(request.fields, profile)
        }
        var stream = call.stream
        let handled = models.complete(
            request.prompt, choices: request.choices, at: call.now, using: &stream)
        switch handled.result {
        case .failure(let error):
            var refusal = OpenAIRefusal(
                error, wait: models.secondsUntilAdmitted(request.prompt, at: call.now))
            refusal.serviceTime = handled.serviceTime
            throw refusal
        case .success(let answers):
            var answer =
                request.isStream
                ? OpenAIStream.answer(answers, request, call)
                : WireAnswer(json: OpenAICompletion.json(answers, request, call))
            answer.usage = handled.usage
            if answer.serviceTime == .zero { answer.serviceTime = handled.serviceTime }
            if request.prompt.maxTokens == nil { answer.notes.append("unbounded_max_tokens") }
            return answer
        }
    }
}
