import Campaigns
import Workbench

/// Which designs the limits keep out, and what relaxing a limit would bring.
struct DecisionLimitsText {
    let result: SweepResult

    init(_ result: SweepResult) { self.result = result }

    /// Nil where every design is within the limits and nothing would be gained by more.
    var sentence: String? {
        let parts = [outside, prices, firstCampaign].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private var outside: String? {
        let rows = result.rows
        let broken = rows.indices.filter { !rows[$0].isFeasible }
        guard !broken.isEmpty else { return nil }
        if broken.count == rows.count - 1, Set(broken.map { rows[$0].breaks }).count == 1 {
            let limits = rows[broken[0]].breaks.map(\.rawValue).joined(separator: ", ")
            return "Every design is outside the limits (\(limits))."
        }
        if broken.count > 6 {
            let counts = Limit.allCases.compactMap { limit -> String? in
                let count = broken.count { rows[$0].breaks.contains(limit) }
                return count > 0 ? "\(limit.rawValue) \(count)" : nil
            }
            return "Outside the limits: \(broken.count) of \(rows.count - 1) designs "
                + "(\(counts.joined(separator: ", "))); they are not recommended."
        }
        let names = broken.map { row in
            "\(RowName.short(rows[row])) (\(rows[row].breaks.map(\.rawValue).joined(separator: ", ")))"
        }
        return "Outside the limits and not recommended: \(names.joined(separator: "; "))."
    }

    /// What a row breaks, with value and bound, such as `budget (0.85 against 0.10)`.
    func violations(_ row: Int) -> String {
        let row = result.rows[row]
        let known = row.violations.map { violation in
            "\(violation.limit.rawValue) (\(violation.metric.rawValue) \(Digits.significant(violation.value)) against "
                + "\(Digits.significant(violation.bound)))"
        }
        let others = row.breaks.filter { limit in !row.violations.contains { $0.limit == limit } }
        return (known + others.map(\.rawValue)).joined(separator: " and ")
    }

    private var prices: String? {
        let prices = result.decision.shadowPrices.filter { $0.perUnitUSD > 0 }
        guard !prices.isEmpty else { return nil }
        return prices.map { price in
            let units = price.units > 1 ? " (\(Digits.plain(price.units)) units admit it)" : ""
            let row = price.row.map { " with \(RowName.long(result.rows[$0]))" } ?? ""
            return "Relaxing \(price.limit.rawValue) by \(price.unit) would bring "
                + "\(Digits.usd(price.perUnitUSD)) per campaign\(row)\(units)."
        }.joined(separator: " ")
    }

    private var firstCampaign: String? {
        guard let row = result.decision.recommended, !result.rows[row].firstCampaignBreaks.isEmpty else {
            return nil
        }
        let limits = result.rows[row].firstCampaignBreaks.map(\.rawValue).joined(separator: ", ")
        return "Its first campaign, in which everything is generated, is outside: \(limits)."
    }
}
