import Campaigns
public import Scenarios
public import Workbench

/// What failed, how often, against which limit, and what to set: when nothing can be concluded.
public struct FailureText {
    private let failure: FailureDiagnosis
    private let scenario: Scenario

    public init(_ failure: FailureDiagnosis, _ scenario: Scenario) {
        self.failure = failure
        self.scenario = scenario
    }

    var sentences: [String] {
        let tally = failure.tally
        return [
            "Nothing can be concluded: \(Digits.percent(tally.share, 0)) of \(Digits.plain(Double(tally.needed))) "
                + "generations failed in \(failure.failingRows) of \(failure.designs) designs, so net values "
                + "tell of the failure and not of the customers."
        ] + failure.reasons.prefix(3).map { line($0.reason, $0.count) }
    }

    /// One line for JSON and for errors.
    public var text: String { sentences.joined(separator: " ") }

    private func line(_ reason: FailureTally.Reason, _ count: Int) -> String {
        let share = Digits.percent(Double(count) / Double(max(1, failure.tally.needed)), 0)
        return
            "\(reason.rawValue.prefix(1).uppercased())\(reason.rawValue.dropFirst()): \(share). \(remedy(reason))"
    }

    private func remedy(_ reason: FailureTally.Reason) -> String {
        let copy = scenario.copy
        switch reason {
        case .copyCut:
            let mean = Digits.plain(failure.meanAnswerTokens?.rounded())
            let found = "Answers average \(mean) tokens against the limit of \(copy.maxTokens)"
            guard let uncut = failure.uncutTokens else { return found + ": raise copy.max_tokens." }
            return found
                + ", uncut \(Digits.plain(uncut.mean.rounded())): set copy.max_tokens to \(uncut.enough)."
        case .copyLength:
            return "Drafts average \(Digits.plain(failure.meanDraftWords?.rounded())) words against "
                + "\(copy.minimumWords) to \(copy.maximumWords): set copy.minimum_words and copy.maximum_words."
        case .copyInvalid:
            return
                "copy.failure_rate is \(Digits.percent(copy.failureRate)): lower it, or raise copy.repairs."
        case .personaInvalid:
            return
                "persona.failure_rate is \(Digits.percent(scenario.persona.failureRate)): use persona.schema "
                + "strict, lower the rate, or raise copy.repairs."
        case .personaCut:
            return "Raise persona.max_tokens (now \(scenario.persona.maxTokens))."
        case .copyThrottled:
            return
                "The quota is \(Digits.plain(Double(scenario.limits.bedrockTokensPerMinute))) tokens per minute "
                + "and each call reserves its prompt and copy.max_tokens (\(copy.maxTokens)): raise "
                + "limits.bedrock_tokens_per_minute or limits.retries, or lower limits.fan_out."
        case .personaThrottled:
            return
                "Lower limits.cortex_concurrency, or raise limits.retries (now \(scenario.limits.retries))."
        case .copyRefused, .personaRefused, .notExported, .personaNotStored, .copyNotStored:
            let answers = "The journal of finegrain run --bodies has the service's answers"
            return scenario.faults.isEmpty
                ? answers + "."
                : answers
                    + "; the rules of faults strike here: lower their rate, or raise limits.retries (now "
                    + "\(scenario.limits.retries))."
        case .copyTimedOut, .personaTimedOut:
            return "Raise limits.answer_timeout_seconds (now "
                + "\(Digits.plain(scenario.limits.answerTimeoutSeconds))), or lower the delays of faults."
        case .copyLeak:
            return "The drafts hold what may not leave; the journal of finegrain run --bodies has them."
        }
    }
}
