import ArgumentParser
import Experiments
import Foundation
import Quantities

/// What is asked of single metrics: which way is better, what may not be harmed, and metrics made of others.
struct MetricOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Whether more of a metric is better (up) or worse (down); up if omitted, except for names such as \
            unsubscribed or churn. May be repeated.
            """, valueName: "metric=up|down"))
    var direction: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            The largest tolerable harm to a metric, in its unit or in % of the control mean, such as \
            unsubscribed=0.002 or spend=2%. May be repeated.
            """, valueName: "metric=margin"))
    var guardrail: [String] = []

    @Option(
        help: ArgumentHelp(
            "A metric that is the ratio of two outcomes' sums, such as aov=revenue/orders. May be repeated.",
            valueName: "name=a/b"))
    var ratio: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Count larger values of an outcome as this value or as this percentile of all compared units, such as \
            spend=500 or spend=p99.5. May be repeated.
            """, valueName: "metric=limit"))
    var cap: [String] = []

    @Option(
        help: ArgumentHelp(
            "Column of repeated sends to the same units; the file then has one row per unit and send.",
            valueName: "column"))
    var send: String?

    @Option(
        help: ArgumentHelp(
            """
            Column of 0 and 1 that ends a unit's stay over the sends, such as unsubscribed, or active=0 where 0 does; \
            gives retention by arm and segment.
            """, valueName: "column"))
    var event: String?

    @Option(
        help: ArgumentHelp(
            "Column over whose values effects are followed, such as the week of the send.",
            valueName: "column"))
    var over: String?

    @Option(
        help: ArgumentHelp(
            "Take several arms as one, such as llm=copy_a,copy_b. May be repeated.", valueName: "name=arms"))
    var combine: [String] = []

    /// Adds the options to a plan.
    /// - Returns: a problem for every option that cannot be understood.
    func complete(_ plan: inout UpliftPlan) -> [Problem] {
        var problems: [Problem] = []
        for (metric, text) in MetricOptions.pairs(direction, "--direction", "unsubscribed=down", &problems) {
            guard let better = MetricDirection.Better(rawValue: text.lowercased()) else {
                problems.append(
                    Problem("\(text) is not a direction", remedy: "up or down", field: "--direction"))
                continue
            }
            plan.directions.append(MetricDirection(metric: metric, better: better))
        }
        addGuardrails(&plan, &problems)
        addRatios(&plan, &problems)
        addCaps(&plan, &problems)
        plan.send = send
        plan.over = over
        if let event {
            let sides = event.split(separator: "=", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            let value = sides.count == 2 ? Int(sides[1]) : nil
            if sides.count == 2, value != 0, value != 1 {
                problems.append(
                    Problem(
                        "\(event) does not name an event", remedy: "such as unsubscribed, or active=0",
                        field: "--event"))
            }
            plan.event = SendEvent(column: sides.first ?? "", value: value)
        }
        for text in combine {
            // The commas separate arms here, not pairs.
            let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
            let arms = sides.count == 2 ? UpliftOptions.list(sides[1]) : []
            let name = sides.first?.trimmingCharacters(in: .whitespaces) ?? ""
            guard arms.count > 1, !name.isEmpty, !plan.combined.contains(where: { $0.name == name }) else {
                problems.append(
                    Problem(
                        "\(text) does not name two arms or more to combine",
                        remedy: "such as llm=copy_a,copy_b, each name once", field: "--combine"))
                continue
            }
            plan.combined.append(CombinedArm(name: name, arms: arms))
        }
        return problems
    }

    private func addGuardrails(_ plan: inout UpliftPlan, _ problems: inout [Problem]) {
        for (metric, text) in MetricOptions.pairs(
            guardrail, "--guardrail", "unsubscribed=0.002", &problems)
        {
            let isRelative = text.hasSuffix("%")
            guard let number = Double(isRelative ? String(text.dropLast()) : text), number > 0,
                number.isFinite
            else {
                problems.append(
                    Problem(
                        "\(text) is not a margin",
                        remedy:
                            "a positive number in the metric's unit, or in % of the control mean such as 2%; "
                            + "--direction says which way is harm", field: "--guardrail"))
                continue
            }
            plan.guardrails.append(
                Guardrail(metric: metric, margin: isRelative ? number / 100 : number, isRelative: isRelative))
        }
    }

    private func addRatios(_ plan: inout UpliftPlan, _ problems: inout [Problem]) {
        for (name, text) in MetricOptions.pairs(ratio, "--ratio", "aov=revenue/orders", &problems) {
            let sides = text.split(separator: "/", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty, sides[0] != sides[1] else {
                problems.append(
                    Problem(
                        "\(text) is not a ratio of two outcomes", remedy: "such as aov=revenue/orders",
                        field: "--ratio"))
                continue
            }
            plan.ratios.append(RatioMetric(name: name, numerator: sides[0], denominator: sides[1]))
        }
    }

    private func addCaps(_ plan: inout UpliftPlan, _ problems: inout [Problem]) {
        for (metric, text) in MetricOptions.pairs(cap, "--cap", "spend=p99.5", &problems) {
            let isPercentile = text.lowercased().hasPrefix("p")
            guard let number = Double(isPercentile ? String(text.dropFirst()) : text), number.isFinite,
                !isPercentile || (number > 50 && number < 100)
            else {
                problems.append(
                    Problem(
                        "\(text) is not a cap",
                        remedy: "a value such as 500, or a percentile between p50 and p100 such as p99.5",
                        field: "--cap"))
                continue
            }
            plan.caps.append(
                Cap(metric: metric, rule: isPercentile ? .quantile(number / 100) : .value(number)))
        }
    }

    /// `name=text` pairs of an option that may be repeated or hold several, separated by commas.
    private static func pairs(
        _ texts: [String], _ option: String, _ example: String, _ problems: inout [Problem]
    ) -> [(name: String, text: String)] {
        var result: [(name: String, text: String)] = []
        for part in texts.flatMap(UpliftOptions.list) {
            let sides = part.split(separator: "=", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
                problems.append(
                    Problem("\(part) is not name=value", remedy: "such as \(example)", field: option))
                continue
            }
            if result.contains(where: { $0.name == sides[0] }) {
                problems.append(
                    Problem("\(sides[0]) is named twice", remedy: "name it once", field: option))
            }
            result.append((sides[0], sides[1]))
        }
        return result
    }
}
