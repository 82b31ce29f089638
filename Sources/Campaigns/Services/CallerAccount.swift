import Pricing
import Quantities
import Scenarios
import ServiceModels
import Writing

/// What a caller owes, worked out from what it asked and was answered, by the providers' published rules.
///
/// The services meter for themselves; what they metered is in the journal. That both agree, call by call and to the last
/// token, is the invariant "ledger = journal".
struct CallerAccount: Sendable {
    /// Prompt tokens above which a call of the copy model is surcharged; nil where none are.
    let surchargeThreshold: Int?
    /// Whether what the provider caches of a prompt lives an hour.
    let cachesAnHour: Bool

    init(_ scenario: Scenario, surchargeThreshold: Int?) {
        self.surchargeThreshold = surchargeThreshold
        cachesAnHour = scenario.copy.promptCacheTTL == .oneHour
    }

    /// Cortex bills tokens in and out.
    func usage(of completion: Completion, model: String) -> Usage {
        var usage = Usage()
        usage.add(completion.inputTokens, to: Meter(.cortex, model, .inputTokens))
        usage.add(completion.outputTokens, to: Meter(.cortex, model, .outputTokens))
        return usage
    }

    /// Bedrock bills what was neither read from nor written to the cache, both of those, and the answer; a prompt over the
    /// threshold, however it was cached, puts all of it into the dearer tier.
    func usage(of tokens: TokenCounts, model: String) -> Usage {
        let isSurcharged = surchargeThreshold.map { tokens.input + tokens.cacheRead + tokens.cacheWrite > $0 }
        let tier: Meter.Tier = isSurcharged ?? false ? .longContext : .standard
        var usage = Usage()
        usage.add(tokens.input, to: Meter(.bedrock, model, .inputTokens, tier: tier))
        usage.add(
            tokens.cacheWrite,
            to: Meter(.bedrock, model, cachesAnHour ? .cacheWriteTokens1h : .cacheWriteTokens5m, tier: tier))
        usage.add(tokens.cacheRead, to: Meter(.bedrock, model, .cacheReadTokens, tier: tier))
        usage.add(tokens.output, to: Meter(.bedrock, model, .outputTokens, tier: tier))
        return usage
    }

    /// A record of a batch job is billed at the batch price, unless it was refused.
    func usage(of record: BatchJob.Result, model: String) -> Usage {
        var usage = Usage()
        guard let tokens = record.response?.tokens else { return usage }
        usage.add(tokens.input, to: Meter(.bedrock, model, .inputTokens, tier: .batch))
        usage.add(tokens.output, to: Meter(.bedrock, model, .outputTokens, tier: .batch))
        return usage
    }

    /// An invocation is a request, and memory for started milliseconds from its acceptance to its end.
    func usage(of invocation: Lambda.Invocation, endedAt end: SimulatedInstant, megabytes: Int) -> Usage {
        let milliseconds = max(1, (end - invocation.accepted).millisecondsRoundedUp)
        var usage = Usage()
        usage.add(1, to: Meter(.lambda, "", .requests))
        usage.add(milliseconds * megabytes, to: Meter(.lambda, "", .megabyteMilliseconds))
        return usage
    }

    /// A notification is a request for each started 64 KB.
    func usage(ofMessage message: String) -> Usage {
        var usage = Usage()
        usage.add(1 + max(0, message.utf8.count - 1) / 65_536, to: Meter(.sns, "", .requests))
        return usage
    }

    /// Every mail that was delivered, also those that the platform delivered twice.
    func usage(of sent: MarketingPlatform.Sent) -> Usage {
        var usage = Usage()
        usage.add(sent.recipients * sent.deliveries, to: Meter(.marketing, "email", .sends))
        return usage
    }
}
