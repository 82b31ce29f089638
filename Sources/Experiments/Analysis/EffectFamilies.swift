import Uplift

/// p-values corrected over the segments of one metric, treatment and estimator.
enum EffectFamilies {
    static func correct(_ results: inout [EffectResult], alpha: Double) {
        var families: [[Int]] = []
        var known: [String: Int] = [:]
        for (index, result) in results.enumerated() {
            // An overall row is a family of its own.
            let key =
                result.segment == nil
                ? "\(index)" : "\(result.metric)\u{0}\(result.treatment)\u{0}\(result.estimator.rawValue)"
            if let family = known[key] {
                families[family].append(index)
            } else {
                known[key] = families.count
                families.append([index])
            }
        }
        for family in families { correct(family, &results, alpha) }
    }

    private static func correct(_ family: [Int], _ results: inout [EffectResult], _ alpha: Double) {
        let pValues = family.map { results[$0].pValue }
        let holm = MultipleTests.holm(pValues)
        let bh = MultipleTests.benjaminiHochberg(pValues)
        let by = MultipleTests.benjaminiYekutieli(pValues)
        let selected = bh.reduce(0) { $0 + (($1 ?? 1) <= alpha ? 1 : 0) }
        for (position, index) in family.enumerated() {
            results[index].pValueHolm = holm[position]
            results[index].pValueBH = bh[position]
            results[index].pValueBY = by[position]
            guard family.count > 1, (bh[position] ?? 1) <= alpha, let effect = results[index].effect,
                let error = results[index].standardError
            else { continue }
            // FCR: 1 − α R / m for R selected among m (Benjamini & Yekutieli 2005).
            let interval = ConfidenceInterval(
                center: effect, standardError: error,
                degreesOfFreedom: results[index].degreesOfFreedom ?? .infinity,
                confidence: 1 - alpha * Double(selected) / Double(family.count))
            results[index].selectedLower = interval.lower
            results[index].selectedUpper = interval.upper
        }
    }

    /// Overall differences in means of treatments that share the control, by Dunnett.
    static func addDunnett(_ results: inout [EffectResult]) {
        var done: [String] = []
        for result in results where result.segment == nil && result.estimator == .differenceInMeans {
            guard !done.contains(result.metric) else { continue }
            done.append(result.metric)
            let family = results.indices.filter {
                results[$0].segment == nil && results[$0].estimator == .differenceInMeans
                    && results[$0].metric == result.metric && results[$0].pValue != nil
                    && results[$0].controlVariance != nil
            }
            guard family.count > 1, let controlVariance = results[family[0]].controlVariance else { continue }
            let adjusted = Dunnett.adjusted(
                family.map { results[$0].pValue ?? 1 },
                treatmentVariances: family.map {
                    let error = results[$0].standardError ?? 0
                    return max(0, error * error - controlVariance)
                }, controlVariance: controlVariance)
            for (position, index) in family.enumerated() { results[index].pValueDunnett = adjusted[position] }
        }
    }
}
