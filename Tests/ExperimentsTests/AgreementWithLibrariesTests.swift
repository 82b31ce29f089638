import Encodings
import Foundation
import Testing

@testable import Experiments

/// The workbench against statsmodels and scipy, on a small experiment with everything in it.
@Suite struct AgreementWithLibrariesTests {
    private let readout: UpliftReadout
    private let comparisons: [JSONValue]
    private let reference: JSONValue

    init() throws {
        readout = try UpliftReadout.of(ReferenceFile.path("uplift-small.csv"), .small)
        reference = try ReferenceFile.json("uplift-small.json")
        comparisons = reference["comparisons"]?.array ?? []
    }

    private func each(_ body: (_ truth: JSONValue, _ metric: String, _ arm: String) throws -> Void) throws {
        #expect(comparisons.count == 4)
        for truth in comparisons {
            try body(truth, try #require(truth["metric"]?.string), try #require(truth["arm"]?.string))
        }
    }

    private func check(_ row: EffectResult?, _ truth: JSONValue?, _ place: String) throws {
        let row = try #require(row)
        let truth = try #require(truth)
        #expect(agree(row.effect, truth["effect"]?.double, 1e-9), "\(place)")
        #expect(agree(row.standardError, truth["se"]?.double, 1e-8), "\(place)")
        #expect(agree(row.degreesOfFreedom, truth["df"]?.double, 1e-8), "\(place)")
        #expect(agree(row.statistic, truth["t"]?.double, 1e-8), "\(place)")
        #expect(agree(row.log10PValue, truth["p"]?.double.map { log10($0) }, 1e-6), "\(place)")
        #expect(agree(row.lower, truth["ci"]?.array?[0].double, 1e-7), "\(place)")
        #expect(agree(row.upper, truth["ci"]?.array?[1].double, 1e-7), "\(place)")
    }

    @Test func differencesInMeansAreWelchs() throws {
        try each { truth, metric, arm in
            try check(readout.row(.differenceInMeans, metric, arm), truth["means"], "\(metric) \(arm)")
        }
    }

    @Test func segmentsAreWelchsWithHolmBenjaminiHochbergAndYekutieli() throws {
        try each { truth, metric, arm in
            for segment in truth["segments"]?.array ?? [] {
                let region = try #require(segment["region"]?.string)
                let row = readout.row(.differenceInMeans, metric, arm, segment: region)
                try check(row, segment, "\(metric) \(arm) \(region)")
                #expect(agree(row?.pValueHolm, segment["holm"]?.double, 1e-9))
                #expect(agree(row?.pValueBH, segment["bh"]?.double, 1e-9))
                #expect(agree(row?.pValueBY, segment["by"]?.double, 1e-9))
            }
        }
    }

    @Test func proportionsArePooledZWithNewcombesInterval() throws {
        try each { truth, metric, arm in
            guard metric == "visit" else {
                #expect(readout.row(.proportions, metric, arm) == nil)
                return
            }
            let row = try #require(readout.row(.proportions, metric, arm))
            let shares = try #require(truth["proportions"])
            #expect(agree(row.statistic, shares["z"]?.double, 1e-9))
            #expect(agree(row.pValue, shares["p"]?.double, 1e-9))
            #expect(agree(row.lower, shares["newcombe"]?.array?[0].double, 1e-9))
            #expect(agree(row.upper, shares["newcombe"]?.array?[1].double, 1e-9))
        }
    }

    @Test func cupedIsWelchOnAdjustedOutcomes() throws {
        try each { truth, metric, arm in
            try check(readout.row(.cuped, metric, arm), truth["cuped"], "\(metric) \(arm)")
        }
        var plan = UpliftPlan.small
        plan.covariates = ["history"]
        let one = try UpliftReadout.of(ReferenceFile.path("uplift-small.csv"), plan)
        try each { truth, metric, arm in
            try check(one.row(.cuped, metric, arm), truth["cuped_history"], "history \(metric) \(arm)")
        }
    }

    @Test(arguments: [RobustError.classical, .hc0, .hc1, .hc2, .hc3])
    func regressionsHaveStatsmodelsErrors(_ kind: RobustError) throws {
        var plan = UpliftPlan.small
        plan.standardErrors = [.ols: kind, .lin: kind == .hc1 || kind == .classical ? .hc2 : kind]
        let readout = try UpliftReadout.of(ReferenceFile.path("uplift-small.csv"), plan)
        try each { truth, metric, arm in
            let row = try #require(readout.row(.ols, metric, arm))
            #expect(agree(row.effect, truth["ols"]?["effect"]?.double, 1e-9))
            #expect(agree(row.standardError, truth["ols"]?["se"]?[kind.rawValue]?.double, 1e-8))
            #expect(row.degreesOfFreedom == truth["ols"]?["df"]?.double)
            #expect(row.errorKind == kind.rawValue)
            let lin = try #require(readout.row(.lin, metric, arm))
            #expect(agree(lin.effect, truth["ols"]?["lin"]?["effect"]?.double, 1e-9))
            #expect(agree(lin.standardError, truth["ols"]?["lin"]?[lin.errorKind]?.double, 1e-8))
        }
    }

    @Test func clustersHaveCR1AndBellMcCaffreysCR2() throws {
        for kind in [RobustError.cr1, .cr2] {
            var plan = UpliftPlan.small
            plan.cluster = "store"
            plan.standardErrors = [.ols: kind]
            let readout = try UpliftReadout.of(ReferenceFile.path("uplift-small.csv"), plan)
            try each { truth, metric, arm in
                let row = try #require(readout.row(.ols, metric, arm))
                #expect(agree(row.standardError, truth["ols"]?["se"]?[kind.rawValue]?.double, 1e-8))
                if kind == .cr2 {
                    #expect(agree(row.degreesOfFreedom, truth["ols"]?["cr2_df"]?.double, 1e-7))
                }
                #expect(readout.row(.proportions, metric, arm) == nil)
            }
        }
    }

    @Test func logitIsReadOutByGComputation() throws {
        try each { truth, metric, arm in
            guard metric == "visit" else { return }
            let row = try #require(readout.row(.logit, metric, arm))
            #expect(agree(row.effect, truth["logit"]?["effect"]?.double, 1e-6))
            #expect(agree(row.standardError, truth["logit"]?["se"]?.double, 1e-6))
        }
    }

    @Test func sampleRatiosAreChiSquared() throws {
        let row = try #require(readout.sampleRatios.first)
        #expect(row.observed == reference["srm"]?["observed"]?.array?.compactMap(\.integer))
        #expect(agree(row.statistic, reference["srm"]?["statistic"]?.double, 1e-10))
        #expect(agree(row.pValue, reference["srm"]?["p"]?.double, 1e-10))
        #expect(row.verdict == .ok && !row.assumedEqual)
    }

    /// Numbers of statsmodels, scipy and sklift on the 64,000 rows, from the stored reference beside them.
    @Test(.enabled(if: ReferenceFile.hillstrom != nil, "hillstrom.csv is not here; set FINEGRAIN_HILLSTROM"))
    func hillstromsWomensMailAgrees() throws {
        var plan = UpliftPlan()
        plan.treatment = "segment"
        plan.outcomes = ["visit"]
        plan.covariates = ["recency", "history", "mens", "womens", "newbie", "zip_code", "channel"]
        plan.arms = ["Womens E-Mail"]
        let readout = try UpliftReadout.of(try #require(ReferenceFile.hillstrom), plan)
        #expect(readout.control == "No E-Mail")
        func row(_ estimator: Estimator) -> EffectResult? { readout.row(estimator, "visit", "Womens E-Mail") }
        #expect(agree(row(.differenceInMeans)?.effect, 0.045233106587052985, 1e-9))
        #expect(agree(row(.differenceInMeans)?.log10PValue, log10(2.4324477023127946e-44), 1e-6))
        #expect(agree(row(.differenceInMeans)?.relativeLower, 0.3564800007141018, 1e-8))
        #expect(agree(row(.differenceInMeans)?.relativeUpper, 0.4999663096278424, 1e-8))
        #expect(agree(row(.proportions)?.statistic, 13.949180655258505, 1e-9))
        #expect(agree(row(.proportions)?.upper, 0.051574342962213596, 1e-9))
        #expect(agree(row(.ols)?.effect, 0.04540911645817434, 1e-9))
        #expect(agree(row(.ols)?.standardError, 0.0031919791673936425, 1e-8))
        #expect(agree(row(.lin)?.effect, 0.0454096330420001, 1e-9))
        #expect(agree(row(.lin)?.standardError, 0.003188057575953487, 1e-8))
        #expect(agree(row(.logit)?.effect, 0.045451860112243544, 1e-6))
        #expect(agree(row(.logit)?.standardError, 0.003189583002629067, 1e-6))
    }

    /// The rankings of the T-learner's own scores in the numbers of sklift 0.5.1, causalml 0.18 and grf's definitions, to the
    /// digits of their table (both mails, visits).
    @Test(.enabled(if: ReferenceFile.hillstrom != nil, "hillstrom.csv is not here; set FINEGRAIN_HILLSTROM"))
    func hillstromsRankingsAreThoseOfOtherPrograms() throws {
        var plan = UpliftPlan()
        plan.treatment = "segment"
        plan.outcomes = ["visit"]
        plan.covariates = ["recency", "history", "mens", "womens", "newbie", "zip_code", "channel"]
        let readout = try UpliftReadout.of(try #require(ReferenceFile.hillstrom), plan)
        let table: [(arm: String, values: [Double])] = [
            ("Womens E-Mail", [0.00877, 0.07292, 0.39663, 0.03361, 0.19381, 0.69319, 0.02477, 0.00884]),
            ("Mens E-Mail", [0.00388, 0.02912, 0.10541, 0.01491, 0.05069, 0.55032, 0.01906, 0.00388]),
        ]
        for (arm, values) in table {
            let row = try #require(readout.ranking.first { $0.isInSample && $0.treatment == arm })
            let other = row.conventions
            let own: [Double?] = [
                row.qiniPerHead, other.skliftQini, other.skliftQiniWithoutNegative, other.skliftAUUC,
                other.causalmlQini, other.causalmlAUUC, other.grfAUTOC, other.grfQini,
            ]
            // causalml gives equal scores the order of the file, grf's scores need folds of their own.
            let tolerances = [6e-6, 6e-6, 6e-6, 6e-6, 1e-3, 1e-3, 3e-4, 1e-4]
            for index in values.indices {
                let gap = abs((own[index] ?? .nan) - values[index])
                #expect(
                    gap < tolerances[index], "\(arm) \(index): \(own[index] ?? .nan) for \(values[index])")
            }
        }
    }
}
