import RandomStreams
import Regression
import Testing
import Uplift

@testable import Targeting

@Suite struct RankingTests {
    /// Scores in few steps, so that many are equal.
    private func tied(_ sample: UnitSample) -> [Double] { sample.design.column(0).map { ($0 * 2).rounded() } }

    @Test func conventionsAreTheirDefinitionsDoneSlowly() throws {
        let sample = Sample.make(240, slope: 0.6, isBinary: true)
        let fit = try CrossFit(sample, seed: Seed(1))
        let scores = Array(sample.design.column(0))
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let answer = RankingConventions(sample, ranked: RankedUnits(scores: scores), doublyRobust: fit.scores)

        // Qini and gain curves by counting anew at every point, without ties.
        func point(_ count: Int) -> (qini: Double, gain: Double) {
            let top = order.prefix(count)
            let (t, c) = (top.filter { sample.treated[$0] }, top.filter { !sample.treated[$0] })
            let (y1, y0) = (
                t.reduce(0) { $0 + sample.outcomes[$1] }, c.reduce(0) { $0 + sample.outcomes[$1] }
            )
            let qini = y1 - (c.isEmpty ? 0 : y0 * Double(t.count) / Double(c.count))
            let gain =
                ((t.isEmpty ? 0 : y1 / Double(t.count)) - (c.isEmpty ? 0 : y0 / Double(c.count)))
                * Double(count)
            return (qini, gain)
        }
        let points = (0...240).map { point($0) }
        func area(_ values: [Double]) -> Double {
            zip(values, values.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 }
        }
        let qini = area(points.map(\.qini)) - 240 * points[240].qini / 2
        let treated = Double(sample.count(treated: true))
        let ranking = Ranking(
            sample, ranked: RankedUnits(scores: scores), doublyRobust: fit.scores, seed: Seed(1))
        #expect(abs(ranking.qiniPerHead - qini / (240 * treated)) < 1e-12)
        let end = points[240].qini
        let flat = end * (240 - end) + end * end / 2 - 240 * end / 2
        #expect(abs((answer.skliftQiniWithoutNegative ?? 0) - qini / flat) < 1e-10)

        // grf: ψ sorted, TOC(i/n) less the mean; AUTOC its mean, QINI the mean of (i/n) TOC.
        let psi = order.map { fit.scores[$0] }
        let mean = psi.reduce(0, +) / 240
        var (sum, autoc, weighted) = (0.0, 0.0, 0.0)
        for (index, value) in psi.enumerated() {
            sum += value
            let toc = sum / Double(index + 1) - mean
            autoc += toc / 240
            weighted += toc * Double(index + 1) / 240 / 240
        }
        #expect(abs(answer.grfAUTOC - autoc) < 1e-10 && abs(answer.grfQini - weighted) < 1e-10)

        let first = order.prefix(72)
        func rate(_ isTreated: Bool) -> Double {
            let units = first.filter { sample.treated[$0] == isTreated }
            return units.reduce(0) { $0 + sample.outcomes[$1] } / Double(units.count)
        }
        #expect(abs((answer.skliftUpliftAt30 ?? 0) - (rate(true) - rate(false))) < 1e-12)
        #expect(abs((ranking.upliftAt30 ?? 0) - (rate(true) - rate(false))) < 1e-12)
    }

