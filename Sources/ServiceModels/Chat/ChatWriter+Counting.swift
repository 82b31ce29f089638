package import Quantities
package import RandomStreams
import Writing

extension ChatWriter {
    /// Tokens of an image or document, whatever its size [assumed].
    static let attachmentTokens = 1_500

    package func promptTokens(_ prompt: ChatPrompt, family: Int?) -> Int {
        prompt.parts.reduce(0) { $0 + estimator.tokens(in: $1, family: family) }
            + prompt.attachments * ChatWriter.attachmentTokens
    }

    /// The answer with stop sequences obeyed, cut at the limit, and counted.
    package func finished(
        _ prompt: ChatPrompt, service: Meter.Service, input: Int, maxTokens: Int, family: Int?,
        fault: FaultPlan.Kind?, using stream: inout RandomStream
    ) throws(ChatRefusal) -> ChatAnswer {
        var answer = ChatAnswer(content: [], stop: .end, tokens: TokenCounts(input: input))
        var thinkingTokens = 0
        if prompt.isThinking {
            let text = thought(prompt)
            thinkingTokens = estimator.tokens(in: text, family: family)
            answer.thinking = text
        }
        // A budget of thinking is less than the limit, and a thought is far less than any budget.
        let maxTokens = max(1, maxTokens - thinkingTokens)
        switch try self.answer(prompt, service: service, fault: fault, using: &stream) {
        case .text(let text):
            answer.content = [.text(ended(text, prompt.stopSequences, maxTokens, family, &answer))]
        case .calls(let calls): add(calls, maxTokens, family, to: &answer)
        }
        answer.tokens.output += thinkingTokens
        answer.fault = fault
        if fault == .cutStream { answer.cutAfter = Int(stream.below(8)) + 1 }
        return answer
    }

    /// What a model thinks of a prompt.
    private func thought(_ prompt: ChatPrompt) -> String {
        let subject = prompt.lastUserText.split(whereSeparator: \.isWhitespace).prefix(12)
        return "The user says: \"" + subject.joined(separator: " ") + "\". I will answer that."
    }

    /// Adds calls as far as the limit lets them be written; the last one may break off.
    private func add(
        _ calls: [ChatDraft.Call], _ maxTokens: Int, _ family: Int?, to answer: inout ChatAnswer
    ) {
        answer.stop = .toolUse
        for var call in calls {
            let left = maxTokens - answer.tokens.output
            let text = call.text
            let cost = estimator.tokens(in: call.name + text, family: family)
            if cost > left {
                answer.stop = .maxTokens
                let name = call.name.unicodeScalars.count
                let kept = (name + text.unicodeScalars.count) * left / cost - name
                if kept <= 0, !answer.content.isEmpty { break }
                call = call.cut(
                    after: String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(0, kept)))))
            }
            answer.cutArguments[answer.content.count] = call.cut
            answer.content.append(.toolUse(name: call.name, input: call.input))
            answer.tokens.output += cost
            if answer.stop == .maxTokens { break }
        }
        if answer.stop == .maxTokens { answer.tokens.output = maxTokens }
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
