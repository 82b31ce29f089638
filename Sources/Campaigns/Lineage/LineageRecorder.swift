import Audiences
import Encodings
import Quantities
import ServiceModels
import Writing

/// Writes down what happens to each segment while a campaign runs; only a run that asks for it has one.
///
/// Segments are named by their place in the campaign's publication. It draws nothing and changes nothing:
/// a run gives the same results with it and without.
final class LineageRecorder {
    private(set) var campaigns: [CampaignLineage] = []

    /// The campaign that runs; segments are changed in place.
    private var last: Int { campaigns.count - 1 }

    // MARK: Publication and profiles

    /// Opens a campaign.
    /// - Parameters:
    ///   - differences: customers who differ since each segment's last publication; empty when that is not tested.
    ///   - counts: customers in each node of the publication's depth.
    ///   - firstCall: calls in the journal so far.
    func begin(
        _ state: CampaignState, hierarchy: SegmentHierarchy, differences: [Int],
        counts: UnsafeBufferPointer<Int32>, firstCall: Int
    ) {
        let publication = state.publication
        var pooled: [CampaignLineage.PooledCell] = []
        for node in counts.indices where counts[node] > 0 {
            let place = Int(publication.segmentOfNode[node])
            let segment = place < 0 ? nil : publication.segments[place].identity
            if let segment, !segment.isRest { continue }
            pooled.append(
                .init(
                    identity: hierarchy.identity(depth: publication.depth, node: node),
                    count: Int(counts[node]), segment: segment))
        }
        let segments = publication.segments.indices.map { index in
            var segment = SegmentLineage(
                identity: publication.segments[index].identity, count: publication.segments[index].count,
                isHeld: state.held[index],
                difference: differences.isEmpty ? nil : differences[index])
            segment.profile.histogram = publication.histogram(index).map(Int.init)
            return segment
        }
        campaigns.append(
            CampaignLineage(
                index: state.campaign + 1, start: state.start, send: state.send, versions: state.versions,
                withheld: publication.withheld, pooled: pooled, segments: segments,
                personasFrom: state.start, copiesFrom: state.start, calls: firstCall..<firstCall))
    }

    /// Before the persona cache is asked.
    func willLookUp(_ index: Int, cached buckets: ArraySlice<Int16>?, _ persona: SegmentMemory.Persona?) {
        campaigns[last].segments[index].profile.before = (buckets ?? []).map(Int.init)
        campaigns[last].segments[index].persona.before = persona?.version
    }

    /// The shares as the tracker compared them, in units of a bucket.
    func compared(_ index: Int, _ positions: [Double]) {
        campaigns[last].segments[index].profile.smoothed = positions
    }

    func lookedUpPersona(_ index: Int, miss: String?) {
        campaigns[last].segments[index].persona.lookup = miss.map(SegmentLineage.Lookup.miss) ?? .hit
    }

    // MARK: Personas and copies

    func asked(for personas: [PersonaStage.Job], from start: SimulatedInstant) {
        campaigns[last].personasFrom = start
        for job in personas { campaigns[last].segments[job.slot].persona.prompt = job.prompt.text }
    }

    /// An answer of the persona writer was taken, or was not.
    func checked(_ job: PersonaStage.Job, _ text: String, schema: PersonaSchema) {
        campaigns[last].segments[job.slot].persona.checks.append(
            job.document == nil ? AnswerCheck.defect(ofPersona: text, schema) : AnswerCheck.taken)
    }

    /// Why a segment got no persona.
    func failed(_ index: Int, _ reason: FailureTally.Reason) {
        campaigns[last].segments[index].persona.failure = reason.rawValue
    }

    /// An answer came later than the pipeline waits. Refusals stand in the journal.
    func unanswered(_ job: PersonaStage.Job, _ error: ServiceError) {
        guard error.code == Patience.timeoutCode else { return }
        campaigns[last].segments[job.slot].persona.checks.append(AnswerCheck.late)
    }

    /// An answer came later than the pipeline waits. Refusals stand in the journal.
    func unanswered(_ job: CopyJob, _ error: ServiceError) {
        guard error.code == Patience.timeoutCode else { return }
        campaigns[last].segments[job.slot].copy.checks.append(AnswerCheck.late)
    }

