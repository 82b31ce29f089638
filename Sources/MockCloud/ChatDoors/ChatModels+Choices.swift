import Quantities
import RandomStreams

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
        let family = writer.estimator.family(ofModel: prompt.modelID)
        for _ in 1..<count {
            // A prompt that had one answer has others.
            guard
                var other = try? writer.finished(
                    prompt, service: service, input: answer.tokens.input, maxTokens: prompt.maxTokens ?? .max,
                    family: family, fault: nil, using: &stream)
            else { break }
            other.firstToken = answer.firstToken
            other.total = answer.total
            usage.add(other.tokens.output, to: Meter(service, prompt.modelID, .outputTokens))
            answers.append(other)
        }
        return Handled(answers, taking: first.serviceTime, usage: usage)
    }
}
