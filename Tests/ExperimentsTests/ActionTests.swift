import Experiments
import Foundation
import RandomStreams
import Testing
import Uplift

@Suite struct ActionTests {
    private func readout(_ text: String, _ change: (inout UpliftPlan) -> Void = { _ in }) throws
        -> UpliftReadout
    {
        let path =
            FileManager.default.temporaryDirectory.path + "/actions-\(UInt64(text.utf8.count))-"
            + String(text.utf8.reduce(UInt64(7)) { ($0 &* 31) &+ UInt64($1) }, radix: 36) + ".csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var plan = UpliftPlan()
        plan.treatment = "arm"
        plan.control = "none"
        plan.outcomes = ["bought"]
        change(&plan)
        return try UpliftReadout.of(path, plan)
    }

    /// Units of each segment: (name, arm, count, buyers).
    private func units(_ cells: [(String, String, Int, Int)]) -> String {
        var text = "region,arm,bought\n"
        for (region, arm, count, buyers) in cells {
            for unit in 0..<count { text += "\(region),\(arm),\(unit < buyers ? 1 : 0)\n" }
        }
        return text
    }

    private let pays: [(String, String, Int, Int)] = (0..<6).flatMap { region in
        [("r\(region)", "none", 400, 40), ("r\(region)", "letter", 400, 60 + 2 * region)]
    }

    @Test func aSegmentWithoutControlUnitsGetsTheActionOfTheOthers() throws {
        let answer = try readout(units(pays + [("new", "letter", 50, 6)])) { $0.by = ["region"] }
        let row = try #require(answer.decisions.first { $0.segment?.text == "new" })
        #expect(row.decision == .notIdentified && row.action == "letter" && row.effect == nil)
        #expect((row.probabilityPositive ?? 0) > 0.9 && row.why.contains("as the other segments suggest"))
    }

    @Test func moneyIsTheMarginTimesTheEffectLessTheCost() throws {
        let answer = try readout(units(pays)) {
            $0.margins = [UpliftPlan.Margin(metric: "bought", usd: 20)]
            $0.costUSD = 0.3
        }
        let row = answer.decisions[0]
        // 390 of 2,400 against 240 of 2,400.
        let effect = 390.0 / 2400 - 0.1
        #expect(row.action == "letter" && abs((row.effect ?? 0) - effect) < 1e-12)
        #expect(abs((row.expectedNetUSD ?? 0) - 1000 * (20 * effect - 0.3)) < 1e-9)
        #expect(abs((row.expectedNetTotalUSD ?? 0) - 4800 * (20 * effect - 0.3)) < 1e-8)
        let dear = try readout(units(pays)) {
            $0.margins = [UpliftPlan.Margin(metric: "bought", usd: 20)]
            $0.costUSD = 2
        }
        #expect(dear.decisions[0].action == "none" && dear.decisions[0].expectedNetUSD == 0)
        #expect(dear.decisions[0].decision == .keep)
    }

