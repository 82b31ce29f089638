import Encodings
import Scenarios
import Testing

@testable import Workbench

@Suite struct RunComparisonTests {
    static let before: [Double?] = [412.5, 388.25, 455, 401.125, 377.75, 429.5, 390]
    static let after: [Double?] = [418, 401.5, 452.25, 420.375, 395.5, 431, 412.75]
    static let fewer: [Double?] = [433.75, 380.5, 410.25, 465]

    private func close(_ a: Double?, _ b: Double, within error: Double = 1e-12) -> Bool {
        a.map { abs($0 - b) <= error * max(1, abs(b)) } ?? false
    }

    /// scipy 1.17.1: `ttest_rel(after, before)`, its `confidence_interval(0.95)`.
    @Test func sharedWorldsGiveThePairedIntervalOfScipy() throws {
        let a = try HandMadeRun.oneRow([RunComparisonTests.before, RunComparisonTests.before])
        let b = try HandMadeRun.oneRow([RunComparisonTests.after, RunComparisonTests.after])
        let row = try RunComparison(a, b).rows[0]
        let cost = try #require(row["cost_usd"])
        #expect(row.isPaired && row.worlds == 7)
        #expect(close(cost.difference, 11.035714285714286))
        #expect(close(cost.standardError, 3.671977446464907))
        #expect(close(cost.lower, 2.050709154822229))
        #expect(close(cost.upper, 20.020719416606344))
        // More cost is worse: B is cheaper in the one world where it falls, and richer in the other six.
        #expect(close(cost.betterShare, 1.0 / 7))
        #expect(close(row["net_value_usd"]?.betterShare, 6.0 / 7))
        // One percent of 407.7 is 4.08: the interval begins below it and ends above.
        #expect(cost.verdict == .unknown)
    }

    /// scipy 1.17.1: `ttest_ind(fewer, before, equal_var=False)`, its `df` and `confidence_interval(0.95)`.
    @Test func otherSeedsGiveWelchsIntervalAndSaySo() throws {
        let a = try HandMadeRun.oneRow([RunComparisonTests.before, RunComparisonTests.before])
        let b = try HandMadeRun.oneRow([RunComparisonTests.fewer, RunComparisonTests.fewer], seed: 8)
        let comparison = try RunComparison(a, b)
        let cost = try #require(comparison.rows[0]["cost_usd"])
        #expect(!comparison.isPaired && comparison.whyNotPaired == ["seeds differ (7 and 8)"])
        #expect(close(cost.difference, 14.642857142857167))
        #expect(close(cost.standardError, 20.604687482670137))
        #expect(close(cost.lower, -38.32655425227681))
        #expect(close(cost.upper, 67.61226853799114))
        #expect(cost.betterShare == nil)
    }

    @Test func theSameNumbersFromOtherWorldsHaveAWiderInterval() throws {
        let a = try HandMadeRun.oneRow([RunComparisonTests.before, RunComparisonTests.before])
        let same = try HandMadeRun.oneRow([RunComparisonTests.after, RunComparisonTests.after])
        let other = try HandMadeRun.oneRow(
            [RunComparisonTests.after, RunComparisonTests.after], world: "another")
        let paired = try #require(try RunComparison(a, same).rows[0]["cost_usd"])
        let row = try RunComparison(a, other).rows[0]
        let welch = try #require(row["cost_usd"])
        #expect(row.whyNotPaired?.contains("worlds are others") == true)
        // scipy: 38.529 less -16.458 against 20.021 less 2.051.
        #expect(close(welch.lower, -16.457644905981244) && close(welch.upper, 38.52907347740991))
        #expect((welch.upper! - welch.lower!) > 3 * (paired.upper! - paired.lower!))
    }