    func lookedUpCopy(_ index: Int, key: UInt64, miss: String?) {
        campaigns[last].segments[index].copy.key = Fingerprint(key).hex
        campaigns[last].segments[index].copy.lookup = miss.map(SegmentLineage.Lookup.miss) ?? .hit
    }

    /// An answer of the copy writer was taken, or was not.
    func checked(
        _ job: CopyJob, _ text: String, kept: [CopyVariant], limits: CopyLimits, words: ClosedRange<Int>
    ) {
        campaigns[last].segments[job.slot].copy.checks.append(
            AnswerCheck.verdict(onCopy: text, kept: kept, limits: limits, words: words))
    }

    /// What each record of a batch job used.
    func answered(_ records: [BatchJob.Result], of jobs: [CopyJob], model: String, call sequence: Int) {
        for record in records {
            guard let tokens = record.response?.tokens else { continue }
            var usage = Usage()
            usage.add(tokens.input, to: Meter(.bedrock, model, .inputTokens, tier: .batch))
            usage.add(tokens.output, to: Meter(.bedrock, model, .outputTokens, tier: .batch))
            let index = jobs[Int(record.id)].slot
            campaigns[last].parts.append(
                .init(sequence: sequence, segment: campaigns[last].segments[index].identity, usage: usage))
        }
    }

    func reviewed(
        _ job: CopyJob, by reviewer: Int, from begins: SimulatedInstant, to ends: SimulatedInstant,
        milliseconds: Int
    ) {
        campaigns[last].segments[job.slot].copy.reviews.append(
            .init(
                reviewer: reviewer, round: job.round, begins: begins, ends: ends, milliseconds: milliseconds,
                drafts: zip(job.drafts, job.verdicts).map { .init(variant: $0, verdict: $1.rawValue) }))
    }

    func produced(_ jobs: [CopyJob], from start: SimulatedInstant) {
        campaigns[last].copiesFrom = start
        for job in jobs {
            campaigns[last].segments[job.slot].copy.outcome = job.outcome.rawValue
            if job.outcome == .failed {
                campaigns[last].segments[job.slot].copy.failure = (job.failure ?? .copyInvalid).rawValue
            }
            campaigns[last].segments[job.slot].copy.decidedAt = job.decidedAt
            campaigns[last].segments[job.slot].copy.approved = job.approved
        }
    }

    // MARK: Delivery

    /// - Parameters:
    ///   - source: where the copy comes from; nil for the generic copy.
    ///   - results: the campaign's results so far, those of this segment last.
    ///   - missed: arms that the platform did not send to, although retries were used up.
    func delivered(
        _ index: Int, _ text: String, mix: [Double], from source: SegmentLineage.Delivery.Source?,
        isOwn: Bool, missed: [Arm], results: [Experiment.Result]
    ) {
        let identity = campaigns[last].segments[index].identity
        var delivery = SegmentLineage.Delivery()
        delivery.source = source
        delivery.isOwn = isOwn
        delivery.text = text
        delivery.mix = mix
        delivery.missed = missed
        delivery.groups = results.suffix(Arm.allCases.count).filter { $0.identity == identity }.map {
            .init(
                arm: $0.arm, customers: $0.customers, outcomes: $0.outcomes, base: $0.base, effect: $0.effect)
        }
        campaigns[last].segments[index].delivery = delivery
    }

    /// Closes the campaign.
    func finish(lastCall: Int, memory: (SegmentIdentity) -> SegmentMemory?, tracker: ProfileTracker) {
        campaigns[last].calls = campaigns[last].calls.lowerBound..<lastCall
        for index in campaigns[last].segments.indices {
            let identity = campaigns[last].segments[index].identity
            if let persona = memory(identity)?.persona {
                campaigns[last].segments[index].persona.now = persona.version
                if persona.campaign + 1 == campaigns[last].index {
                    campaigns[last].segments[index].persona.text = persona.text
                }
            }
            campaigns[last].segments[index].profile.buckets = (tracker.buckets(of: identity) ?? []).map(
                Int.init)
            campaigns[last].segments[index].profile.fingerprint = tracker.fingerprint(of: identity)?.hex ?? ""
        }
    }
}

extension SegmentMemory.Persona {
    fileprivate var version: SegmentLineage.Persona.Version {
        .init(campaign: campaign + 1, canonical: canonical.hex)
    }
}
