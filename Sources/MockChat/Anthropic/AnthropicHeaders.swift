import Encodings
import MockWire
import Quantities
import ServiceModels

/// Headers of every answer: the request's id and what is left of the model's quotas.
enum AnthropicHeaders {
    static func requestID(_ key: UInt64) -> String {
        "req_" + UUIDText.make(key).filter { $0 != "-" }.prefix(24)
    }

    static func limits(_ left: ChatModels.Allowance, at now: SimulatedInstant) -> [WireHeader] {
        var headers = group("requests", left.requestLimit, left.requestsLeft, now + left.requestsReset)
        // The mock has one quota of tokens, which prompts and answers share.
        for name in ["tokens", "input-tokens", "output-tokens"] {
            headers += group(name, left.tokenLimit, left.tokensLeft, now + left.tokensReset)
        }
        return headers
    }

    private static func group(
        _ name: String, _ limit: Int, _ left: Int, _ reset: SimulatedInstant
    ) -> [WireHeader] {
        [
            WireHeader("anthropic-ratelimit-\(name)-limit", String(limit)),
            WireHeader("anthropic-ratelimit-\(name)-remaining", String(left)),
            WireHeader("anthropic-ratelimit-\(name)-reset", CivilTime(reset).iso),
        ]
    }
}
