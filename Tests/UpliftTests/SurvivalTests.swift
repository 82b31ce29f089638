import Foundation
import RandomStreams
import Testing

@testable import Uplift

/// Product-limit curves and the log-rank test against a textbook's data, sums by hand and leaving units out.
@Suite struct SurvivalTests {
    /// Weeks of remission under 6-mercaptopurine and placebo (Freireich et al. 1963); negative when censored.
    private let drug = [
        6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35,
    ]
    private let placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

    private func histories(_ weeks: [Int]) -> RiskHistories {
        RiskHistories(
            occasionCount: 36,
            units: weeks.map { (occasions: Array(1...abs($0)), hasEvent: $0 > 0) })
    }

    private var freireich: SurvivalComparison {
        SurvivalComparison(
            histories(drug + placebo), treatment: Array(0..<21), control: Array(21..<42))
    }

    /// Table of Kalbfleisch & Prentice and of every text since: S and Greenwood's error of the drug's group.
    @Test(arguments: [
        (6, 0.8571, 0.0764), (7, 0.8067, 0.0869), (10, 0.7529, 0.0963), (13, 0.6902, 0.1068),
        (16, 0.6275, 0.1141), (22, 0.5378, 0.1282), (23, 0.4482, 0.1346),
    ]) func remissionTimesGiveTheTextbooksCurve(_ week: Int, _ survival: Double, _ error: Double) {
        let share = freireich.occasions[week].treatment
        #expect(abs(share.survival - survival) < 5e-5)
        #expect(abs(share.standardError! - error) < 5e-5)
    }

