package import Quantities
package import ServiceModels

extension ChatModels {
    /// Whole seconds, at least one, after which refill alone lets a refused prompt in: what `retry-after` says.
    package func secondsUntilAdmitted(_ prompt: ChatPrompt, at now: SimulatedInstant) -> Int {
        guard let left = allowance(prompt.modelID, at: now) else { return 1 }
        var wait = 1
        if left.requestsLeft < 1 { wait = ChatModels.seconds(toRefill: 1, perMinute: left.requestLimit) }
        if let input = tokens(of: prompt), let most = prompt.maxTokens {
            // More than a full bucket holds is never let in, however long the wait.
            let missing = input + min(most, left.tokenLimit) - left.tokensLeft
            wait = max(wait, ChatModels.seconds(toRefill: missing, perMinute: left.tokenLimit))
        }
        return wait
    }

    /// Rounded up; a quota without refill waits a minute.
    static func seconds(toRefill count: Int, perMinute: Int) -> Int {
        guard count > 0 else { return 1 }
        guard perMinute > 0 else { return 60 }
        return max(1, (count * 60 + perMinute - 1) / perMinute)
    }
}

extension ChatModels.Allowance {
    /// Until the quota of requests is full again.
    var requestsReset: SimulatedDuration {
        ChatModels.Allowance.refill(requestLimit - requestsLeft, perMinute: requestLimit)
    }

    /// Until the quota of tokens is full again.
    var tokensReset: SimulatedDuration {
        ChatModels.Allowance.refill(tokenLimit - tokensLeft, perMinute: tokenLimit)
    }

    private static func refill(_ missing: Int, perMinute: Int) -> SimulatedDuration {
        guard missing > 0, perMinute > 0 else { return .zero }
        return SimulatedDuration(seconds: Double(missing) * 60 / Double(perMinute))
    }
}
