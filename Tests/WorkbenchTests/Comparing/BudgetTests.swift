import Encodings
import Quantities
import Testing
import Workbench

@Suite struct BudgetTests {
    /// Five worlds of depth 2, of which one is expensive, and the baseline.
    private func comparison(_ budgets: [String]) throws -> RunComparison {
        var a = HandMadeRun()
        a.decision = .members(["recommended": 1])
        a.add([("baseline", true)], values: [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
        a.add([("segmentation.depth", 2)], values: [[10, 10, 10, 10, 10], [0, 0, 0, 0, 0]])
        a.add([("segmentation.depth", 3)], values: [[20, 20, 20, 20, 20], [nil, nil, nil, nil, nil]])
        var b = HandMadeRun()
        b.decision = .members(["recommended": 1])
        b.add([("baseline", true)], values: [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
        b.add([("segmentation.depth", 2)], values: [[10, 10, 10, 10, 20], [1, 1, 1, 1, 1]])
        b.add([("segmentation.depth", 3)], values: [[20, 20, 20, 20, 20], [nil, nil, nil, nil, nil]])
        var options = RunComparison.Options()
        options.budgets = try budgets.map(BudgetExpression.init)
        return try RunComparison(try a.run, try b.run, options: options)
    }

    /// An expression, its value by hand, and whether it holds.
    static let cases: [(String, Double?, Bool)] = [
        ("cost_usd<=12", 12, true), ("cost_usd < 12", 12, false), ("cost_usd.mean>=12", 12, true),
        // Under the mean's limit, over it at P95: 10 + 0.8 of the way to 20.
        ("cost_usd<=15", 12, true), ("cost_usd.p95<=15", 18, false), ("cost_usd.p50 <= 10", 10, true),
        ("delta(cost_usd)<=2", 2, true), ("delta(cost_usd)<=20%", 0.2, true),
        ("delta( cost_usd )<19%", 0.2, false), ("cost_usd<=1200%", 12, true),
        ("row(segmentation.depth=3).cost_usd>20", 20, false),
        ("row( segmentation.depth = 3 ).delta(cost_usd)<=0", 0, true),
        ("row(baseline=true).cost_usd<=0", 0, true),
        // What is not computed breaks.
        ("cost<=1000", nil, false), ("row(segmentation.depth=9).cost_usd<=1000", nil, false),
        ("row(segmentation.depth=3).net_value_usd>=0", nil, false), ("delta(net_value_usd)<=1%", nil, false),
        ("row(privacy.k=50).cost_usd<=1000", nil, false),
    ]

    @Test(arguments: cases.indices) func aBudgetIsHeldAgainstTheValueThatItNames(_ index: Int) throws {
        let (text, value, holds) = BudgetTests.cases[index]
        let result = try comparison([text]).budget[0]
        #expect(result.holds == holds, "\(text)")
        if let value {
            #expect(abs(try #require(result.value) - value) < 1e-12, "\(text)")
        } else {
            #expect(result.value == nil && result.why?.contains("not computed") == true, "\(text)")
        }
    }

    @Test func theNearestMetricIsNamed() throws {
        #expect(try comparison(["cost_us<=1"]).budget[0].why?.contains("did you mean 'cost_usd'?") == true)
    }

    /// An expression, and the character at which it goes wrong.
    static let malformed = [
        ("", 1), ("<=5", 1), ("cost_usd", 9), ("cost_usd=<5", 9), ("cost_usd<=", 11), ("cost_usd<=five", 11),
        ("cost_usd<=5 h", 13), ("cost_usd.p99<=5", 10), ("delta(cost_usd<=5", 15), ("row(depth).x<1", 5),
        ("row(a=1)cost_usd<1", 9), ("delta(cost_usd.p95)<1", 15),
    ]

    @Test(arguments: malformed.indices) func aMalformedBudgetSaysWhere(_ index: Int) throws {
        let (text, position) = BudgetTests.malformed[index]
        let error = #expect(throws: FinegrainError.self) { _ = try BudgetExpression(text) }
        #expect(error?.kind == .badInput)
        #expect(
            error?.description.contains("character \(position):") == true,
            "\(text): \(String(describing: error))")
    }

    @Test func nothingIsPromisedOfASweepThatConcludesNothing() throws {
        var run = HandMadeRun()
        run.decision = .members(["decision": .members(["conclusive": false, "why": "all calls failed"])])
        run.add([("baseline", true)], values: [[0], [0]])
        var options = RunComparison.Options()
        options.budgets = [try BudgetExpression("cost_usd<=5")]
        let result = try RunComparison(try run.run, try run.run, options: options).budget[0]
        #expect(!result.holds && result.why?.contains("all calls failed") == true)
    }
}
