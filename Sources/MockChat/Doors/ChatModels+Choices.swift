import Quantities
import RandomStreams
import ServiceModels
import Writing

extension ChatModels {
    /// Several answers to one prompt, which is read and billed once.
    ///
    /// The first answer is the call that quotas, faults and the latency see; the others are written beside it and
    /// add their output tokens.
    /// - Precondition: `count >= 1`.
    mutating func complete(
        _ prompt: ChatPrompt, choices count: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<[ChatAnswer]> {
        let first = complete(prompt, at: now, using: &stream)
        guard count > 1, let answer = first.response else { return first.map { [$0] } }
        var answers = [answer]
        var usage = first.usage
        let profile = profile(prompt.modelID)
        let family = profile.flatMap { writer.estimator.family(ofModel: $0.id) }
        let limit = prompt.maxTokens ?? profile?.maxOutputTokens ?? .max
        // A fault that spoils what is written spoils all of it; a stream breaks once.
        let fault = answer.fault == .cutStream ? nil : answer.fault
        for choice in 1..<count {
            var own = prompt
            own.choice = choice
            // A prompt that had one answer has others.
            guard
                var other = try? writer.finished(
                    own, service: service, input: answer.tokens.input, maxTokens: limit, family: family,
                    fault: fault, using: &stream)
            else { break }
            other.firstToken = answer.firstToken
            other.total = answer.total
            usage.add(other.tokens.output, to: Meter(service, profile?.id ?? prompt.modelID, .outputTokens))
            answers.append(other)
        }
        return Handled(answers, taking: first.serviceTime, usage: usage)
    }
}
