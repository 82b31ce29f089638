import Audiences
import Campaigns
import Pricing
import Quantities
import RandomStreams
import Scenarios
import ServiceModels
import Workers

/// Closed forms for every row: miss rates from bucket arithmetic, costs from what one generation costs.
///
/// The unit costs (tokens, seconds of review, repairs) are metered by generating each segment once, as the
/// first campaign does; no week is simulated. The miss rate is `MissEstimate`'s, and with wording noise the
/// copy cache's is `RewordingEstimate`'s (`docs/model.md`, "Closed forms of the caches").
public struct Estimator {
    private let workspace: Workspace
    private let plan: SweepPlan
    private let jobs: Int

    public init(workspace: Workspace, plan: SweepPlan, jobs: Int) {
        self.workspace = workspace
        self.plan = plan
        self.jobs = jobs
    }

    /// - Throws: `FinegrainError` with every problem of every row.
    public func run() throws -> EstimateResult {
        let designs = try workspace.designs(plan.rows)
        return EstimateResult(workspace: workspace, rows: try designs.map(row))
    }

    private func row(_ design: Design) throws -> EstimateResult.Row {
        let runner = ReplicationRunner(workspace: workspace, detail: .totals)
        let unit = try runner.firstCampaign(design, WorkerPool(jobs: jobs))
        let segments = unit.publication.segments.count
        var values: [Metric: Double] = [.segments: Double(segments)]
        var reasons: [Metric: String] = [:]
        if design.depth == 0 {
            for metric in [Metric.personaCalls, .copyCalls, .reviewHours] { values[metric] = 0 }
            values[.costUSD] = unit.record.metrics[.costUSD]
            reasons[.personaHitRate] = "depth 0 is the generic copy: nothing is looked up"
            reasons[.copyHitRate] = reasons[.personaHitRate]
        } else if let reason = refusal(design.scenario, unit.record.failures) {
            for metric in EstimateResult.metrics where metric != .segments { reasons[metric] = reason }
        } else {
            switch misses(design, unit) {
            case .success(let misses): try fill(&values, &reasons, design, unit, misses)
            case .failure(let refusal):
                for metric in EstimateResult.metrics where metric != .segments {
                    reasons[metric] = refusal.rawValue
                }
            }
        }
        return EstimateResult.Row(
            values: design.values, metrics: EstimateResult.metrics.map { ($0, values[$0]) },
            whyNull: EstimateResult.metrics.compactMap { metric in
                if let reason = reasons[metric] { (metric, reason) } else { nil }
            })
    }

    private func misses(
        _ design: Design, _ unit: FirstCampaign
    ) -> Result<MissEstimate, MissEstimate.Refusal> {
        let scenario = design.scenario
        let policy = ProfilePolicy(
            bucketWidth: scenario.cache.bucketWidth, hysteresis: scenario.cache.hysteresis,
            smoothing: scenario.cache.smoothing, memory: scenario.cache.memory == .all ? .all : .last)
        return Result { () throws(MissEstimate.Refusal) -> MissEstimate in
            try MissEstimate.expected(
                unit.publication, audience: unit.world.base.audience, hierarchy: design.hierarchy,
                layout: design.layout,
                drift: unit.world.population.drift, policy: policy,
                rule: scenario.privacy.publication ? .on : .off,
                campaigns: scenario.run.campaigns)
        }
    }

    /// Scales what the first campaign used by how often a later one needs it.
    private func fill(
        _ values: inout [Metric: Double], _ reasons: inout [Metric: String], _ design: Design,
        _ unit: FirstCampaign,
        _ misses: MissEstimate
    ) throws {
        let segments = Double(unit.publication.segments.count)
        let scenario = design.scenario
        values[.personaHitRate] = 1 - misses.missRate
        let first = unit.record.metrics
        values[.personaCalls] = (first[.personaCalls] ?? 0) * misses.missRate
        if let reason = refusal(scenario) {
            for metric in [Metric.copyHitRate, .copyCalls, .costUSD, .reviewHours] {
                reasons[metric] = reason
            }
            return
        }
        let rewording = try RewordingEstimate(
            base: unit.world.base, hierarchy: design.hierarchy, layout: design.layout, depth: design.depth,
            scenario: scenario)
        var copyMisses = 0.0
        for (index, segment) in unit.publication.segments.enumerated() {
            let shares = unit.publication.histogram(index).map { Double($0) / Double(segment.count) }
            let exchanged = FlipProbability.exchanged(
                weeklyRate: unit.world.population.drift.weeklyRate, turnover: misses.turnover[index])
            copyMisses +=
                misses.bySegment[index]
                * rewording.copyMissShare(
                    of: segment, shares: shares, missRate: misses.bySegment[index], exchanged: exchanged,
                    width: scenario.cache.bucketWidth, campaigns: scenario.run.campaigns)
        }
        let copyMissRate = copyMisses / segments
        values[.copyHitRate] = 1 - copyMissRate
        values[.copyCalls] = (first[.copyCalls] ?? 0) * copyMissRate
        values[.reviewHours] = (first[.reviewHours] ?? 0) * copyMissRate
        // Sends do not depend on misses; the warehouse and the personas follow profile misses, the rest copy misses.
        let personaServices = ["cortex", "snowflake"]
        var cost = (first[.costUSD] ?? 0) - unit.record.costByService.reduce(0) { $0 + $1.cost.usd }
        for (service, amount) in unit.record.costByService {
            switch service.rawValue {
            case "marketing": cost += amount.usd
            case let name where personaServices.contains(name): cost += amount.usd * misses.missRate
            default: cost += amount.usd * copyMissRate
            }
        }
        values[.costUSD] = cost
    }

    /// Most generations that may fail under a fault plan: a persona that failed misses again.
    private static let mostFailures = 0.01

    /// Why a fault plan leaves no closed form, if it leaves none (`docs/model.md`, "Faults and retries").
    private func refusal(_ scenario: Scenario, _ failures: FailureTally) -> String? {
        let rules = scenario.faults.filter { FaultReach.inertness(of: $0, in: scenario) == nil }
        if rules.contains(where: { $0.nth != nil || $0.fromNanoseconds != nil }) {
            return "faults that strike at one time and not at another have no closed form"
        }
        return !rules.isEmpty && failures.share > Estimator.mostFailures
            ? "faults make generations fail, which are asked for again: no closed form" : nil
    }

    /// Why the copy cache has no closed form here, if it has none.
    private func refusal(_ scenario: Scenario) -> String? {
        if scenario.persona.wordingNoise == 0 {
            return "without wording noise, whether a moved share rewords the persona has no closed form"
        }
        if scenario.campaign.briefChangesEvery != nil || !scenario.campaign.changes.isEmpty {
            return "changes of brief, brand, prompt or model have no closed form"
        }
        if scenario.cache.maximumAge != nil { return "expiry has no closed form" }
        if scenario.cache.policy == .never { return "never refreshing has no closed form" }
        return nil
    }
}
