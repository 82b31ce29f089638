import Encodings
import MockWire
import Quantities
import ServiceModels

/// Headers of every answer: the request's id, how long it took, and what is left of the model's quotas.
enum OpenAIHeaders {
    static func headers(
        _ call: WireCall, taking time: SimulatedDuration, allowance: ChatModels.Allowance?
    ) -> [WireHeader] {
        common(call.key, taking: time) + (allowance.map(limits) ?? [])
    }

    static func common(_ key: UInt64, taking time: SimulatedDuration) -> [WireHeader] {
        [
            WireHeader("x-request-id", "req_" + UUIDText.make(key).filter { $0 != "-" }),
            WireHeader("openai-version", "2020-10-01"),
            WireHeader("openai-processing-ms", String(time.millisecondsRoundedUp)),
        ]
    }

    private static func limits(_ left: ChatModels.Allowance) -> [WireHeader] {
        [
            WireHeader("x-ratelimit-limit-requests", String(left.requestLimit)),
            WireHeader("x-ratelimit-limit-tokens", String(left.tokenLimit)),
            WireHeader("x-ratelimit-remaining-requests", String(left.requestsLeft)),
            WireHeader("x-ratelimit-remaining-tokens", String(left.tokensLeft)),
            WireHeader("x-ratelimit-reset-requests", span(left.requestsReset)),
            WireHeader("x-ratelimit-reset-tokens", span(left.tokensReset)),
        ]
    }

    /// A length of time as these headers say it: `120ms`, `8.64s`, `6m0s`.
    static func span(_ time: SimulatedDuration) -> String {
        let milliseconds = time.millisecondsRoundedUp
        if milliseconds < 1_000 { return "\(milliseconds)ms" }
        let seconds = JSONValue.number(Double(milliseconds % 60_000) / 1_000).text() + "s"
        return milliseconds < 60_000 ? seconds : "\(milliseconds / 60_000)m" + seconds
    }
}
