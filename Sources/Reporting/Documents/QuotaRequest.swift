import Campaigns
import Encodings
import Scenarios
import Workbench

/// The figures that a provider asks for when a quota is to be raised, of the subject row of a decision.
struct QuotaRequest {
    struct Line {
        var name: String
        var key: String
        var value: Double?
    }

    let model: String
    let lines: [Line]
    /// Calls that the simulated quota refused: with any, peaks are what the quota let through.
    let throttled: Int

    init(_ result: SweepResult) {
        model = result.scenario.copy.model
        guard let row = result.decision.subject.map({ result.rows[$0] }) else {
            (lines, throttled) = ([], 0)
            return
        }
        var demand = row.demand
        demand.merge(row.firstDemand)
        throttled = demand.throttled
        let steady = row.demand.calls > 0 ? row.demand : demand
        lines = [
            Line(
                name: "peak tokens per minute (first campaign included)", key: "peak_tokens_per_minute",
                value: Double(demand.peakTokensPerMinute)),
            Line(
                name: "steady tokens per minute while generating", key: "steady_tokens_per_minute",
                value: steady.steadyTokensPerMinute),
            Line(
                name: "peak requests per minute", key: "peak_requests_per_minute",
                value: Double(demand.peakCallsPerMinute)),
            Line(
                name: "steady requests per minute while generating", key: "steady_requests_per_minute",
                value: steady.steadyCallsPerMinute),
            Line(
                name: "mean input tokens per request", key: "mean_input_tokens", value: demand.meanInputTokens
            ),
            Line(
                name: "mean output tokens per request", key: "mean_output_tokens",
                value: demand.meanOutputTokens),
        ]
    }

    var json: JSONValue {
        .object(
            [.init("model", .string(model))] + lines.map { .init($0.key, .optional($0.value)) }
                + [.init("throttled_calls", .integer(throttled))])
    }
}