    @Test func remissionTimesGiveTheTextbooksLogRankTest() throws {
        let result = freireich
        // 9 relapses against 19.25 expected, chi-squared 16.79.
        #expect(abs(result.excessEvents - (9 - 19.2505)) < 1e-3)
        let statistic = result.excessEvents / (try #require(result.excessStandardError))
        #expect(abs(statistic * statistic - 16.793) < 1e-3)
        #expect(abs(log10(result.pValue!) - log10(4.169e-5)) < 1e-3)
    }

    @Test func errorsOfUnitsAreGreenwoodsSumAndOfTheDifferenceTheirSquaresAdded() {
        let weeks = [3, 3, -2, 5, 1, 2, -4, 5, -5, 4]
        let histories = RiskHistories(
            occasionCount: 6, units: weeks.map { (occasions: Array(0...abs($0)), hasEvent: $0 > 0) })
        let result = SurvivalComparison(histories, treatment: [0, 2, 4, 6, 8], control: [1, 3, 5, 7, 9])
        for week in 0..<6 {
            var variances: [Double] = []
            for group in [[0, 2, 4, 6, 8], [1, 3, 5, 7, 9]] {
                var (survival, sum) = (1.0, 0.0)
                for time in 0...week {
                    let risk = Double(group.filter { abs(weeks[$0]) >= time }.count)
                    let dead = Double(group.filter { weeks[$0] == time && time > 0 }.count)
                    guard risk > 0 else { continue }
                    survival *= 1 - dead / risk
                    sum += dead / (risk * (risk - dead))
                }
                let share = group[0] == 0 ? result.occasions[week].treatment : result.occasions[week].control
                #expect(abs(share.survival - survival) < 1e-14)
                if survival > 0 {
                    #expect(abs(share.standardError! - survival * sum.squareRoot()) < 1e-14)
                    variances.append(survival * survival * sum)
                } else {
                    #expect(share.standardError == nil)
                }
            }
            if variances.count == 2, variances[0] + variances[1] > 0 {
                let error = result.occasions[week].standardError
                #expect(abs(error! - (variances[0] + variances[1]).squareRoot()) < 1e-14)
            }
        }
    }

    /// Twins at the same occasions are one observation: as a cluster they have the error of one of them.
    @Test func clustersOfTwinsHaveTheErrorOfSingleUnits() {
        let single = SurvivalComparison(
            histories(drug + placebo), treatment: Array(0..<21), control: Array(21..<42))
        let twins = SurvivalComparison(
            histories((drug + placebo).flatMap { [$0, $0] }), treatment: Array(0..<42),
            control: Array(42..<84), clusters: (0..<84).map { $0 / 2 })
        for week in [8, 12, 20] {
            let (a, b) = (single.occasions[week], twins.occasions[week])
            #expect(abs(a.difference - b.difference) < 1e-12)
            let factor = (42.0 / 41).squareRoot()
            #expect(abs(b.standardError! - factor * a.standardError!) < 1e-12)
            #expect(abs(b.treatment.standardError! - factor * a.treatment.standardError!) < 1e-12)
        }
        #expect(twins.degreesOfFreedom == 41)
    }

    @Test func weightsStandForRepeatedUnits() {
        let weights = (0..<42).map { Double(1 + $0 % 3) }
        let weighted = SurvivalComparison(
            histories(drug + placebo), treatment: Array(0..<21), control: Array(21..<42), weights: weights)
        var repeated: [Int] = []
        var treated = 0
        for (unit, week) in (drug + placebo).enumerated() {
            repeated += Array(repeating: week, count: Int(weights[unit]))
            if unit == 20 { treated = repeated.count }
        }
        let plain = SurvivalComparison(
            histories(repeated), treatment: Array(0..<treated), control: Array(treated..<repeated.count))
        for week in [5, 10, 22] {
            #expect(abs(weighted.occasions[week].difference - plain.occasions[week].difference) < 1e-12)
        }
        #expect(abs(weighted.excessEvents - plain.excessEvents) < 1e-10)
    }

    @Test func valuesOfUnitsHaveTheShareAsMeanAndItsErrorAndAreNearTheJackknife() throws {
        let all = histories(drug + placebo)
        let values = try #require(all.survivalValues(units: Array(0..<21), after: 15))
        let share = freireich.occasions[15].treatment
        let mean = values.reduce(0, +) / 21
        #expect(abs(mean - share.survival) < 1e-14)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(abs(squares.squareRoot() / 21 - share.standardError!) < 1e-14)
        // n S − (n − 1) S without the unit, recomputed from the start for each unit.
        for unit in 0..<21 {
            let others = (0..<21).filter { $0 != unit }
            let without = SurvivalComparison(all, treatment: others, control: [21]).occasions[15].treatment
            #expect(abs(values[unit] - (21 * share.survival - 20 * without.survival)) < 0.05)
        }
        #expect(all.survivalValues(units: Array(21..<42), after: 30) != nil)  // nobody is left: zero
        #expect(all.survivalValues(units: [9, 10], after: 30) == nil)  // censored before
    }

    @Test func intervalsStayBetweenZeroAndOneAndWithoutEventsAreExact() {
        let few = RiskHistories(
            occasionCount: 2, units: (0..<20).map { (occasions: [0, 1], hasEvent: $0 == 3) })
        let result = SurvivalComparison(few, treatment: Array(0..<10), control: Array(10..<20))
        let (some, none) = (result.occasions[1].treatment, result.occasions[1].control)
        #expect(some.interval!.upper < 1 && some.interval!.lower > 0)
        #expect(some.interval!.contains(0.9))
        // No event among ten: the share at which that happens once in forty.
        #expect(abs(pow(none.interval!.lower, 10) - 0.025) < 1e-12 && none.interval!.upper == 1)
    }

    /// Households of three share a hazard: errors of single units cover too little, those of clusters do not.
    @Test func clusteredIntervalsCoverWhereHouseholdsLeaveTogether() {
        let family = Seed(5).streams("households")
        var (clustered, plain) = (0, 0)
        let runs = 300
        for run in 0..<runs {
            var stream = family.stream(entity: run)
            var units: [(occasions: [Int], hasEvent: Bool)] = []
            var clusters: [Int] = []
            for household in 0..<120 {
                let hazard = stream.happens(0.3) ? 0.5 : 0.03
                for _ in 0..<3 {
                    let last = (0..<4).first { _ in stream.happens(hazard) }
                    units.append((Array(0...(last ?? 3)), last != nil))
                    clusters.append(household)
                }
            }
            let histories = RiskHistories(occasionCount: 4, units: units)
            let (treatment, control) = (Array(0..<180), Array(180..<360))
            let robust = SurvivalComparison(
                histories, treatment: treatment, control: control, clusters: clusters)
            let naive = SurvivalComparison(histories, treatment: treatment, control: control)
            clustered += robust.occasions[3].interval?.contains(0) == true ? 1 : 0
            plain += naive.occasions[3].interval?.contains(0) == true ? 1 : 0
        }
        // 95 % of 300 with a standard error of 1.3 points.
        #expect(abs(Double(clustered) / Double(runs) - 0.95) < 0.04)
        #expect(plain < clustered - runs / 20)
    }
}
