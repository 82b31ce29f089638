import Uplift

/// What the texts of each arm say of the generator that wrote them.
struct TextReadout {
    private let table: ExperimentTable
    private let plan: UpliftPlan
    private(set) var results: [TextResult] = []
    private(set) var warnings: [UpliftReadout.Warning] = []

    init(table: ExperimentTable, plan: UpliftPlan) throws {
        self.table = table
        self.plan = plan
        guard let codes = table.textCodes else { return }
        for metric in table.outcomes.indices {
            let control = arm(0, metric, codes)
            for treatment in 1..<table.arms.count {
                try add(metric, treatment, control: control, texts: arm(treatment, metric, codes))
            }
        }
    }

    /// Units of one arm by text; those without a text last.
    private func arm(_ arm: Int, _ metric: Int, _ codes: [Int]) -> (
        names: [String], texts: [ArmSummary], rest: ArmSummary
    ) {
        var sums = Array(repeating: ArmSummary.empty, count: table.textNames.count)
        var rest = ArmSummary.empty
        let outcome = table.outcomes[metric]
        for row in 0..<table.rowCount where table.armCodes[row] == arm && !outcome.values[row].isNaN {
            let unit = ArmSummary(
                count: table.count(row), mean: outcome.values[row],
                squaredDeviations: outcome.deviations?[row] ?? 0)
            if codes[row] < 0 {
                rest = rest.merging(unit)
            } else {
                sums[codes[row]] = sums[codes[row]].merging(unit)
            }
        }
        let present = sums.indices.filter { sums[$0].count > 0 }
        return (present.map { table.textNames[$0] }, present.map { sums[$0] }, rest)
    }

    private mutating func add(
        _ metric: Int, _ treatment: Int, control: (names: [String], texts: [ArmSummary], rest: ArmSummary),
        texts: (names: [String], texts: [ArmSummary], rest: ArmSummary)
    ) throws {
        let name = table.arms[treatment]
        var result = TextResult(
            metric: table.outcomes[metric].name, treatment: name, textCount: texts.texts.count, effect: nil,
            standardError: nil, lower: nil, upper: nil, degreesOfFreedom: nil, betweenVariance: nil, texts: []
        )
        if metric == 0, texts.texts.count < TextEffects.enoughTexts {
            warnings.append(
                UpliftReadout.Warning(
                    code: "few_texts",
                    message:
                        "\(name) was \(texts.texts.count) text\(texts.texts.count == 1 ? "" : "s"). Results over so "
                        + "few say little of the next text of the same writer."))
        }
        if texts.texts.count > 1, let effects = try? TextEffects(texts.texts),
            let base = try baseline(control)
        {
            let variance = effects.standardError * effects.standardError + base.variance
            let share = effects.standardError * effects.standardError / variance
            let freedom =
                1 / (share * share / effects.degreesOfFreedom + (1 - share) * (1 - share) / base.freedom)
            let interval = ConfidenceInterval(
                center: effects.mean - base.mean, standardError: variance.squareRoot(),
                degreesOfFreedom: freedom, confidence: 1 - plan.alpha)
            result.effect = effects.mean - base.mean
            result.standardError = variance.squareRoot()
            result.lower = interval.lower
            result.upper = interval.upper
            result.degreesOfFreedom = freedom
            result.betweenVariance = effects.betweenVariance
            result.texts = texts.names.indices.map { index in
                TextResult.Text(
                    text: texts.names[index], count: texts.texts[index].count, mean: texts.texts[index].mean,
                    shrunk: effects.effects[index].value,
                    shrunkStandardError: effects.effects[index].standardError)
            }
        }
        results.append(result)
    }

    /// The control's mean: over its texts when it has several, over its units otherwise.
    private func baseline(
        _ control: (names: [String], texts: [ArmSummary], rest: ArmSummary)
    ) throws -> (mean: Double, variance: Double, freedom: Double)? {
        if control.texts.count > 1, control.rest.count == 0, let effects = try? TextEffects(control.texts) {
            return (effects.mean, effects.standardError * effects.standardError, effects.degreesOfFreedom)
        }
        let all = control.texts.reduce(control.rest) { $0.merging($1) }
        guard all.count > 1 else { return nil }
        return (all.mean, all.varianceOfMean, Double(all.count - 1))
    }
}