    @Test func aRunAgainstItselfIsExactlyZeroAndUnchanged() throws {
        let run = try HandMadeRun.oneRow([RunComparisonTests.before, RunComparisonTests.after])
        let comparison = try RunComparison(run, run)
        for metric in comparison.rows[0].metrics {
            #expect(metric.difference == 0 && metric.standardError == 0)
            #expect(metric.lower == 0 && metric.upper == 0 && metric.verdict == .unchanged)
        }
        #expect(comparison.isUnchanged && comparison.causes.isEmpty)
        #expect(comparison.rows[0].money.total == MoneySplit.Effects())
    }

    @Test func oneWorldHasNoIntervalAndOnlyEqualityIsKnown() throws {
        let a = try HandMadeRun.oneRow([[5], [6]])
        let b = try HandMadeRun.oneRow([[5], [6.5]])
        let row = try RunComparison(a, b).rows[0]
        #expect(row["cost_usd"]?.verdict == .unchanged && row["cost_usd"]?.standardError == nil)
        #expect(row["net_value_usd"]?.verdict == .unknown && row["net_value_usd"]?.lower == nil)
    }

    @Test func theVerdictIsWhereTheIntervalLiesAgainstTheTolerance() {
        #expect(Verdict(lower: 2, upper: 3, tolerance: 1) == .changed)
        #expect(Verdict(lower: -3, upper: -2, tolerance: 1) == .changed)
        #expect(Verdict(lower: -1, upper: 1, tolerance: 1) == .unchanged)
        #expect(Verdict(lower: 0.5, upper: 1.5, tolerance: 1) == .unknown)
        #expect(Verdict(lower: 1, upper: 2, tolerance: 1) == .unknown)
    }

    @Test func aWorldWithoutAValueIsLeftOutOfThePairs() throws {
        let a = try HandMadeRun.oneRow([[1, nil, 3, 4], [0, 0, 0, 0]])
        let b = try HandMadeRun.oneRow([[2, 9, nil, 6], [nil, nil, nil, nil]])
        let row = try RunComparison(a, b).rows[0]
        #expect(row["cost_usd"]?.difference == 1.5 && row["cost_usd"]?.a == 2.5)
        #expect(row["net_value_usd"]?.b == nil && row["net_value_usd"]?.a == 0)
        #expect(row["net_value_usd"]?.verdict == .unknown)
    }

    @Test func moreWorldsOnOneSideArePairedOverTheSharedOnes() throws {
        let a = try HandMadeRun.oneRow([[1, 2], [0, 0]])
        let b = try HandMadeRun.oneRow([[2, 3, 100], [0, 0, 0]])
        let row = try RunComparison(a, b).rows[0]
        #expect(row.worlds == 2 && row["cost_usd"]?.difference == 1 && row["cost_usd"]?.b == 2.5)
    }

    @Test func rowsMatchByWhatEitherRunVariesAndTheRestIsListed() throws {
        var a = HandMadeRun()
        a.add([("baseline", true)], values: [[0], [0]])
        a.add([("segmentation.depth", 1)], values: [[1], [1]])
        a.add([("segmentation.depth", 2)], values: [[2], [2]])
        var b = HandMadeRun()
        b.add([("baseline", true)], values: [[0], [0]])
        // The scenario's k is 50: this is A's row of depth 2.
        b.add([("segmentation.depth", 2), ("privacy.k", 50)], values: [[2], [2]])
        b.add([("segmentation.depth", 2), ("privacy.k", 80)], values: [[2], [2]])
        let comparison = try RunComparison(try a.run, try b.run)
        #expect(comparison.rows.map(\.places.a) == [0, 2] && comparison.rows.map(\.places.b) == [0, 1])
        #expect(comparison.onlyInA == [[Named("segmentation.depth", 1)]])
        #expect(comparison.onlyInB == [[Named("segmentation.depth", 2), Named("privacy.k", 80)]])
        #expect(!comparison.isUnchanged)
    }

