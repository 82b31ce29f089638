import Encodings

extension UpliftReadout {
    /// A hash of every estimate, decision and warning, equal for equal readouts, whatever the file's name and folder.
    public var digest: String {
        var hash = Fingerprint()
        func add(_ texts: [String]) { for text in texts { hash.combine(text) } }
        func add(_ numbers: [Double?]) { for number in numbers { hash.combine(number ?? .nan) } }
        add([control] + treatments + metrics)
        for row in sampleRatios {
            for count in row.observed { hash.combine(count) }
            add([row.statistic, row.pValue])
        }
        for row in results {
            add([row.metric, row.segment?.text ?? "", row.estimator.rawValue, row.treatment, row.errorKind])
            hash.combine(row.controlCount)
            hash.combine(row.treatmentCount)
            add([
                row.effect, row.standardError, row.lower, row.upper, row.relativeEffect, row.relativeLower,
                row.relativeUpper, row.statistic, row.degreesOfFreedom, row.log10PValue, row.pValueHolm,
                row.pValueBH,
            ])
        }
        for row in pooling {
            add([row.metric, row.treatment, row.method])
            add([row.mean, row.standardError, row.tau2, row.tauUpper, row.q])
            for segment in row.segments { add([segment.shrunk, segment.shrunkStandardError]) }
        }
        for row in learners {
            add([row.metric, row.treatment, row.name])
            add([row.ate, row.standardError])
            for effect in row.cate { hash.combine(effect) }
        }
        for row in ranking {
            add([row.metric, row.treatment, row.score])
            add([row.qiniPerHead, row.qiniLower, row.qiniUpper, row.upliftAt30, row.autoc])
        }
        for row in calibration { add([row.slope, row.slopeStandardError]) }
        for row in policy {
            add([row.metric, row.treatment, row.policy])
            add([row.shareTreated, row.valuePerHead, row.standardError, row.netPerHead])
        }
        for row in decisions {
            add([
                row.metric, row.segment?.text ?? "", row.treatment, row.decision.rawValue, row.action,
                row.why,
            ])
            add([row.expectedGain, row.expectedRegret, row.probabilityPositive])
        }
        for row in winners { add([row.naive, row.corrected, row.lower, row.upper, row.expectedRegret]) }
        for row in texts { add([row.effect, row.standardError, row.betweenVariance]) }
        for row in truths { add([row.truth, row.estimate]) }
        for row in caps { add([row.limit, row.shareRemoved]) }
        for row in guardrails {
            add([row.metric, row.segment?.text ?? "", row.treatment, row.verdict.rawValue])
            add([row.margin, row.largestHarm])
        }
        for row in retention {
            add([row.segment?.text ?? "", row.treatment])
            add([row.excessEvents, row.pValue])
            for send in row.sends { add([send.difference, send.standardError]) }
        }
        for row in timeline?.periods ?? [] {
            add([row.period, row.effect.metric, row.effect.treatment])
            add([row.effect.effect, row.effect.standardError])
        }
        for row in warnings { add([row.code, row.message]) }
        return hash.hex
    }
}
