import Quantities
import RandomStreams
import Testing

@testable import Uplift

@Suite struct SelectionTests {
    @Test func theWinnersCorrectedIntervalCoversWhereTheNaiveOneDoesNot() throws {
        let family = Seed(5).streams("winner")
        let worlds = 1500
        var (covered, naive, above) = (0, 0, 0)
        for world in 0..<worlds {
            var stream = family.stream(entity: world)
            // Ten equal arms: the largest estimate is luck. They share a control.
            let control = 0.5 * stream.normal()
            let estimates = (0..<10).map { _ in stream.normal() - control }
            let covariance = (0..<10).map { row in (0..<10).map { row == $0 ? 1.25 : 0.25 } }
            let answer = try WinnerInference(estimates: estimates, covariance: covariance)
            if answer.interval.contains(0) { covered += 1 }
            if abs(answer.naive) <= 1.96 * (1.25).squareRoot() { naive += 1 }
            if answer.corrected > 0 { above += 1 }
            #expect(answer.candidates.contains(answer.winner))
        }
        #expect(Double(covered) / Double(worlds) > 0.94, "\(covered)")
        #expect(Double(naive) / Double(worlds) < 0.92)
        #expect(abs(Double(above) / Double(worlds) - 0.5) < 0.05, "median unbiased: \(above)")
    }

    @Test func aClearWinnerIsNotCorrected() throws {
        let answer = try WinnerInference(
            estimates: [0, 20, 1], covariance: [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
        #expect(answer.winner == 1 && abs(answer.corrected - 20) < 0.01 && answer.candidates == [1])
        #expect(abs(answer.interval.lower - (20 - 1.96)) < 0.1 && abs(answer.interval.upper - 21.96) < 0.1)
    }

    @Test func textsAreASampleWithTheSpreadBetweenThemInTheError() throws {
        let family = Seed(8).streams("texts")
        var (covered, narrow) = (0, 0)
        let worlds = 400
        for world in 0..<worlds {
            var stream = family.stream(entity: world)
            let arms = (0..<12).map { _ -> ArmSummary in
                let mean = 5 + 0.5 * stream.normal()
                return ArmSummary((0..<80).map { _ in mean + stream.normal() })
            }
            let effects = try TextEffects(arms)
            let quantile = StudentT(degreesOfFreedom: effects.degreesOfFreedom).quantile(upper: 0.025)
            if abs(effects.mean - 5) <= quantile * effects.standardError { covered += 1 }
            let all = arms.reduce(ArmSummary.empty) { $0.merging($1) }
            if abs(all.mean - 5) <= 1.96 * all.varianceOfMean.squareRoot() { narrow += 1 }
        }
        #expect((366...393).contains(covered), "\(covered) of 400")
        #expect(narrow < 300, "units alone claim too much: \(narrow)")
        #expect(throws: FinegrainError.self) { try TextEffects([ArmSummary([1, 2, 3])]) }
    }

    @Test func theSpreadsUpperLimitHoldsTheSpread() throws {
        let family = Seed(9).streams("spread")
        for spread in [0.0, 0.3] {
            var below = 0
            for world in 0..<400 {
                var stream = family.stream(entity: world)
                let estimates = (0..<12).map { _ in spread * stream.normal() + 0.2 * stream.normal() }
                let pooled = try PartialPooling(
                    estimates: estimates, variances: Array(repeating: 0.04, count: 12))
                if let limit = pooled.spreadUpperLimit(), limit >= spread { below += 1 }
            }
            #expect(below >= 380, "\(spread): \(below)")
        }
    }
}
