import Encodings
import Quantities
import RandomStreams
import Writing

extension Bedrock {
    /// Writes the answer. Takes two draws of the stream, and one more a variant.
    func generate(
        _ request: ConverseRequest, tokens: TokenCounts, maxTokens: Int, family: Int?, failureRate: Double,
        fault: FaultPlan.Kind?, using stream: inout RandomStream
    ) -> ConverseResponse {
        let failure = SchemaFailure(fault: fault, rate: failureRate, uniform: stream.uniform())
        let drawn = stream.next()
        let brief = brief(of: request)
        let digest = brief.digest(word: request.temperature > 0 ? drawn : 0)
        let plan = writer.plan(brief)
        let count = variantCount(of: request)
        var out = ByteWriter(capacity: 200 + count * 1_000)
        out.literal(failure == .breaking ? "{\"copies\":[" : "{\"variants\":[")
        for variant in 0..<count {
            if variant > 0 { out.literal(",") }
            let hash = Fingerprint.mixed(digest &+ UInt64(variant) &* 0x9e37_79b9_7f4a_7c15)
            writer.write(plan, hash: hash, flaws: flaws(fault: fault, word: stream.next()), to: &out)
        }
        out.literal("]}")
        if failure == .malformed { out.truncate(to: out.bytes.count * 2 / 3) }
        return ended(out, tokens: tokens, maxTokens: maxTokens, family: family)
    }

    /// Cuts the answer where it passes the limit, and counts it.
    private func ended(
        _ out: ByteWriter, tokens: TokenCounts, maxTokens: Int, family: Int?
    ) -> ConverseResponse {
        var out = out
        var tokens = tokens
        tokens.output = outputTokens(out, family: family)
        var stopReason = ConverseResponse.StopReason.endTurn
        if tokens.output > maxTokens {
            stopReason = .maxTokens
            out.truncate(to: out.bytes.count * maxTokens / tokens.output)
            tokens.output = maxTokens
        }
        return ConverseResponse(text: out.text, stopReason: stopReason, tokens: tokens, firstToken: .zero)
    }

    private func outputTokens(_ out: ByteWriter, family: Int?) -> Int {
        // Copy in JSON is prose for the most part.
        estimator.tokens(characters: out.bytes.count, .englishCopy, family: family)
    }

    private func flaws(fault: FaultPlan.Kind?, word: UInt64) -> CopyWriter.Flaws {
        func happens(_ rate: Double, _ salt: UInt64) -> Bool {
            rate > 0 && Double(Fingerprint.mixed(word &+ salt) >> 11) * 0x1p-53 < rate
        }
        var flaws = CopyWriter.Flaws()
        flaws.isOffBrand = fault == .offBrand || happens(rates.offBrand, 1)
        flaws.isOverlong = happens(rates.overlong, 2)
        if fault == .canaryLeak || happens(rates.canaryLeak, 3), !canaries.isEmpty {
            flaws.canary = canaries[Int(Fingerprint.mixed(word &+ 4) % UInt64(canaries.count))]
        }
        return flaws
    }

    /// The persona in the messages, the last one first; an empty one if there is none.
    private func brief(of request: ConverseRequest) -> PersonaBrief {
        for part in request.messages.reversed() {
            if let brief = PersonaBrief(foundIn: part.text, angles: writer.angleNames) { return brief }
        }
        return PersonaBrief(angleCount: writer.angleNames.count)
    }

    /// The number before the word `variants` in a message, at most 20.
    private func variantCount(of request: ConverseRequest) -> Int {
        for part in request.messages {
            var text = part.text
            if let count = text.withUTF8({ CopyWriter.numberBeforeVariants($0) }) { return min(count, 20) }
        }
        return writer.defaultVariants
    }
}
