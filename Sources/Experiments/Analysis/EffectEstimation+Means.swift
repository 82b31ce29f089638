import Regression
import Uplift

extension EffectEstimation {
    /// Treatment mean minus control mean, with Welch's error.
    func differenceInMeans() throws -> EffectResult {
        let difference = try DifferenceInMeans(treatment: treatment, control: control)
        var result = self.result(
            .differenceInMeans,
            Contrast(
                effect: difference.effect, standardError: difference.standardError,
                degreesOfFreedom: difference.degreesOfFreedom,
                base: (control.mean, control.varianceOfMean, -control.varianceOfMean), errorKind: "welch"))
        result.controlVariance = control.varianceOfMean
        return result
    }

    /// Difference of two shares, with a score interval.
    func proportions() -> EffectResult {
        func share(_ arm: ArmSummary) -> TwoProportions.Share {
            TwoProportions.Share(successes: Int(arm.sum.rounded()), count: arm.count)
        }
        let shares = TwoProportions(treatment: share(treatment), control: share(control))
        let interval = shares.interval(.newcombe, confidence: 1 - plan.alpha)
        var result = blank(.proportions, "newcombe")
        result.effect = shares.effect
        result.standardError = shares.standardError
        result.lower = interval.lower
        result.upper = interval.upper
        result.statistic = shares.statistic
        result.pValue = shares.pValue
        result.log10PValue = TailProbability.log10TwoSided(shares.statistic, degreesOfFreedom: .infinity)
        let p1 = shares.treatment.rate
        let p0 = shares.control.rate
        add(
            RelativeLift(
                treatmentMean: p1, controlMean: p0,
                treatmentVariance: p1 * (1 - p1) / Double(shares.treatment.count),
                controlVariance: p0 * (1 - p0) / Double(shares.control.count)), to: &result)
        addPower(to: &result)
        return result
    }

    /// Means adjusted by all covariates at once; nil without covariates that vary.
    func cuped() throws -> EffectResult? {
        let table = comparison.table
        guard !table.design.isEmpty || !table.cellCovariates.isEmpty else { return nil }
        guard
            let treated = comparison.moments(comparison.treatmentRows),
            let compared = comparison.moments(comparison.controlRows)
        else { return nil }
        let cuped = try Cuped(treatment: treated, control: compared)
        guard cuped.slopes.contains(where: { $0 != 0 }) else { return nil }
        let difference = try cuped.difference()
        var result = blank(.cuped, "welch")
        fill(
            &result, effect: difference.effect, error: difference.standardError,
            freedom: difference.degreesOfFreedom)
        add(cuped.relativeLift, to: &result)
        result.varianceReduction = cuped.varianceReduction
        result.droppedColumns = zip(table.design.map(\.name), cuped.slopes).filter { $0.1 == 0 }.map(\.0)
        return result
    }

    /// Logistic regression on treatment and covariates, read out as a difference in rates.
    func logit() throws -> [EffectResult] {
        let rows = comparison.rows
        let table = comparison.table
        let covariates = table.design.indices.map { comparison.covariate($0, rows: rows) }
        let names = ["(constant)", "(treatment)"] + table.design.map(\.name)
        guard control.count + treatment.count > names.count + 1, treatment.sum + control.sum > 0,
            treatment.sum + control.sum < Double(treatment.count + control.count)
        else { return [] }
        let columns = [Array(repeating: 1, count: rows.count), comparison.treatmentIndicator] + covariates
        let data = comparison.regressionRows(names: names, columns: columns, rows: rows)
        var fit = try LogisticRegression(data)
        var kind = "delta"
        if fit.isSeparated {
            fit = try LogisticRegression(data, penalty: .firth)
            kind = "firth"
        }
        guard let rates = GComputation(fit, treatment: "(treatment)", rows: data) else { return [] }
        var result = blank(.logit, kind)
        fill(&result, effect: rates.effect, error: rates.standardError, freedom: nil)
        add(
            RelativeLift(
                treatmentMean: rates.treatedMean, controlMean: rates.controlMean,
                treatmentVariance: rates.treatedVariance, controlVariance: rates.controlVariance,
                covariance: rates.covariance), to: &result)
        result.droppedColumns = fit.dropped
        return [result]
    }

    /// A result from a contrast of coefficients or means.
    func result(_ estimator: Estimator, _ contrast: Contrast) -> EffectResult {
        var result = blank(estimator, contrast.errorKind)
        result.droppedColumns = contrast.dropped
        fill(
            &result, effect: contrast.effect, error: contrast.standardError,
            freedom: contrast.degreesOfFreedom)
        if let base = contrast.base {
            let error = contrast.standardError
            add(
                RelativeLift(
                    treatmentMean: base.mean + contrast.effect, controlMean: base.mean,
                    treatmentVariance: max(0, base.variance + error * error + 2 * base.covariance),
                    controlVariance: base.variance, covariance: base.variance + base.covariance), to: &result)
        }
        return result
    }

    /// Interval, statistic and p-value; an error of zero or none leaves all of them out.
    func fill(_ result: inout EffectResult, effect: Double, error: Double, freedom: Double?) {
        result.effect = effect
        guard error > 0, error.isFinite else { return }
        let degrees = freedom ?? .infinity
        guard degrees > 0 else { return }
        result.standardError = error
        result.degreesOfFreedom = freedom
        let interval = ConfidenceInterval(
            center: effect, standardError: error, degreesOfFreedom: degrees, confidence: 1 - plan.alpha)
        result.lower = interval.lower
        result.upper = interval.upper
        let statistic = effect / error
        result.statistic = statistic
        result.pValue = StudentT(degreesOfFreedom: degrees).twoSided(statistic)
        result.log10PValue = TailProbability.log10TwoSided(statistic, degreesOfFreedom: degrees)
        let half = ConfidenceSequence(alpha: plan.alpha)
            .halfWidth(standardError: error, count: control.count + treatment.count)
        result.anytimeLower = effect - half
        result.anytimeUpper = effect + half
        addPower(to: &result)
    }

    func addPower(to result: inout EffectResult) {
        guard let error = result.standardError, error > 0 else { return }
        result.minimumDetectableEffect = PowerAnalysis(alpha: plan.alpha).detectableStandardErrors * error
    }

    func add(_ lift: RelativeLift, to result: inout EffectResult) {
        result.relativeEffect = lift.value
        guard let (interval, method) = lift.interval(confidence: 1 - plan.alpha),
            result.standardError != nil
        else { return }
        result.relativeLower = interval.lower
        result.relativeUpper = interval.upper
        result.relativeMethod = method.rawValue
    }
}
