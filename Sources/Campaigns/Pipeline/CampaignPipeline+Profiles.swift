import Audiences
import Encodings
import MockWire
import Quantities
import RandomStreams
import Scenarios
import ServiceModels
import Writing

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
        if let owed = memory[slot].owed { return owed }
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
        let raw = try leakedRow()
        let rows: [[SQLValue]] = state.personaMisses.map { index, _ in
            let segment = state.publication.segments[index]
            invariants.check(.exportAtLeastK, segment.count >= scenario.privacy.k)
            let attributes = view.attributes(of: segment, shares: tracker.shares(of: segment.identity) ?? [])
            return [
                .integer(Int64(segment.identity.rawValue)), .integer(Int64(state.campaign + 1)),
                .text(attributes.label + raw),
                .integer(Int64(segment.count)), .text(attributes.text(attributes: view.belief.attributes)),
                .text(tracker.fingerprint(of: segment.identity)?.hex ?? ""),
            ]
        }
        let delay = try execute(PipelineTables.upsertSegmentAttributes, rows, "export", at: state.now)
        let begin = state.now
        state.now = state.now + (delay ?? .zero) + .seconds(rows.isEmpty ? 0 : 1)
        // What was not exported cannot be read: those segments go without a persona.
        if delay == nil {
            state.failures.needed += rows.count
            for (index, cause) in state.personaMisses { noteFailure(index, cause, .notExported, &state) }
            state.personaMisses = []
        }
        if !rows.isEmpty {
            services.meters.timeline.note(.export, from: begin, to: state.now, count: rows.count)
        }
    }

    /// Has personas written for the segments that missed, and written back as the cache.
    func writePersonas(_ state: inout CampaignState) throws {
        let raw = try leakedRow()
        let jobs = state.personaMisses.map { index, _ in
            let segment = state.publication.segments[index]
            let attributes = view.attributes(of: segment, shares: tracker.shares(of: segment.identity) ?? [])
            return PersonaStage.Job(
                slot: index, identity: Int(segment.identity.rawValue),
                prompt: PromptPart(attributes.text(attributes: view.belief.attributes) + raw))
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
        state.now = settings.sabotage == .turnsTimeBack ? state.now + .hours(-1) : stage.finishedAt
        state.personaCalls += stage.calls
        state.failures.needed += stage.jobs.count
        state.trace.combine(stage.trace.value)
        try writeBack(stage.jobs, &state)
    }

    /// Files the personas in the warehouse, where the next stages find them; what it does not take is lost.
    private func writeBack(_ jobs: [PersonaStage.Job], _ state: inout CampaignState) throws {
        var written: [(index: Int, cause: MissCause, document: PersonaDocument)] = []
        // Jobs stand in the order of the misses.
        for (job, miss) in zip(jobs, state.personaMisses) {
            if let document = job.document {
                written.append((miss.index, miss.cause, document))
            } else {
                noteFailure(miss.index, miss.cause, job.failure ?? .personaInvalid, &state)
            }
        }
        let rows: [[SQLValue]] = written.map { index, _, document in
            [
                .integer(Int64(state.publication.segments[index].identity.rawValue)), .text(document.text),
                .text(document.canonical),
                .text(document.fingerprint.hex),
                .text("v\(state.versions.personaPrompt)"), .text(scenario.persona.model),
                .integer(Int64(state.campaign + 1)),
            ]
        }
        let delay = try execute(PipelineTables.upsertPersonaProfile, rows, "write_back", at: state.now)
        state.now = state.now + (delay ?? .zero)
        for (index, cause, document) in written {
            guard delay != nil else {
                noteFailure(index, cause, .personaNotStored, &state)
                continue
            }
            let slot = slot(of: state.publication.segments[index].identity)
            memory[slot].owed = nil
            memory[slot].personas += 1
            memory[slot].persona = SegmentMemory.Persona(
                text: document.text, canonical: document.fingerprint, campaign: state.campaign,
                versions: state.versions)
        }
    }

    /// A segment goes without the persona that it needs, and asks again at the next campaign.
    private func noteFailure(
        _ index: Int, _ cause: MissCause, _ reason: FailureTally.Reason, _ state: inout CampaignState
    ) {
        state.failed.insert(index)
        state.failures.add(reason)
        memory[slot(of: state.publication.segments[index].identity)].owed = cause
        services.lineage?.failed(index, reason)
    }

    /// A row of the raw customer table, for a pipeline that is broken on purpose; else nothing.
    private func leakedRow() throws -> String {
        guard settings.sabotage == .exportsRawRows else { return "" }
        return try rawText(PlantedCustomers.rawRow)
    }

    /// What a careless query of the raw tables would give.
    func rawText(_ query: String) throws -> String {
        let key = settings.seed.named("snowflake.sabotage").key(entity: 0)
        let rows = services.snowflake.query(query, at: .start, using: key).response
        guard case .text(let text)? = rows?.rows.first?.first else {
            throw FinegrainError.defect("no raw row is planted")
        }
        return " " + text
    }
}