    @Test func aRunMatchesTheRowOfASweepThatEqualsIt() throws {
        var run = HandMadeRun()
        run.kind = .run
        run.add([], values: [[3], [1]])
        var sweep = HandMadeRun()
        sweep.add([("segmentation.depth", 2)], values: [[9], [9]])
        sweep.add([("segmentation.depth", 3)], values: [[3], [1]])
        let comparison = try RunComparison(try run.run, try sweep.run)
        #expect(comparison.rows.count == 1 && comparison.rows[0].places.b == 1)
        #expect(comparison.rows[0].isUnchanged && comparison.rows[0].isPaired)
    }

    @Test func whatChangedIsNamedWithBothValues() throws {
        var a = HandMadeRun()
        a.inputs = [
            InputFile(path: "base/hand.yaml", sha256: "aa"), InputFile(path: "base/brand.md", sha256: "bb"),
            InputFile(path: "gone.csv", sha256: "cc"),
        ]
        a.add([("segmentation.depth", 2)], values: [[1], [1]], usage: [[10], [10]])
        var b = a
        b.inputs = [
            InputFile(path: "head/hand.yaml", sha256: "dd"), InputFile(path: "head/brand.md", sha256: "bb"),
        ]
        b.scenario = .members([
            "name": "other", "segmentation": .members(["depth": .integer(3)]),
            "privacy": .members(["k": .integer(80)]),
        ])
        b.prices[0] = "0.2"
        b.version = "9.9"
        let causes = try RunComparison(try a.run, try b.run).causes
        #expect(causes.map(\.kind) == [.version, .input, .input, .scenario, .price])
        #expect(causes.map(\.path)[1...3] == ["head/hand.yaml", "gone.csv", "privacy.k"])
        #expect(causes[1].a == "aa" && causes[1].b == "dd" && causes[2].b == .null)
        #expect(causes[3].a == 50 && causes[3].b == 80)
        #expect(causes[4].path == "bedrock m input_tokens")
        #expect(causes[4].a == .number(0.1) && causes[4].b == .number(0.2))
        #expect(causes[4].unit == "USD per 1000000 tokens" && causes[4].source == "by hand")
    }

    @Test func theRecommendationIsComparedByConfigurationNotByPlace() throws {
        var a = HandMadeRun()
        a.decision = .members(["recommended": 1, "recommendation": "Build depth 2."])
        a.add([("baseline", true)], values: [[0], [0]])
        a.add([("segmentation.depth", 2)], values: [[1], [1]])
        var b = HandMadeRun()
        b.decision = .members([
            "decision": .members(["recommended": 2, "conclusive": true]), "recommended": 1,
        ])
        b.add([("baseline", true)], values: [[0], [0]])
        b.add([("segmentation.depth", 1)], values: [[1], [1]])
        b.add([("segmentation.depth", 2)], values: [[1], [1]])
        #expect(try RunComparison(try a.run, try b.run).recommendation.isChanged == false)
        b.decision = .members(["decision": .members(["recommended": nil]), "recommended": 2])
        let changed = try RunComparison(try a.run, try b.run).recommendation
        #expect(changed.isChanged == true && changed.b.row == 0)
        b.decision = .members(["decision": .members(["conclusive": false, "why": "9 of 10 calls failed"])])
        let failed = try RunComparison(try a.run, try b.run).recommendation
        #expect(failed.isChanged == nil && failed.b.inconclusive == "9 of 10 calls failed")
    }

    @Test func theSummarySpeaksOfTheRecommendedRowElseOfTheBest() throws {
        var hand = HandMadeRun()
        hand.add([("baseline", true)], values: [[0], [0]])
        hand.add([("segmentation.depth", 1)], values: [[1], [-2]])
        hand.add([("segmentation.depth", 2)], values: [[1], [9]])
        hand.add([("segmentation.depth", 3)], values: [[1], [4]])
        hand.decision = .members(["recommended": 3])
        #expect(try RunComparison(try hand.run, try hand.run).focus == 3)
        hand.decision = .members(["recommended": nil])
        #expect(try RunComparison(try hand.run, try hand.run).focus == 2)
    }
}
