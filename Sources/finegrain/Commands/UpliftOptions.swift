import ArgumentParser
import Experiments
import Foundation
import Quantities

/// Which columns play which part, and by which conventions to answer.
struct UpliftOptions: ParsableArguments {
    @Option(help: "Column of the arms; recognised by its name when left out.")
    var treatment: String?

    @Option(help: "Value of the control arm; recognised when left out.")
    var control: String?

    @Option(help: "Treatments to compare, separated by commas; by default every other arm.")
    var arms: String = ""

    @Option(
        name: [.customLong("outcome"), .customLong("outcomes")],
        help: "Outcome columns, separated by commas; the first one decides unless another has a margin.")
    var outcome: String = ""

    @Option(help: "Columns known before the treatment, separated by commas.")
    var covariates: String = ""

    @Option(help: "Columns whose crossed values are the segments, coarse first.")
    var by: String = ""

    @Option(help: "Column that names the unit.")
    var id: String?

    @Option(help: "Column within whose values outcomes may hang together.")
    var cluster: String?

    @Option(name: .customLong("text-id"), help: "Column that names the text that a unit received.")
    var textID: String?

    @Option(help: "Column of sampling weights.")
    var weights: String?

    @Option(help: "Planned shares of the arms: 'control=.5,b=.5'. Equal shares are assumed without.")
    var planned: String = ""

    @Option(help: "Two-sided error rate of intervals and families.")
    var alpha: Double = 0.05

    @Option(help: "What treating one unit costs, in USD.")
    var cost: Double?

    @Option(help: "What one unit of an outcome is worth: metric=usd. May be repeated.")
    var margin: [String] = []

    @Option(name: .customLong("se"), help: "Covariance of a regression: 'lin=HC3,ols=HC1'.")
    var errors: String = ""

    @Option(help: "Models of the learners: ols, ridge or logit.")
    var models: String = "ols"

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
                Problem("\(models) are no models", remedy: "ols, ridge or logit", field: "--models"))
        }
        if !(alpha > 0 && alpha < 1) {
            problems.append(Problem("\(alpha) is no error rate", remedy: "0.05 is usual", field: "--alpha"))
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
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        return plan
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
                problems.append(
                    Problem("\(part) is not name=number", remedy: "such as b=.5", field: option))
                continue
            }
            result.append((String(part[..<sign]).trimmingCharacters(in: .whitespaces), value))
        }
        return result
    }
}
