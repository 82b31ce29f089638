import Quantities
import RandomStreams

extension ChatWriter {
    /// Tokens of an image or document, whatever its size [assumed].
    static let attachmentTokens = 1_500

    func promptTokens(_ prompt: ChatPrompt, family: Int?) -> Int {
        prompt.parts.reduce(0) { $0 + estimator.tokens(in: $1, family: family) }
            + prompt.attachments * ChatWriter.attachmentTokens
    }

    /// The answer with stop sequences obeyed, cut at the limit, and counted.
    func finished(
        _ prompt: ChatPrompt, service: Meter.Service, input: Int, maxTokens: Int, family: Int?,
        fault: FaultPlan.Kind?, using stream: inout RandomStream
    ) throws(ChatRefusal) -> ChatAnswer {
        let (content, isTool) = try answer(prompt, service: service, fault: fault, using: &stream)
        var answer = ChatAnswer(
            content: content, stop: isTool ? .toolUse : .end, tokens: TokenCounts(input: input))
        if case .text(let text)? = content.first {
            answer.content = [.text(ended(text, prompt.stopSequences, maxTokens, family, &answer))]
        } else {
            answer.tokens.output = content.reduce(0) { sum, part in
                guard case .toolUse(let name, let input) = part else { return sum }
                return sum + estimator.tokens(in: name + input.text(), family: family)
            }
        }
        if fault == .cutStream { answer.cutAfter = Int(stream.below(8)) + 1 }
        return answer
    }

    private func ended(
        _ text: String, _ stops: [String], _ maxTokens: Int, _ family: Int?, _ answer: inout ChatAnswer
    ) -> String {
        var text = text
        var first: (range: Range<String.Index>, stop: String)?
        for stop in stops where !stop.isEmpty {
            guard let range = text.firstRange(of: stop) else { continue }
            if first == nil || range.lowerBound < first!.range.lowerBound { first = (range, stop) }
        }
        if let first {
            text = String(text[..<first.range.lowerBound])
            answer.stop = .stopSequence(first.stop)
        }
        answer.tokens.output = estimator.tokens(
            characters: text.unicodeScalars.count, .englishCopy, family: family)
        if answer.tokens.output > maxTokens {
            let kept = text.unicodeScalars.count * maxTokens / answer.tokens.output
            text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(kept)))
            answer.tokens.output = maxTokens
            answer.stop = .maxTokens
        }
        return text
    }
}
