import Campaigns
import Foundation
import Quantities
import Scenarios
import Workbench

let start = Date()
do {
    let workspace = try Workspace(scenarioPath: CommandLine.arguments[1], overrides: Array(CommandLine.arguments.dropFirst(3)))
    print("loaded", Date().timeIntervalSince(start))
    if ProcessInfo.processInfo.environment["EST"] != nil {
        let e = try Estimator(workspace: workspace, plan: SweepPlan(scenario: workspace.scenario, options: []), jobs: 2).run()
        for row in e.rows { print(row.metrics.map { "\($0.0.rawValue)=\($0.1.map { String(format: "%.4g", $0) } ?? "null")" }.joined(separator: " "), row.whyNull.first?.reason ?? "") }
        exit(0)
    }
    var options = Sweep.Options()
    options.jobs = Int(CommandLine.arguments[2])!
    let plan = try SweepPlan(scenario: workspace.scenario, options: [])
    let result = try Sweep(workspace: workspace, plan: plan, options: options).run()
    for row in result.rows {
        let names = row.values.map { "\($0.value.json.text())" }.joined(separator: ",")
        func f(_ m: Metric) -> String { row[m].map { String(format: "%.4g", $0) } ?? "-" }
        print(names, f(.segments), f(.heldSegments), "hit", f(.personaHitRate), f(.copyHitRate), "calls", f(.personaCalls), f(.copyCalls), "llm", f(.llmCostUSD), "cost", f(.costUSD), "h", f(.reviewHours), "ot", f(.onTimeShare), "mde", f(.minimumDetectableLift), "inc", f(.incrementalOutcomes), f(.measuredIncrementalOutcomes), "net", f(.netValueUSD), "net26", String(format: "%.4g", row.netValues.reduce(0, +) / Double(row.netValues.count)), row.binding, row.isPareto, row.digest, row.invariants.violations)
    }
    print(result.recommendation.set, result.recommendation.recommended as Any, result.digest)
    for bar in result.tornado.bars { print(bar) }
    print(result.tornado.netWithoutKnowledge)
} catch { print("ERR", error) }
print("total", Date().timeIntervalSince(start))
