import Audiences
import Encodings
import MockWire
import Quantities
import RandomStreams
import Scenarios
import ServiceModels
import Writing

extension CampaignPipeline {
    /// Asks the copy cache: an approved text for the same canonical persona, prompt, brand, brief and model
    /// skips generation and review.
    func lookUpCopies(_ state: inout CampaignState) {
        let rewritten = Set(state.personaMisses.map(\.index))
        for index in state.publication.segments.indices {
            let slot = slot(of: state.publication.segments[index].identity)
            if state.held[index] {
                state.current[index] = memory[slot].lastApproved
                continue
            }
            guard let persona = memory[slot].persona, !state.failed.contains(index) else { continue }
            let key = CopyStore.key(canonical: persona.canonical, state.versions, model: scenario.copy.model)
            let isFresh = rewritten.contains(index)
            if let place = copies.find(key, campaign: state.campaign, maximumAge: scenario.cache.maximumAge),
                scenario.review.skipKnown || !isFresh
            {
                state.copyHits += 1
                state.current[index] = place
                services.lineage?.lookedUpCopy(index, key: key, miss: nil)
                continue
            }
            let cause = copyMiss(slot, isFresh: isFresh, state)
            state.copyMisses.append((index, key))
            state.tally.add(cause)
            services.lineage?.lookedUpCopy(index, key: key, miss: state.tally.name(of: cause))
        }
    }

    /// What was approved after the last send is there for this one.
    func admitPending(_ state: CampaignState) {
        for index in state.publication.segments.indices {
            let slot = slot(of: state.publication.segments[index].identity)
            guard let place = memory[slot].pending, copies[place].approvedAt <= state.send else { continue }
            memory[slot].lastApproved = place
            memory[slot].pending = nil
        }
    }

    private func copyMiss(_ slot: Int, isFresh: Bool, _ state: CampaignState) -> MissCause {
        guard let place = memory[slot].lastApproved else {
            return !isFresh ? .rejected : memory[slot].personas == 1 ? .copyForNewSegment : .personaReworded
        }
        if let cause = state.versions.copyMiss(since: copies[place].versions) { return cause }
        return isFresh ? .personaReworded : .rejected
    }

    /// Has copy written and reviewed for the segments that missed, and files what was approved.
    func produceCopy(_ state: inout CampaignState) throws {
        let jobs = state.copyMisses.map { index, key in
            let segment = state.publication.segments[index]
            let persona = memory[slot(of: segment.identity)].persona!
            return CopyJob(
                slot: index, identity: Int(segment.identity.rawValue), audience: segment.count,
                persona: PromptPart(persona.text), canonical: persona.canonical, key: key)
        }
        var production = CopyProduction(
            jobs: jobs, services: services, desk: desk, campaign: state.campaign, settings: settings,
            at: state.now,
            deadline: state.send)
        production.run(from: state.now)
        desk = production.desk
        state.copyCalls = production.calls
        state.onTimeDrafts = production.onTimeDrafts
        state.submittedDrafts = production.submittedDrafts
        state.lastDecision = production.lastDecision
        state.quotaUse = production.reserved.share(of: scenario.limits.bedrockTokensPerMinute)
        state.demand = production.reserved.demand
        state.trace.combine(production.trace.value)
        for approval in production.approvals {
            approvals[approval.digest] = min(approvals[approval.digest] ?? approval.at, approval.at)
        }
        if settings.sabotage == .approvesRejectedCopy { approveRejected(&production.jobs) }
        var rows: [[SQLValue]] = []
        for job in production.jobs {
            state.reviewMilliseconds += job.reviewMilliseconds
            append(job, to: &rows, state)
        }
        // Copy is taken from the warehouse: what it does not store is lost.
        let isStored = try execute(PipelineTables.upsertCopy, rows, "store_copy", at: state.now) != nil
        for index in production.jobs.indices where production.jobs[index].outcome == .approved {
            guard isStored else {
                production.jobs[index].outcome = .failed
                production.jobs[index].failure = .copyNotStored
                production.failures.add(.copyNotStored)
                continue
            }
            let job = production.jobs[index]
            guard let approved = job.approved, let decidedAt = job.decidedAt else { continue }
            file(job, approved, at: decidedAt, &state)
        }
        state.failures.merge(production.failures)
        services.lineage?.produced(production.jobs, from: state.now)
    }

    /// Adds an approved copy to the store.
    private func file(
        _ job: CopyJob, _ approved: CopyVariant, at decidedAt: SimulatedInstant, _ state: inout CampaignState
    ) {
        let slot = slot(of: state.publication.segments[job.slot].identity)
        var stream = settings.seed.streams("response.drafts").stream(
            entity: job.identity, step: state.campaign)
        let entry = CopyStore.Entry(
            segment: slot, text: approved.body,
            mix: settings.lexicon.mix(of: approved.body) ?? world.response.genericMix,
            isOffBrand: settings.brand.isOffBrand(approved.body), approvedAt: decidedAt,
            campaign: state.campaign,
            versions: state.versions,
            drafts: DraftTest(
                drafts: job.approvedDrafts, deviation: scenario.response.draftSD,
                length: scenario.response.testSends,
                stream: &stream))
        let isLate = decidedAt > state.send
        if isLate, scenario.review.afterDeadline == .drop { return }
        let place = copies.add(entry, key: job.key)
        if isLate { memory[slot].pending = place } else { memory[slot].lastApproved = place }
        state.current[job.slot] = isLate ? nil : place
    }

    private func append(_ job: CopyJob, to rows: inout [[SQLValue]], _ state: CampaignState) {
        for (variant, draft) in job.drafts.enumerated() {
            copySequence += 1
            let verdict = job.verdicts.indices.contains(variant) ? job.verdicts[variant].rawValue : "pending"
            rows.append([
                .integer(copySequence), .integer(Int64(job.identity)), .integer(Int64(state.campaign + 1)),
                .integer(Int64(variant + 1)), .text(draft.subject), .text(draft.body), .text(verdict),
                .integer(Int64(job.reviewMilliseconds / max(1, job.drafts.count))),
            ])
        }
    }

    /// Tells the reviewers that content awaits approval. They look into the queue without it, too.
    func notify(_ state: inout CampaignState) throws {
        guard !state.copyMisses.isEmpty else { return }
        var message =
            "Campaign \(state.campaign + 1): copy for \(state.copyMisses.count) segments awaits approval."
        if settings.sabotage == .notifiesRawLevels { message += try rawText(PlantedCustomers.rawLevel) }
        _ = services.attempt(
            .sns, entity: state.campaign, step: 0, at: state.now, draws: settings.seed.named("sns")
        ) {
            services.publish(
                topic: "copy-awaits-approval", message: message, entity: state.campaign, at: $0, using: $1)
        }
    }

    /// What a pipeline does that is broken on purpose: it takes rejected drafts for approved ones.
    private func approveRejected(_ jobs: inout [CopyJob]) {
        for index in jobs.indices where jobs[index].outcome == .rejected {
            jobs[index].outcome = .approved
            jobs[index].approved = jobs[index].drafts.first
        }
    }
}
