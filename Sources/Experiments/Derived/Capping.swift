import Quantities

/// Large values of an outcome counted as a common limit (winsorised), blind to the arm.
///
/// A limit that looked at arms would itself differ between them and bias the effect; one quantile of all compared units
/// does not.
struct Capping {
    let plan: UpliftPlan

    /// Replaces values above each cap.
    /// - Returns: what was done, in the order of the plan.
    func apply(to table: inout ExperimentTable, problems: inout [Problem]) -> [CapResult] {
        plan.caps.compactMap { cap in
            guard let index = table.outcomes.firstIndex(where: { $0.name == cap.metric }) else {
                problems.append(
                    Problem(
                        "there is no outcome \(cap.metric) to cap",
                        remedy: "the outcomes are " + table.outcomes.map(\.name).joined(separator: ", "),
                        field: "--cap"))
                return nil
            }
            guard !table.isCells else {
                problems.append(
                    Problem(
                        "cells hold sums of \(cap.metric), so single values cannot be capped",
                        remedy: "cap before the cells are made, or give the file with one row per unit",
                        field: "--cap"))
                return nil
            }
            return self.cap(cap, index, &table, &problems)
        }
    }

    private func cap(
        _ cap: Cap, _ index: Int, _ table: inout ExperimentTable, _ problems: inout [Problem]
    ) -> CapResult? {
        let values = table.outcomes[index].values
        let limit: Double
        var quantile: Double?
        switch cap.rule {
        case .value(let value): limit = value
        case .quantile(let share):
            limit = Capping.quantile(share, of: values.filter { !$0.isNaN })
            quantile = share
        }
        let present = values.indices.filter { !values[$0].isNaN }
        let varies = present.contains { min(values[$0], limit) != min(values[present[0]], limit) }
        guard varies else {
            problems.append(
                Problem(
                    "a cap of \(limit) leaves \(cap.metric) the same for every unit",
                    remedy: quantile == nil
                        ? "name a larger value"
                        : "most values are that small: name a higher quantile or a value",
                    field: "--cap"))
            return nil
        }
        var counts = table.arms.map { CapResult.ArmCount(arm: $0, capped: 0, count: 0) }
        var (before, after) = (0.0, 0.0)
        for row in present {
            let arm = table.armCodes[row]
            counts[arm].count += 1
            before += values[row]
            if values[row] > limit {
                counts[arm].capped += 1
                table.outcomes[index].values[row] = limit
            }
            after += table.outcomes[index].values[row]
        }
        return CapResult(
            metric: cap.metric, limit: limit, quantile: quantile, arms: counts,
            shareRemoved: before > 0 ? (before - after) / before : 0)
    }

    /// Linear between order statistics, h = (n − 1)p (type 7 of Hyndman & Fan 1996).
    /// - Precondition: there is a value, and `0 <= share <= 1`.
    static func quantile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        let place = share * Double(sorted.count - 1)
        let low = Int(place)
        guard low + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[low] + (place - Double(low)) * (sorted[low + 1] - sorted[low])
    }
}