    @Test func equalScoresMayStandInAnyOrder() throws {
        let sample = Sample.make(300, slope: 0.5)
        let fit = try CrossFit(sample, seed: Seed(1))
        let order = Array((0..<300).reversed())
        let mixed = Sample.permuted(sample, order)
        func ranking(_ sample: UnitSample, _ scores: [Double]) -> Ranking {
            Ranking(sample, ranked: RankedUnits(scores: tied(sample)), doublyRobust: scores, seed: Seed(1))
        }
        let (a, b) = (ranking(sample, fit.scores), ranking(mixed, order.map { fit.scores[$0] }))
        #expect(abs(a.qiniPerHead - b.qiniPerHead) < 1e-12 && abs(a.autoc - b.autoc) < 1e-12)
        #expect(abs((a.upliftAt30 ?? 0) - (b.upliftAt30 ?? 1)) < 1e-12)
        for (one, other) in zip(a.curve, b.curve) { #expect(abs(one.value - other.value) < 1e-12) }
        for (one, other) in zip(a.curve, b.curve) { #expect(abs(one.upper - other.upper) < 1e-12) }
    }

    @Test func oneScoreForAllRanksNobody() throws {
        let sample = Sample.make(200)
        let fit = try CrossFit(sample, seed: Seed(1))
        let ranked = RankedUnits(scores: Array(repeating: 1, count: 200))
        let ranking = Ranking(sample, ranked: ranked, doublyRobust: fit.scores, seed: Seed(1))
        #expect(abs(ranking.qiniPerHead) < 1e-12 && abs(ranking.autoc) < 1e-12)
        let overall = Ranking.uplift(sample, membership: Array(repeating: 1, count: 200))
        #expect(abs((ranking.upliftAt30 ?? 0) - (overall ?? 1)) < 1e-12)
    }

    @Test func runningSumsGiveTheCurvesThatCountingAnewGives() throws {
        let sample = Sample.make(157, slope: 0.5)
        let fit = try CrossFit(sample, seed: Seed(1))
        let ranked = RankedUnits(scores: tied(sample))
        let mean = fit.scores.reduce(0, +) / 157
        let ranking = Ranking(sample, ranked: ranked, doublyRobust: fit.scores, seed: Seed(1))
        for point in ranking.toc {
            let members = ranked.membership(share: point.share)
            let value = zip(members, fit.scores).reduce(0) { $0 + $1.0 * ($1.1 - mean) } / point.share / 157
            #expect(abs(point.value - value) < 1e-10)
            let influence = zip(members, fit.scores).map { ($1 - mean) * ($0 / point.share - 1) - value }
            let spread = influence.reduce(0) { $0 + $1 * $1 } / 157
            let error = (max(0, spread - pow2(influence.reduce(0, +) / 157)) / 156).squareRoot()
            #expect(abs((point.upper - point.value) / 1.959963984540054 - error) < 1e-6)
        }
        for (cost, margin) in [(0.0, nil), (0.3, 2.0)] as [(Double, Double?)] {
            let curve = ProfitCurve(ranked, doublyRobust: fit.scores, cost: cost, margin: margin)
            for point in curve.points {
                let slow = PolicyValue(
                    treat: ranked.membership(share: point.share), doublyRobust: fit.scores, cost: cost,
                    margin: margin)
                let truth = slow.net ?? slow.value
                #expect(abs(point.net.value - truth.value) < 1e-10)
                #expect(abs(point.net.standardError - truth.standardError) < 1e-10)
            }
        }
    }

    private func pow2(_ x: Double) -> Double { x * x }

    @Test func halfSamplesGiveTheErrorOfTheWholeEffect() throws {
        // At the end of the curve the gain a head is the difference in means, whose error is Welch's.
        let sample = Sample.make(2000)
        let fit = try CrossFit(sample, seed: Seed(1))
        let ranking = Ranking(
            sample, ranked: RankedUnits(scores: Array(sample.design.column(0))), doublyRobust: fit.scores,
            seed: Seed(1))
        let arms = [true, false].map { arm in
            ArmSummary((0..<2000).filter { sample.treated[$0] == arm }.map { sample.outcomes[$0] })
        }
        let difference = try DifferenceInMeans(treatment: arms[0], control: arms[1])
        let last = try #require(ranking.curve.last)
        #expect(abs(last.value - difference.effect) < 1e-10)
        let error = (last.upper - last.value) / 1.959963984540054
        #expect(abs(error / difference.standardError - 1) < 0.15)
    }

    @Test func tenthsHoldEveryUnitOnce() {
        let sample = Sample.make(333)
        let table = DecileTable(sample, ranked: RankedUnits(scores: Array(sample.design.column(0))))
        #expect(table.rows.count == 10)
        #expect(table.rows.reduce(0) { $0 + $1.treatment.count + $1.control.count } == 333)
        #expect(table.rows.allSatisfy { (33...34).contains($0.treatment.count + $0.control.count) })
    }
}

@Suite struct PolicyTests {
    @Test func rulesTreatWhomTheySay() throws {
        let ranked = RankedUnits(scores: [3, 1, 2, 2, 0])
        #expect(
            PolicyRule.all.treatment(ranked) == [1, 1, 1, 1, 1]
                && PolicyRule.none.treatment(ranked) == [0, 0, 0, 0, 0])
        // Two of five: the best one, and half of each of the two that tie.
        #expect(PolicyRule.topShare(0.4).treatment(ranked) == [1, 0, 0.5, 0.5, 0])
        #expect(PolicyRule.profitable(threshold: 1).treatment(ranked) == [1, 0, 1, 1, 0])
    }

    @Test func valuesAreMeansOfDoublyRobustScores() {
        let scores = [1.0, 2, 3, -2]
        let value = PolicyValue(treat: [1, 1, 0, 0], doublyRobust: scores, cost: 0.5, margin: 10)
        #expect(value.shareTreated == 0.5 && value.value.value == 0.75)
        #expect(value.net?.value == 10 * 0.75 - 0.5 * 0.5)
        #expect(abs(value.overRandom.value - (0.75 - 0.5)) < 1e-12)
        // Treating all is worth 10 − 0.5; this rule 7.25.
        #expect(abs(value.overAll.value - (7.25 - 9.5)) < 1e-12)
        let all = PolicyValue(treat: [1, 1, 1, 1], doublyRobust: scores)
        #expect(all.value.value == 1 && all.net == nil && all.overAll.value == 0)
    }

    @Test func inSampleALinearTLearnerLooksPerfectlyCalibrated() throws {
        let sample = Sample.make(400, slope: 0.3)
        let fit = try CrossFit(sample, seed: Seed(1))
        let own = OutOfFoldScores(unchecked: try fit.effectsInSample())
        let flattered = try Calibration(sample, scores: own)
        #expect(abs((flattered.slope ?? 0) - 1) < 0.05)
        // Out of fold a strong effect is calibrated, too, and no effect has no slope.
        let honest = try Calibration(sample, scores: OutOfFoldScores(LearnedEffects(.t, fit)))
        #expect(abs((honest.slope ?? 0) - 1) < 4 * (honest.slopeError ?? 0))
        let constant = try Calibration(sample, scores: OutOfFoldScores(LearnedEffects(.s, fit)))
        #expect(constant.slope == nil)
    }
}