    @Test func withoutEvidenceTheActionIsThatOfTheMeanAndTheSentenceSaysWhatKnowingTakes() throws {
        let answer = try readout(units([("a", "none", 300, 30), ("a", "letter", 300, 36)])) { $0.weeks = 2 }
        let row = answer.decisions[0]
        #expect(row.decision == .noEvidence && row.action == "letter")
        #expect(
            row.why.contains("Use letter meanwhile") && row.why.contains("weeks more at the present rate"))
        #expect((row.expectedRegret ?? 0) > 0)
    }

    @Test func fewerThanTenUnitsDecideNothing() throws {
        let answer = try readout(units([("a", "none", 5, 0), ("a", "letter", 5, 5)]))
        #expect(answer.decisions[0].decision == .noEvidence)
        #expect(answer.decisions[0].why.contains("fewer than 10 units"))
    }

    @Test func lessIsBetterWhereThePlanSaysSo() throws {
        let answer = try readout(units(pays)) {
            $0.directions = [MetricDirection(metric: "bought", better: .down)]
            $0.by = ["region"]
        }
        for row in answer.decisions { #expect(row.action == "none" && row.decision == .keep) }
        let all = answer.decisions[0]
        #expect(
            (all.probabilityPositive ?? 1) < 1e-6 && all.why.contains("wholly above zero: stay with none"))
    }

    @Test func severalTreatmentsShareOneActionTheBestOfTheTable() throws {
        var cells = pays
        for region in 0..<6 { cells.append(("r\(region)", "call", 400, 70 + (region == 3 ? -30 : 0))) }
        let answer = try readout(units(cells)) { $0.by = ["region"] }
        for segment in Set(answer.decisions.map(\.segment)) {
            let rows = answer.decisions.filter { $0.segment == segment }
            let best = rows.max { ($0.effect ?? 0) < ($1.effect ?? 0) }
            #expect(Set(rows.map(\.action)) == [best?.treatment ?? ""])
            guard
                let winner = answer.winners.first(where: {
                    $0.segment == segment && $0.chosenAmong == "treatments"
                })
            else { continue }
            #expect(segment == nil || winner.treatment == best?.treatment)
        }
    }

    /// An analysis of units with weights 1 and 2 against the same file with the heavy units written twice: the estimates are
    /// equal, and the errors differ, because a weight is no second unit.
    @Test func weightsReachPooledEffectsAndActions() throws {
        var stream = Seed(4).streams("weights").stream(entity: 0)
        var (weighted, repeated) = ("region,arm,bought,w\n", "region,arm,bought\n")
        for region in 0..<5 {
            for unit in 0..<300 {
                let heavy = stream.happens(0.4)
                let arm = unit % 2 == 0 ? "none" : "letter"
                let bought = stream.happens((heavy ? 0.3 : 0.1) + (arm == "letter" ? 0.06 : 0)) ? 1 : 0
                weighted += "r\(region),\(arm),\(bought),\(heavy ? 2 : 1)\n"
                for _ in 0..<(heavy ? 2 : 1) { repeated += "r\(region),\(arm),\(bought)\n" }
            }
        }
        let a = try readout(weighted) {
            $0.by = ["region"]
            $0.weights = "w"
        }
        let b = try readout(repeated) { $0.by = ["region"] }
        let (one, two) = (try #require(a.pooling.first), try #require(b.pooling.first))
        for (x, y) in zip(one.segments, two.segments) {
            #expect(abs(x.effect - y.effect) < 1e-12)
            #expect(x.standardError > 1.02 * y.standardError)
        }
        #expect(a.decisions.count == 6 && a.warnings.contains { $0.code == "weights_left_out" })
        #expect(!a.results.contains { $0.estimator == .logit } && a.learners.isEmpty)
    }

    /// Each unit of a cluster a copy of the first: the clustered error must be that of the clusters' means taken as units.
    @Test func clustersReachPooledEffectsAsIfTheyWereUnits() throws {
        var stream = Seed(5).streams("clusters").stream(entity: 0)
        var (clustered, single) = ("region,arm,spend,store\n", "region,arm,spend\n")
        for region in 0..<4 {
            for store in 0..<12 {
                let arm = store % 2 == 0 ? "none" : "letter"
                let spend = 10 + Double(region) + stream.normal() + (arm == "letter" ? 1 : 0)
                single += "r\(region),\(arm),\(spend)\n"
                for _ in 0..<7 { clustered += "r\(region),\(arm),\(spend),s\(region)-\(store)\n" }
            }
        }
        let a = try readout(clustered) {
            $0.outcomes = ["spend"]
            $0.by = ["region"]
            $0.cluster = "store"
        }
        let b = try readout(single) {
            $0.outcomes = ["spend"]
            $0.by = ["region"]
        }
        let (one, two) = (try #require(a.pooling.first), try #require(b.pooling.first))
        // With clusters all segments share the variance of one cluster: the mean of the segments' own.
        let mean = two.segments.reduce(0) { $0 + $1.standardError * $1.standardError } / 4
        for (x, y) in zip(one.segments, two.segments) {
            #expect(abs(x.effect - y.effect) < 1e-10)
            #expect(abs(x.standardError * x.standardError / mean - 1) < 0.25)
        }
    }

    @Test func covariatesSharpenPooledEffects() throws {
        var stream = Seed(6).streams("covariates").stream(entity: 0)
        var text = "region,arm,spend,before\n"
        for region in 0..<6 {
            for unit in 0..<120 {
                let before = 5 * stream.normal()
                let arm = unit % 2 == 0 ? "none" : "letter"
                text +=
                    "r\(region),\(arm),\(before + stream.normal() + (arm == "letter" ? 0.5 : 0)),\(before)\n"
            }
        }
        func pooled(_ adjustment: UpliftPlan.Adjustment) throws -> UpliftReadout {
            try readout(text) {
                $0.outcomes = ["spend"]
                $0.by = ["region"]
                $0.covariates = ["before"]
                $0.adjustment = adjustment
            }
        }
        let (plain, cuped, lin) = (try pooled(.none), try pooled(.cuped), try pooled(.lin))
        for place in 0..<6 {
            let ratio =
                cuped.pooling[0].segments[place].standardError
                / plain.pooling[0].segments[place].standardError
            // √(1/26) of the variance is left.
            #expect(abs(ratio - (1.0 / 26).squareRoot()) < 0.05)
            let gap = cuped.pooling[0].segments[place].effect - lin.pooling[0].segments[place].effect
            #expect(abs(gap) < 0.02)
        }
        #expect(cuped.pooling[0].adjustment == "cuped" && plain.pooling[0].adjustment == "none")
        #expect(cuped.decisions[0].effect == cuped.row(.cuped, "spend", "letter")?.effect)
        #expect(lin.decisions[0].effect == lin.row(.lin, "spend", "letter")?.effect)
    }

    @Test func aTreatmentThatBreachesAGuardrailIsNoAction() throws {
        var text = "arm,bought,complaint\n"
        for unit in 0..<2000 {
            let letter = unit % 2 == 0
            text +=
                "\(letter ? "letter" : "none"),\(unit % 10 < (letter ? 4 : 2) ? 1 : 0),\(letter && unit % 8 == 0 ? 1 : 0)\n"
        }
        let answer = try readout(text) {
            $0.guardrails = [Guardrail(metric: "complaint", margin: 0.01, isRelative: false)]
            $0.directions = [MetricDirection(metric: "complaint", better: .down)]
        }
        let row = answer.decisions[0]
        #expect(row.metric == "bought" && row.decision == .send && row.action == "none")
        #expect(row.why.contains("harms the guardrail complaint") && (row.expectedRegret ?? 0) > 0)
    }

    /// The letter went mostly to regions that buy little: it wins in each of them and loses over all units.
    @Test func whereSharesDifferBySegmentEverybodysEffectIsThatOfTheSegments() throws {
        let cells = [
            ("low", "none", 200, 4), ("low", "letter", 1800, 90), ("high", "none", 1800, 540),
            ("high", "letter", 200, 70),
        ]
        let answer = try readout(units(cells)) {
            $0.by = ["region"]
            $0.planned = [
                UpliftPlan.PlannedShare(arm: "none", share: 0.5),
                UpliftPlan.PlannedShare(arm: "letter", share: 0.5),
            ]
        }
        let row = answer.decisions[0]
        // Half of 5 % − 2 % and half of 35 % − 30 %; 8 % − 27.2 % over all units.
        #expect(abs((row.effect ?? 0) - 0.5 * (0.03 + 0.05)) < 1e-12)
        #expect(answer.warnings.contains { $0.code == "simpson" })
    }

    @Test func rowsWithoutAClusterAreClustersOfTheirOwn() throws {
        var (blank, named) = ("arm,bought,store\n", "arm,bought,store\n")
        for unit in 0..<400 {
            let row = "\(unit % 2 == 0 ? "none" : "letter"),\(unit % 7 < 3 ? 1 : 0)"
            let store = unit < 200 ? "s\(unit / 10)" : ""
            blank += "\(row),\(store)\n"
            named += "\(row),\(store.isEmpty ? "own\(unit)" : store)\n"
        }
        let a = try readout(blank) { $0.cluster = "store" }
        let b = try readout(named) { $0.cluster = "store" }
        #expect(a.warnings.contains { $0.code == "missing_cluster" && $0.message.hasPrefix("200 of 400") })
        let (one, two) = (
            a.row(.differenceInMeans, "bought", "letter"), b.row(.differenceInMeans, "bought", "letter")
        )
        #expect(agree(one?.standardError, two?.standardError, 1e-12) && one?.standardError != nil)
    }
}
