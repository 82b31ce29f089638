import Encodings
import Quantities
import RandomStreams
import SimulationKernel
import Writing

extension Cortex {
    mutating func answerComplete(
        _ request: CompletionRequest, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Completion> {
        let fault = faults.next("complete", at: now, using: &stream)
        let refusalTime = Cortex.refusalTime.slowed(by: fault)
        guard let index = models.firstIndex(where: { $0.model.id == request.modelID }) else {
            return Handled(Errors.unknownModel(request.modelID), taking: refusalTime)
        }
        if request.maxTokens < 1 {
            return Handled(Errors.invalid("max_tokens must be positive"), taking: refusalTime)
        }
        if fault == .throttle { return Handled(Errors.throttled, taking: refusalTime) }
        let family = models[index].family
        let inputTokens = request.prompt.reduce(0) { $0 + estimator.tokens(in: $1, family: family) }
        guard models[index].admit(inputTokens + request.maxTokens, at: now) else {
            return Handled(Errors.throttled, taking: refusalTime)
        }
        let reserved = inputTokens + request.maxTokens
        guard fault != .serverError else {
            models[index].tokens?.settle(reserved: reserved, actual: 0, at: now)
            return Handled(Errors.server, taking: refusalTime)
        }
        guard let attributes = attributes(in: request.prompt) else {
            models[index].tokens?.settle(reserved: reserved, actual: 0, at: now)
            return Handled(
                Errors.invalid("no part of the prompt holds a segment's JSON with `shares`"),
                taking: refusalTime)
        }
        let completion = generate(
            request, attributes: attributes, inputTokens: inputTokens, family: family, fault: fault,
            using: &stream)
        let sample = models[index].host.run(
            inputTokens: inputTokens, outputTokens: completion.outputTokens, at: now, using: &stream)
        let serviceTime = sample.total.slowed(by: fault)
        models[index].tokens?.settle(
            reserved: reserved, actual: inputTokens + completion.outputTokens, at: now + serviceTime)
        return Handled(
            completion, taking: serviceTime, usage: Cortex.usage(completion, modelID: request.modelID))
    }

    private func attributes(in prompt: [PromptPart]) -> SegmentAttributes? {
        for part in prompt.reversed() {
            if let found = SegmentAttributes(foundIn: part.text, belief: belief) { return found }
        }
        return nil
    }

    /// Takes two draws of the stream, then the noise of the mix.
    private func generate(
        _ request: CompletionRequest, attributes: SegmentAttributes, inputTokens: Int, family: Int?,
        fault: FaultPlan.Kind?, using stream: inout RandomStream
    ) -> Completion {
        let rate = request.isStructured ? rates.strict : rates.promptOnly
        let failure = SchemaFailure(fault: fault, rate: rate, uniform: stream.uniform())
        let word = stream.next()
        let writerBelief = request.temperature > 0 ? belief : coldBelief
        let points = writerBelief.points(shares: attributes.shares, using: &stream)
        var persona = writer.persona(
            for: attributes, points: points, word: request.temperature > 0 ? word >> 2 : 0)
        if failure == .breaking { Cortex.break(&persona, word: word) }
        var out = ByteWriter(capacity: 1_000)
        persona.write(to: &out)
        if failure == .malformed { out.truncate(to: out.bytes.count * 2 / 3) }
        var outputTokens = estimator.tokens(characters: out.bytes.count, .personaJSON, family: family)
        let isCut = outputTokens > request.maxTokens
        if isCut {
            out.truncate(to: out.bytes.count * request.maxTokens / outputTokens)
            outputTokens = request.maxTokens
        }
        return Completion(text: out.text, inputTokens: inputTokens, outputTokens: outputTokens, isCut: isCut)
    }

    /// Breaks the schema in one of three ways: an unknown tone, an unknown motivation, a wrong sum.
    private static func `break`(_ persona: inout PersonaDocument, word: UInt64) {
        switch word % 3 {
        case 0: persona.tone = "as the reader likes it"
        case 1: persona.motivations.append("something else")
        default:
            if let index = persona.points.firstIndex(where: { $0 > 0 }) { persona.points[index] -= 10 }
        }
    }
}

extension Cortex.Model {
    /// Takes from both quotas or from none.
    mutating func admit(_ reserved: Int, at now: SimulatedInstant) -> Bool {
        if tokens != nil, tokens?.reserve(reserved, at: now) != .granted { return false }
        if requests != nil, requests?.reserve(1, at: now) != .granted {
            tokens?.settle(reserved: reserved, actual: 0, at: now)
            return false
        }
        return true
    }
}
