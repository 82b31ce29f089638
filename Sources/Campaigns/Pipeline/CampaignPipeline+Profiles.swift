import Audiences
import MockCloud
import Quantities
import Scenarios

extension CampaignPipeline {
    /// Asks the persona cache for each published segment; a held one keeps what it has.
    func lookUpProfiles(_ state: inout CampaignState) {
        for index in state.publication.segments.indices where !state.held[index] {
            let slot = slot(of: state.publication.segments[index].identity)
            memory[slot].publishedAt = state.campaign
            services.lineage?.willLookUp(
                index, cached: tracker.buckets(of: memory[slot].identity), memory[slot].persona)
            let cause = personaMiss(index, slot, state)
            services.lineage?.lookedUpPersona(index, miss: cause.map(state.tally.name(of:)))
            if let cause {
                state.personaMisses.append((index, cause))
                state.tally.add(cause)
            } else {
                state.personaHits += 1
            }
        }
    }

    private func personaMiss(_ index: Int, _ slot: Int, _ state: CampaignState) -> MissCause? {
        let lookup: ProfileLookup
        if scenario.cache.policy == .never, memory[slot].persona != nil {
            lookup = .hit
        } else {
            lookup = tracker.lookUp(state.publication, index)
            if tracker.policy.smoothing < 1 { services.lineage?.compared(index, tracker.positions) }
        }
        guard let persona = memory[slot].persona else { return .newSegment }
        switch lookup {
        case .miss(.newSegment): return .newSegment
        case .miss(.shareMoved(let attribute)): return .shareMoved(attribute: attribute)
        case .hit: break
        }
        if let cause = state.versions.personaMiss(since: persona.versions) { return cause }
        if let age = scenario.cache.maximumAge, state.campaign - persona.campaign >= age {
            return .personaExpired
        }
        return nil
    }

    /// Writes the rounded attributes of segments whose profile changed to the warehouse.
    ///
    /// Rows of segments that did not change already stand there: work is proportional to change.
    func export(_ state: inout CampaignState) throws {
        let rows: [[SQLValue]] = state.personaMisses.map { index, _ in
            let segment = state.publication.segments[index]
            invariants.check(.exportAtLeastK, segment.count >= scenario.privacy.k)
            let attributes = view.attributes(of: segment, shares: tracker.shares(of: segment.identity) ?? [])
            return [
                .integer(Int64(segment.identity.rawValue)), .integer(Int64(state.campaign + 1)),
                .text(attributes.label),
                .integer(Int64(segment.count)), .text(attributes.text(attributes: view.belief.attributes)),
                .text(tracker.fingerprint(of: segment.identity)?.hex ?? ""),
            ]
        }
        try execute(PipelineTables.upsertSegmentAttributes, rows, "export", at: state.now)
        let begin = state.now
        state.now = state.now + .seconds(rows.isEmpty ? 0 : 1)
        if !rows.isEmpty {
            services.meters.timeline.note(.export, from: begin, to: state.now, count: rows.count)
        }
    }

    /// Has personas written for the segments that missed, and written back as the cache.
    func writePersonas(_ state: inout CampaignState) throws {
        let jobs = state.personaMisses.map { index, _ in
            let segment = state.publication.segments[index]
            let attributes = view.attributes(of: segment, shares: tracker.shares(of: segment.identity) ?? [])
            return PersonaStage.Job(
                slot: index, identity: Int(segment.identity.rawValue),
                prompt: PromptPart(attributes.text(attributes: view.belief.attributes)))
        }
        var stage = PersonaStage(
            jobs: jobs, services: services, campaign: state.campaign, settings: settings, at: state.now)
        services.lineage?.asked(for: jobs, from: state.now)
        stage.run()
        if scenario.persona.door == .sql, stage.finishedAt > state.now {
            let busy = (stage.finishedAt - state.now).millisecondsRoundedUp
            services.meters.note(
                busy, Meter(.snowflake, "XS", .warehouseMilliseconds), "cortex_sql", entity: 0, at: state.now)
        }
        state.now = stage.finishedAt
        state.personaCalls += stage.calls
        state.failures.needed += stage.jobs.count
        state.trace.combine(stage.trace.value)
        var rows: [[SQLValue]] = []
        for job in stage.jobs {
            let identity = state.publication.segments[job.slot].identity
            guard let document = job.document else {
                state.failed.insert(job.slot)
                state.failures.add(job.failure ?? .personaInvalid)
                continue
            }
            let text = document.text
            let canonical = document.fingerprint
            let slot = slot(of: identity)
            memory[slot].personas += 1
            memory[slot].persona = SegmentMemory.Persona(
                text: text, canonical: canonical, campaign: state.campaign, versions: state.versions)
            rows.append([
                .integer(Int64(identity.rawValue)), .text(text), .text(document.canonical),
                .text(canonical.hex),
                .text("v\(state.versions.personaPrompt)"), .text(scenario.persona.model),
                .integer(Int64(state.campaign + 1)),
            ])
        }
        try execute(PipelineTables.upsertPersonaProfile, rows, "write_back", at: state.now)
    }
}
