public import Pricing
public import Quantities
public import Scenarios

/// A finished sweep: rows, what to build, and what would change that.
public struct SweepResult: Sendable {
    public let workspace: Workspace
    public let replications: Int
    /// The baseline first, then the rows of the plan.
    public let rows: [SweepRow]
    public let recommendation: Recommendation
    public let tornado: Tornado
    /// The price rows that the costs of all rows rest on.
    public let assumptions: [GradeSummary.Assumption]

    public var scenario: Scenario { workspace.scenario }

    /// Hash of all result values of all rows.
    public var digest: String {
        var hash = Fingerprint()
        for row in rows where !row.isBaseline { hash.combine(row.digest) }
        return hash.hex
    }
}
