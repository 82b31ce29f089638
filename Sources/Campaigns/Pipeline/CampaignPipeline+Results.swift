import Audiences
import Encodings
import MockWire
public import Pricing
import Quantities
import RandomStreams
import Scenarios
public import ServiceModels
import Uplift

extension CampaignPipeline {
    /// Stores the results where the analysts find them.
    func measure(_ state: inout CampaignState) throws {
        var rows: [[SQLValue]] = state.outcome.results.map {
            [
                .integer(Int64(state.campaign + 1)), .integer(Int64($0.identity.rawValue)),
                .text($0.arm.name),
                .integer(Int64($0.customers)), .integer(Int64($0.outcomes)),
            ]
        }
        if settings.sabotage == .losesResults { rows.removeLast() }
        // What the warehouse does not store, analysts do not have.
        state.areResultsStored =
            try execute(PipelineTables.upsertResult, rows, "store_results", at: state.send) != nil
        if state.areResultsStored { results.add(state.outcome.results) }
        services.suspendWarehouse(
            at: state.send + .hours(1),
            using: settings.seed.named("snowflake.suspend").key(entity: state.campaign))
    }

    /// Sums the campaign up.
    func record(_ state: CampaignState) -> CampaignRecord {
        var record = CampaignRecord(index: state.campaign + 1)
        let outcome = state.outcome
        let audience = Double(max(1, world.population.activeCount))
        record.metrics[.segments] = Double(state.publication.segments.count)
        let held = state.held.count { $0 }
        record.metrics[.heldSegments] = Double(held)
        if !state.isGenericOnly, !state.publication.segments.isEmpty {
            let segments = Double(state.publication.segments.count)
            record.metrics[.heldShare] = Double(held) / segments
            record.metrics[.reuseShare] = Double(held + state.copyHits) / segments
        }
        if state.failures.needed > 0 {
            record.metrics[.failedShare] = state.failures.share
            record.metrics[.throttledShare] = state.failures.throttledShare
        }
        record.failures = state.failures
        record.demand = state.demand
        record.metrics[.reachedShare] = state.isGenericOnly ? 0 : Double(outcome.ownCopy) / audience
        record.metrics[.fallbackShare] =
            state.isGenericOnly
            ? Double(outcome.ownCopy) / audience : Double(outcome.fallback) / audience
        record.metrics[.pooledShare] = Double(outcome.pooled) / audience
        if !state.isGenericOnly, state.lookedUp > 0 {
            record.metrics[.personaHitRate] = Double(state.personaHits) / Double(state.lookedUp)
            record.metrics[.copyHitRate] = Double(state.copyHits) / Double(state.lookedUp)
        }
        record.metrics[.personaCalls] = Double(state.personaCalls)
        record.metrics[.copyCalls] = Double(state.copyCalls)
        addTroubles(to: &record)
        record.metrics[.undeliveredShare] = Double(outcome.undelivered) / audience
        record.metrics[.reviewHours] = Double(state.reviewMilliseconds) / 3.6e6
        if state.submittedDrafts > 0 {
            record.metrics[.onTimeShare] = Double(state.onTimeDrafts) / Double(state.submittedDrafts)
        }
        record.metrics[.incrementalOutcomes] = outcome.incremental
        record.metrics[.measuredIncrementalOutcomes] =
            state.areResultsStored ? Experiment.incrementalOutcomes(outcome.results) : nil
        record.metrics[.profileAge] = profileAge(state)
        addPower(state, to: &record)
        record.usage = services.meters.ledger
        record.timeline = services.meters.timeline
        record.misses = state.tally.named
        record.trace = state.trace.value
        addLimits(state, to: &record)
        return record
    }

    /// What services refused, and what it took to go on.
    private func addTroubles(to record: inout CampaignRecord) {
        record.services = services.meters.services
        record.wasted = services.meters.wasted
        let total = record.services.total
        record.metrics[.throttledCalls] = Double(total.throttled)
        record.metrics[.refusedCalls] = Double(total.refused + total.timedOut)
        record.metrics[.retriedCalls] = Double(total.retries)
        record.metrics[.retryHours] = total.waited.inSeconds / 3_600
        record.metrics[.wastedTokens] = Double(
            record.wasted.entries.reduce(0) {
                $1.meter.kind.rawValue.hasSuffix("tokens") ? $0 + $1.quantity : $0
            })
    }

    /// Mean age of what was published, over segments, in campaigns.
    private func profileAge(_ state: CampaignState) -> Double? {
        guard !state.isGenericOnly, !state.publication.segments.isEmpty else { return nil }
        let ages = state.publication.segments.reduce(0) {
            $0 + state.campaign - memory[slot(of: $1.identity)].publishedAt
        }
        return Double(ages) / Double(state.publication.segments.count)
    }

