import ArgumentParser
import Encodings
import Experiments
import Foundation
import Quantities

/// Which columns play which part, and by which conventions to answer.
struct UpliftOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Column of the arms; detected from common names if omitted.", valueName: "column"))
    var treatment: String?

    @Option(
        help: ArgumentHelp(
            "Value of the control arm; detected from common names if omitted.", valueName: "value"))
    var control: String?

    @Option(
        help: ArgumentHelp(
            "Treatments to compare, separated by commas; by default every other arm.", valueName: "arms"))
    var arms: String = ""

    @Option(
        name: [.customLong("outcome"), .customLong("outcomes")],
        help: ArgumentHelp(
            "Outcome columns, separated by commas; the first one decides unless another has a margin.",
            valueName: "columns"))
    var outcome: String = ""

    @Option(
        help: ArgumentHelp("Columns known before the treatment, separated by commas.", valueName: "columns"))
    var covariates: String = ""

    @Option(
        help: ArgumentHelp(
            "Columns whose crossed values are the segments, coarse first.", valueName: "columns"))
    var by: String = ""

    @Option(help: ArgumentHelp("Column that identifies the unit.", valueName: "column"))
    var id: String?

    @Option(
        help: ArgumentHelp(
            "Column within whose values rows are correlated (cluster column).", valueName: "column"))
    var cluster: String?

    @Option(
        name: .customLong("text-id"),
        help: ArgumentHelp("Column that identifies the text that a unit received.", valueName: "column"))
    var textID: String?

    @Option(help: ArgumentHelp("Column of sampling weights.", valueName: "column"))
    var weights: String?

    @Option(
        help: ArgumentHelp(
            "Planned shares of the arms, such as control=.5,b=.5; equal shares if omitted.",
            valueName: "arm=share"))
    var planned: String = ""

    @Option(help: ArgumentHelp("Two-sided significance level.", valueName: "level"))
    var alpha: Double = 0.05

    @Option(help: ArgumentHelp("Cost of treating one unit, in USD.", valueName: "usd"))
    var cost: Double?

    @Option(
        help: ArgumentHelp(
            "Value of one unit of an outcome. May be repeated; several are added up per unit, and the sum decides.",
            valueName: "metric=usd"))
    var margin: [String] = []

    @Option(
        name: .customLong("se"),
        help: ArgumentHelp(
            "Covariance of a regression, such as lin=HC3,ols=HC1.", valueName: "estimator=kind"))
    var errors: String = ""

    @Option(help: ArgumentHelp("Models of the learners: ols, ridge or logit.", valueName: "model"))
    var models: String = "ols"

    @Option(
        help: ArgumentHelp(
            "How covariates adjust pooled effects, decisions and the overall effect: cuped, lin or none.",
            valueName: "how"))
    var adjust: String = "cuped"

    @Option(help: ArgumentHelp("How long the experiment has run, in weeks.", valueName: "weeks"))
    var weeks: Double?

    @OptionGroup var metrics: MetricOptions

    @OptionGroup var fileOptions: FileOptions

    /// - Throws: bad input with every option that cannot be understood.
    func plan(seed: Int, jobs: Int) throws(FinegrainError) -> UpliftPlan {
        var problems: [Problem] = []
        var plan = UpliftPlan()
        plan.treatment = treatment
        plan.control = control
        plan.arms = UpliftOptions.list(arms)
        plan.outcomes = UpliftOptions.list(outcome)
        plan.covariates = UpliftOptions.list(covariates)
        plan.by = UpliftOptions.list(by)
        plan.id = id
        plan.cluster = cluster
        plan.textID = textID
        plan.weights = weights
        plan.seed = seed
        plan.jobs = jobs
        plan.alpha = alpha
        if let known = UpliftPlan.LearnerModels(rawValue: models) {
            plan.learnerModels = known
        } else {
            problems.append(
                Problem("\(models) is not a model", remedy: "ols, ridge or logit", field: "--models"))
        }
        if let known = UpliftPlan.Adjustment(rawValue: adjust) {
            plan.adjustment = known
        } else {
            problems.append(
                Problem("\(adjust) is not an adjustment", remedy: "cuped, lin or none", field: "--adjust"))
        }
        plan.weeks = weeks
        if let weeks, !(weeks > 0 && weeks.isFinite) {
            problems.append(Problem("\(weeks) weeks", remedy: "a positive number", field: "--weeks"))
        }
        if !(alpha >= 1e-9 && alpha < 1) {
            problems.append(
                Problem("\(alpha) is not a significance level", remedy: "0.05 is usual", field: "--alpha"))
        }
        plan.costUSD = cost
        if let cost, !(cost >= 0 && cost.isFinite) {
            problems.append(
                Problem("a cost of \(cost)", remedy: "USD a treated unit, zero or more", field: "--cost"))
        }
        for (arm, share) in pairs(planned, "--planned", &problems) {
            plan.planned.append(UpliftPlan.PlannedShare(arm: arm, share: share))
            if !(share >= 0 && share.isFinite) {
                problems.append(
                    Problem("the share of \(arm) is \(share)", remedy: "zero or more", field: "--planned"))
            }
        }
        problems += UpliftOptions.checkShares(plan.planned)
        problems += fileOptions.complete(&plan)
        for text in margin {
            for (metric, usd) in pairs(text, "--margin", &problems) {
                plan.margins.append(UpliftPlan.Margin(metric: metric, usd: usd))
                if !usd.isFinite {
                    problems.append(
                        Problem("the margin of \(metric) is \(usd)", remedy: "USD a unit", field: "--margin"))
                }
            }
        }
        for part in UpliftOptions.list(errors) {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let estimator = Estimator(rawValue: sides[0]),
                let kind = RobustError.allCases.first(where: {
                    $0.rawValue.lowercased() == sides[1].lowercased()
                })
            else {
                problems.append(
                    Problem(
                        "\(part) is not an estimator and its error", remedy: "write lin=HC3 or ols=classical",
                        field: "--se"))
                continue
            }
            plan.standardErrors[estimator] = kind
        }
        problems += metrics.complete(&plan)
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        return plan
    }

    /// Shares may be off by what rounding each to two decimals makes of them.
    private static func checkShares(_ planned: [UpliftPlan.PlannedShare]) -> [Problem] {
        let sum = planned.reduce(0) { $0 + $1.share }
        func text(_ value: Double) -> String {
            let rounded = (value * 1000).rounded() / 1000
            return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
        }
        guard !planned.isEmpty, !(abs(sum - 1) <= 0.005 * Double(planned.count) + 1e-9) else { return [] }
        let shares = planned.map { "\($0.arm)=\(text($0.share / sum))" }.joined(separator: ",")
        return [
            Problem(
                "the planned shares add up to \(text(sum)), not to 1",
                remedy: sum > 0
                    ? "give a share of every arm, the control included; in these proportions --planned \(shares)"
                    : "give a share of every arm, the control included", field: "--planned")
        ]
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// `name=number` pairs; the name may hold an equals sign, the number not.
    private func pairs(
        _ text: String, _ option: String, _ problems: inout [Problem]
    ) -> [(name: String, value: Double)] {
        var result: [(name: String, value: Double)] = []
        for part in UpliftOptions.list(text) {
            guard let sign = part.lastIndex(of: "="), let value = Double(part[part.index(after: sign)...]),
                sign != part.startIndex
            else {
                let text = part.lastIndex(of: "=").map { String(part[part.index(after: $0)...]) } ?? ""
                let plain = WrittenNumber.plain(text).map { "write \($0) for \(text)" }
                problems.append(
                    Problem("\(part) is not name=number", remedy: plain ?? "such as b=.5", field: option))
                continue
            }
            result.append((String(part[..<sign]).trimmingCharacters(in: .whitespaces), value))
        }
        return result
    }
}
