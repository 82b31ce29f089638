import Encodings
import Foundation
package import SnowflakeSQL

/// Snowflake's account-usage views of Cortex: which functions and models were used, with tokens and credits.
///
/// Credits are tokens times the rate of the model, which the price book knows and the mock is told; a model without a rate
/// has NULL credits, never zero.
package final class CortexUsageViews: ExternalViews {
    private let cortex: CortexFunctions
    private let rates: [String: (input: Double, output: Double)]

    package init(_ cortex: CortexFunctions, rates: [String: (input: Double, output: Double)]) {
        self.cortex = cortex
        self.rates = rates
    }

    package func view(_ name: String) -> (columns: [SnowColumn], rows: [[SnowValue]])? {
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

    private static let credits = SnowColumn(name: "TOKEN_CREDITS", type: .fixed, precision: 38, scale: 9)

    /// Credits as a NUMBER(38,9).
    private static func value(_ credits: Double?) -> SnowValue {
        credits.map { .decimal(String(format: "%.9f", $0)) } ?? .null
    }

    /// Uses of equal key added up, in the order of the first.
    private func grouped(
        _ key: (CortexFunctions.Use) -> [String]
    ) -> [(first: CortexFunctions.Use, tokens: Int, credits: Double?)] {
        var groups: [(first: CortexFunctions.Use, tokens: Int, credits: Double?)] = []
        var places: [[String]: Int] = [:]
        for use in cortex.uses {
            let own = key(use)
            let credits = credits(use)
            if let index = places[own] {
                groups[index].tokens += use.inputTokens + use.outputTokens
                groups[index].credits = groups[index].credits.flatMap { sum in credits.map { sum + $0 } }
            } else {
                places[own] = groups.count
                groups.append((use, use.inputTokens + use.outputTokens, credits))
            }
        }
        return groups
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
                CortexUsageViews.credits,
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
                CortexUsageViews.column("TOKENS", .fixed), CortexUsageViews.credits,
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

    /// One row for each query, function and model.
    private var detailed: (columns: [SnowColumn], rows: [[SnowValue]]) {
        let groups = grouped { [$0.queryID, $0.function, $0.model] }
        return (
            [
                CortexUsageViews.column("USAGE_TIME", .timestampLTZ),
                CortexUsageViews.column("QUERY_ID", .text),
                CortexUsageViews.column("FUNCTION_NAME", .text), CortexUsageViews.column("MODEL_NAME", .text),
                CortexUsageViews.column("TOKENS", .fixed), CortexUsageViews.credits,
            ],
            groups.map { group in
                [
                    .timestampLTZ(nanoseconds: CivilTime(group.first.at).epochNanoseconds),
                    .text(group.first.queryID), .text(group.first.function), .text(group.first.model),
                    .integer(Int64(group.tokens)), CortexUsageViews.value(group.credits),
                ]
            }
        )
    }
}
