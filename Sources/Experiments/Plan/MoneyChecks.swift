import Quantities

/// Costs and margins that say nothing, or the opposite of what is meant.
enum MoneyChecks {
    /// - Parameter metrics: that the file or the plan has.
    static func problems(_ plan: UpliftPlan, metrics: [String]) -> [Problem] {
        var problems: [Problem] = []
        if let cost = plan.costUSD, cost > 0, !plan.margins.contains(where: { $0.usd != 0 }) {
            problems.append(
                Problem(
                    "a cost of \(text(cost)) USD per unit, and no outcome is worth anything",
                    remedy:
                        "say what one unit of an outcome is worth, such as --margin \(metrics.first ?? "spend")=1, "
                        + "or leave --cost out", field: "--cost"))
        }
        for (index, margin) in plan.margins.enumerated() {
            if !metrics.contains(margin.metric) {
                let near = metrics.first { $0.lowercased() == margin.metric.lowercased() }
                problems.append(
                    Problem(
                        "\(margin.metric) is not an outcome",
                        remedy: near.map { "did you mean \($0)?" }
                            ?? "the outcomes are \(metrics.joined(separator: ", ")); name more with --outcome",
                        field: "--margin"))
            }
            if plan.margins[..<index].contains(where: { $0.metric == margin.metric }) {
                problems.append(
                    Problem("\(margin.metric) has two margins", remedy: "give it one", field: "--margin"))
            }
            if margin.usd < 0, !plan.isBetterLower(margin.metric) {
                problems.append(
                    Problem(
                        "the margin of \(margin.metric) is negative",
                        remedy:
                            "if less of \(margin.metric) is better, write --direction \(margin.metric)=down and "
                            + "--margin \(margin.metric)=\(text(-margin.usd))", field: "--margin"))
            }
        }
        return problems
    }

    private static func text(_ usd: Double) -> String {
        usd == usd.rounded() && abs(usd) < 1e15 ? "\(Int(usd))" : "\(usd)"
    }
}
