import Campaigns
import Encodings
import Scenarios
import Uplift
import Workbench

/// What the rule of a sweep's decision gives away: many seeds choose, worlds that did not choose score.
///
/// A rule's regret is the mean net value of the best row on the fresh worlds, the generic copy among them, less
/// that of the row that the rule took, in USD per campaign.
struct DecisionStudy: Sendable {
    /// A scenario and what is set on top of it.
    struct Scene: Sendable {
        var name: String
        var file: String
        var settings: [String]
    }

    /// A rule beside the others: the row that it takes from a finished sweep, 0 for the generic copy.
    enum Rule: String, CaseIterable {
        case standard = "default"
        case highestMean = "highest mean"
        case alwaysGeneric = "always generic"
        case twoErrors = "coarsest within two errors"

        func row(_ result: SweepResult) -> Int {
            let decision = result.decision
            switch self {
            case .standard: return decision.recommended ?? 0
            case .highestMean: return decision.best
            case .alwaysGeneric: return 0
            case .twoErrors:
                // The rule that this one replaced: the coarsest row, the generic copy first, whose paired
                // difference to the best is within two standard errors.
                let best = result.rows[decision.best].netValues
                let order = result.rows.indices.sorted {
                    (result.rows[$0].isBaseline ? -1 : result.rows[$0][.segments] ?? 0)
                        < (result.rows[$1].isBaseline ? -1 : result.rows[$1][.segments] ?? 0)
                }
                return order.first { row in
                    let difference = WorldMean(zip(best, result.rows[row].netValues).map { $0 - $1 })
                    return row == decision.best || difference.mean <= 2 * (difference.error ?? 0)
                } ?? 0
            }
        }
    }

    /// What one rule did over all seeds.
    struct Score {
        var regrets: [Double] = []
        /// Seeds by the row that was taken.
        var counts: [Int: Int] = [:]

        /// Over seeds.
        var mean: WorldMean {
            let summary = ArmSummary(regrets)
            return WorldMean(mean: summary.mean, error: summary.varianceOfMean.squareRoot())
        }
    }

    struct Outcome {
        var scene: Scene
        /// Names of the rows, the generic copy first, and their means on the fresh worlds.
        var names: [String]
        var means: [WorldMean]
        var scores: [(rule: Rule, score: Score)]
        var worlds: [Int]
    }

    static let scenes = [
        Scene(name: "email-2008", file: "scenarios/email-2008.yaml", settings: []),
        Scene(name: "lift 15 %", file: "scenarios/weekly-email.yaml", settings: ["response.lift=0.15"]),
        Scene(name: "lift 4 %", file: "scenarios/weekly-email.yaml", settings: ["response.lift=0.04"]),
        Scene(name: "zero effect", file: "scenarios/zero-effect.yaml", settings: []),
    ]

    let seeds: Int
    let freshWorlds: Int
    let jobs: Int

    /// Fresh worlds have a seed that no choosing sweep has.
    private static let freshSeed = 20_261_122

    func run(_ scene: Scene) throws -> Outcome {
        let fresh = try sweep(scene, seed: DecisionStudy.freshSeed, replications: freshWorlds)
        let means = fresh.rows.map { WorldMean($0.netValues) }
        let top = means.map(\.mean).max() ?? 0
        var scores = Rule.allCases.map { ($0, Score()) }
        var worlds: [Int] = []
        for seed in 101...(100 + seeds) {
            let result = try sweep(scene, seed: seed, replications: nil)
            worlds.append(result.replications)
            for place in scores.indices {
                let row = scores[place].0.row(result)
                scores[place].1.regrets.append(top - means[row].mean)
                scores[place].1.counts[row, default: 0] += 1
            }
        }
        let names = fresh.rows.map { row in
            row.isBaseline ? "generic" : row.values.map { $0.value.json.text() }.joined(separator: ", ")
        }
        return Outcome(
            scene: scene, names: names, means: means, scores: scores.map { (rule: $0.0, score: $0.1) },
            worlds: worlds)
    }

    private func sweep(_ scene: Scene, seed: Int, replications: Int?) throws -> SweepResult {
        let number = replications.map(String.init) ?? "auto"
        let workspace = try Workspace(
            scenarioPath: scene.file,
            overrides: scene.settings + [
                "seed=\(seed)", "uncertainty={}", "sweep.side_replications=1", "sweep.replications=\(number)",
            ])
        var options = Sweep.Options()
        options.jobs = jobs
        return try Sweep(
            workspace: workspace, plan: try SweepPlan(scenario: workspace.scenario, options: []),
            options: options
        ).run()
    }
}