    /// Detectable lift of the segment that the median customer is in, over the whole run, alpha shared
    /// by all segments (`docs/model.md`, "Power").
    private func addPower(_ state: CampaignState, to record: inout CampaignRecord) {
        let segments = state.publication.segments
        guard !segments.isEmpty else { return }
        let analysis = PowerAnalysis(testCount: segments.count)
        let lifts: [(lift: Double, customers: Int)] = segments.indices.map { index in
            let moments = state.publication.moments(index)
            let groups = Arm.allCases.map {
                GroupResponse(moments, arm: $0, angles: world.response.angles.count)
            }
            let control = groups[Arm.generic.rawValue].customers * scenario.run.campaigns
            let treated = groups[Arm.personalised.rawValue].customers * scenario.run.campaigns
            let customers = groups.reduce(0) { $0 + $1.customers }
            let rate = groups.reduce(0) { $0 + $1.generic } / Double(max(1, customers))
            guard control > 0, treated > 0, rate > 0 else { return (.infinity, customers) }
            return (
                analysis.minimumDetectableRelativeLift(baseRate: rate, treated: treated, control: control),
                customers
            )
        }
        record.metrics[.poweredSegments] = Double(lifts.count { $0.lift <= scenario.experiment.targetLift })
        let total = lifts.reduce(0) { $0 + $1.customers }
        var below = 0
        for (lift, customers) in lifts.sorted(by: { $0.lift < $1.lift }) {
            below += customers
            if 2 * below >= total {
                record.metrics[.minimumDetectableLift] = lift.isFinite ? lift : nil
                break
            }
        }
    }

    private func addLimits(_ state: CampaignState, to record: inout CampaignRecord) {
        let limits = scenario.limits
        func set(_ limit: Limit, _ use: Double?) {
            if let use, let place = Limit.allCases.firstIndex(of: limit) { record.limitUse[place] = use }
        }
        set(.reviewHours, limits.reviewHours.map { (record.metrics[.reviewHours] ?? 0) / max($0, 1e-9) })
        if !state.copyMisses.isEmpty {
            set(
                .deadline, (state.lastDecision - state.start).inSeconds / (state.send - state.start).inSeconds
            )
            set(.quota, state.quotaUse)
        }
        set(.kAnonymity, (record.metrics[.pooledShare] ?? 0) / (limits.pooledShare ?? Limit.usualPooledShare))
        set(.power, limits.detectableLift.map { (record.metrics[.minimumDetectableLift] ?? 1e9) / $0 })
        set(
            .reach,
            limits.reachedShare.map { $0 / max(record.metrics[.reachedShare] ?? 0, 1e-9) })
    }

    /// Compares what the warehouse holds with what was measured, and what services metered with what the pipeline owes
    /// by its own account.
    /// - Parameter usage: the ledgers of all campaigns together.
    public func reconcile(_ usage: Ledger) throws {
        let meters = services.meters
        var metered = Ledger()
        if meters.journal.detail == .totals {
            metered.add(meters.journal.totals)
        } else {
            for entry in meters.journal.entries { metered.add(entry.usage) }
        }
        invariants.check(
            .ledgerIsJournal, metered == usage && meters.warehouse.expected == meters.warehouse.metered)
        invariants.add(
            .noCanaryLeaves, checked: services.guarding.checked, violations: services.guarding.violations)
        for entry in meters.journal.entries {
            guard let body = entry.requestBody else { continue }
            invariants.check(.noCanaryLeaves, !EgressGuard.leaks(body))
        }
        invariants.add(.timeNeverGoesBack, checked: meters.ordered, violations: meters.disorders)
        // The audit is no campaign's: nothing strikes it.
        services.inject(.none)
        let stored = services.snowflake.query(
            "SELECT SUM(n), SUM(outcomes) FROM campaign_results", at: .start,
            using: settings.seed.named("snowflake.audit").key(entity: 0))
        try services.checkLine()
        let row = stored.response?.rows.first
        let measured = results.totals
        invariants.check(
            .resultsAreStored,
            (row?[0].integer ?? 0) == measured.customers && (row?[1].integer ?? 0) == measured.outcomes)
    }

    /// What happened to each segment; nil unless the journal keeps bodies.
    public var lineage: Lineage? { services.lineage.map { Lineage($0.campaigns, of: self) } }

    /// Everything that was asked of services and answered.
    public var journal: Journal { services.meters.journal }
}
