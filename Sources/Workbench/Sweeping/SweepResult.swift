import Encodings
public import Pricing
public import Scenarios

/// A finished sweep: rows, what to build, and what would change that.
public struct SweepResult: Sendable {
    public let workspace: Workspace
    /// The baseline first, then the rows of the plan.
    public let rows: [SweepRow]
    /// What each row after the baseline did in each world: `cells[i][v]` belongs to `rows[i + 1]`.
    public let cells: [[CellResult]]
    public let decision: Decision
    public let tornado: Tornado
    /// The subject of the decision with `cache.policy: never`, on some of the worlds.
    public let neverRefresh: SweepRow?
    /// How the customers change, with the error of what was fitted.
    public let drift: DriftSummary
    /// Fields that were given or varied and have no effect here.
    public let inertFields: [InertField]
    /// The price rows that the costs of all rows rest on.
    public let assumptions: [GradeSummary.Assumption]

    public var scenario: Scenario { workspace.scenario }

    /// Replications per row.
    public var replications: Int { decision.worlds }

    /// Hash of all result values of all rows.
    public var digest: String {
        var hash = Fingerprint()
        for row in rows where !row.isBaseline { hash.combine(row.digest) }
        return hash.hex
    }
}
