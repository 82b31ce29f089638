import Quantities
import SnowflakeSQL

/// Snowflake's account-usage views of Cortex: which functions and models were used, with tokens and credits.
///
/// Credits are tokens times the rate of the model, which the price book knows and the mock is told; a model without a rate
/// has NULL credits, never zero.
final class CortexUsageViews: ExternalViews {
    private let cortex: CortexFunctions
    private let rates: [String: (input: Double, output: Double)]

    init(_ cortex: CortexFunctions, rates: [String: (input: Double, output: Double)]) {
        self.cortex = cortex
        self.rates = rates
    }

    func view(_ name: String) -> (columns: [SnowColumn], rows: [[SnowValue]])? {
        switch name {
        case "SNOWFLAKE.ACCOUNT_USAGE.CORTEX_FUNCTIONS_USAGE_HISTORY": hourly
        case "SNOWFLAKE.ACCOUNT_USAGE.CORTEX_FUNCTIONS_QUERY_USAGE_HISTORY": byQuery
        case "SNOWFLAKE.ACCOUNT_USAGE.CORTEX_AISQL_USAGE_HISTORY": detailed
        default: nil
        }
    }

    private static func column(_ name: String, _ type: SnowType) -> SnowColumn {
        switch type {
        case .fixed: SnowColumn(name: name, type: type, precision: 38, scale: 0)
        case .text: SnowColumn(name: name, type: type, length: 16_777_216)
        case .timestampLTZ: SnowColumn(name: name, type: type, precision: 0, scale: 9)
        default: SnowColumn(name: name, type: type)
        }
    }

    private func credits(_ use: CortexFunctions.Use) -> Double? {
        rates[use.model].map {
            (Double(use.inputTokens) * $0.input + Double(use.outputTokens) * $0.output) / 1e6
        }
    }

    private static func value(_ credits: Double?) -> SnowValue { credits.map { .real($0) } ?? .null }

    /// Uses of equal key added up, in the order of the first.
    private func grouped(
        _ key: (CortexFunctions.Use) -> [String]
    ) -> [(first: CortexFunctions.Use, tokens: Int, credits: Double?)] {
        var groups: [(key: [String], first: CortexFunctions.Use, tokens: Int, credits: Double?)] = []
        for use in cortex.uses {
            let own = key(use)
            let credits = credits(use)
            if let index = groups.lastIndex(where: { $0.key == own }) {
                groups[index].tokens += use.inputTokens + use.outputTokens
                groups[index].credits = groups[index].credits.flatMap { sum in credits.map { sum + $0 } }
            } else {
                groups.append((own, use, use.inputTokens + use.outputTokens, credits))
            }
        }
        return groups.map { ($0.first, $0.tokens, $0.credits) }
    }

    private static let hour = Int64(3_600_000_000_000)

    private static func hourStart(_ use: CortexFunctions.Use) -> Int64 {
        CivilTime(use.at).epochNanoseconds / hour * hour
    }

    private var hourly: (columns: [SnowColumn], rows: [[SnowValue]]) {
        let groups = grouped { [String(CortexUsageViews.hourStart($0)), $0.function, $0.model] }
        return (
            [
                CortexUsageViews.column("START_TIME", .timestampLTZ),
                CortexUsageViews.column("END_TIME", .timestampLTZ),
                CortexUsageViews.column("FUNCTION_NAME", .text), CortexUsageViews.column("MODEL_NAME", .text),
                CortexUsageViews.column("WAREHOUSE_ID", .fixed),
                CortexUsageViews.column("TOKEN_CREDITS", .real),
                CortexUsageViews.column("TOKENS", .fixed),
            ],
            groups.map { group in
                let start = CortexUsageViews.hourStart(group.first)
                return [
                    .timestampLTZ(nanoseconds: start),
                    .timestampLTZ(nanoseconds: start + CortexUsageViews.hour),
                    .text(group.first.function), .text(group.first.model), .integer(1),
                    CortexUsageViews.value(group.credits), .integer(Int64(group.tokens)),
                ]
            }
        )
    }

    private var byQuery: (columns: [SnowColumn], rows: [[SnowValue]]) {
        let groups = grouped { [$0.queryID, $0.function, $0.model] }
        return (
            [
                CortexUsageViews.column("QUERY_ID", .text), CortexUsageViews.column("WAREHOUSE_ID", .fixed),
                CortexUsageViews.column("MODEL_NAME", .text), CortexUsageViews.column("FUNCTION_NAME", .text),
                CortexUsageViews.column("TOKENS", .fixed), CortexUsageViews.column("TOKEN_CREDITS", .real),
            ],
            groups.map { group in
                [
                    .text(group.first.queryID), .integer(1), .text(group.first.model),
                    .text(group.first.function),
                    .integer(Int64(group.tokens)), CortexUsageViews.value(group.credits),
                ]
            }
        )
    }

    private var detailed: (columns: [SnowColumn], rows: [[SnowValue]]) {
        (
            [
                CortexUsageViews.column("USAGE_TIME", .timestampLTZ),
                CortexUsageViews.column("QUERY_ID", .text),
                CortexUsageViews.column("FUNCTION_NAME", .text), CortexUsageViews.column("MODEL_NAME", .text),
                CortexUsageViews.column("TOKENS", .fixed), CortexUsageViews.column("TOKEN_CREDITS", .real),
            ],
            cortex.uses.map { use in
                [
                    .timestampLTZ(nanoseconds: CivilTime(use.at).epochNanoseconds), .text(use.queryID),
                    .text(use.function), .text(use.model),
                    .integer(Int64(use.inputTokens + use.outputTokens)),
                    CortexUsageViews.value(credits(use)),
                ]
            }
        )
    }
}
