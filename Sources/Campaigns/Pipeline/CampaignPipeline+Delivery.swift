import Audiences
import Quantities
import RandomStreams
import Scenarios
import Writing

/// What was delivered to whom, and what it did.
struct DeliveryOutcome {
    /// Customers by what they got.
    var ownCopy = 0
    var fallback = 0
    var genericArm = 0
    var holdout = 0
    var withheld = 0
    /// Customers who got nothing, because the platform refused until retries were used up.
    var undelivered = 0
    /// The truth, beyond everybody getting the generic copy.
    var incremental = 0.0
    var sends = 0
    /// Rows for the warehouse: segment, arm, customers, outcomes.
    var results: [Experiment.Result] = []
    /// Customers in segments that exist only by pooling, or are held or withheld.
    var pooled = 0
}

extension CampaignPipeline {
    /// Loads approved copy, sends each segment and arm its one text, and lets the world answer.
    func deliver(_ state: inout CampaignState) throws {
        var platform = PlatformSession(
            services: services, settings: settings, campaign: state.campaign, at: state.send)
        var genericInformation = 0.0
        let last = state.publication.segments.indices.last
        for index in state.publication.segments.indices {
            if settings.sabotage == .losesASegment, index == last { continue }
            genericInformation += try deliver(index, by: &platform, &state)
        }
        try services.checkLine()
        let isWithheldSent = platform.sendWithheld(generic.text, customers: state.publication.withheld)
        countWithheld(isSent: isWithheldSent, &state)
        platform.archive()
        generic.drafts.noteSend(
            information: genericInformation,
            stream: settings.seed.streams("response.generic_test").stream(entity: 0))
        invariants.add(.oneCopyEach, checked: platform.calls, violations: platform.misuses)
    }

    /// Delivers one segment's copy.
    /// - Returns: what its send tells about the generic copy.
    private func deliver(
        _ index: Int, by platform: inout PlatformSession, _ state: inout CampaignState
    ) throws -> Double {
        let segment = state.publication.segments[index]
        let moments = state.publication.moments(index)
        let groups = Arm.allCases.map {
            GroupResponse(moments, arm: $0, angles: world.response.angles.count)
        }
        let chosen = state.isGenericOnly ? nil : choose(index, state)
        let text = try leaked(into: chosen.map { copies[$0].text } ?? generic.text)
        let sent = platform.send(text, generic: generic.text, to: segment.identity, groups.map(\.customers))
        invariants.check(.oneCopyEach, sent.isExact)
        invariants.check(.deliveredWasApproved, wasApproved(sent.text, by: state.send))
        let isMissed = sent.missed.contains(.personalised)
        let genericQuality = generic.drafts.quality
        let gain =
            isMissed
            ? groups[0].withoutMail - groups[0].generic
            : gain(of: groups[0], chosen: chosen, genericQuality: genericQuality)
        let isOwn = chosen != nil && chosen == state.current[index]
        state.outcome.add(groups, gain: gain, isOwn: isOwn || state.isGenericOnly, missed: sent.missed)
        if segment.identity.isRest || state.held[index] { state.outcome.pooled += segment.count }
        experiment.observe(
            segment.identity, groups, gain: gain, genericQuality: genericQuality, missed: sent.missed,
            campaign: state.campaign, into: &state.outcome.results)
        services.lineage?.delivered(
            index, sent.text, mix: chosen.map { copies[$0].mix } ?? world.response.genericMix,
            from: chosen.map(source), isOwn: isOwn, missed: sent.missed, results: state.outcome.results)
        if let chosen, !isMissed { note(chosen, information: groups[0].information, state.campaign) }
        return (isMissed ? 0 : groups[0].information)
            + (sent.missed.contains(.generic) ? 0 : groups[1].information)
    }

    /// Whether reviewers approved exactly this text, before it was sent.
    private func wasApproved(_ text: String, by send: SimulatedInstant) -> Bool {
        approvals[PromptPart.digest(of: text)].map { $0 <= send } ?? false
    }

    /// The text of a mail; with a free-text level in it where the pipeline is broken on purpose.
    private func leaked(into text: String) throws -> String {
        guard settings.sabotage == .mailsRawLevels else { return text }
        let leaked = text + (try rawText(PlantedCustomers.rawLevel))
        approvals[PromptPart.digest(of: leaked)] = .start
        return leaked
    }

    /// The copy that a segment gets: its own if it was approved in time, else the last that was.
    private func choose(_ index: Int, _ state: CampaignState) -> Int? {
        if let place = state.current[index], copies[place].approvedAt <= state.send { return place }
        return memory[slot(of: state.publication.segments[index].identity)].lastApproved
    }

    /// Outcomes beyond the generic copy's in the personalised arm; the angle that acts is the delivered text's.
    private func gain(of group: GroupResponse, chosen: Int?, genericQuality: Double) -> Double {
        guard let chosen else { return 0 }
        let entry = copies[chosen]
        let shift =
            entry.drafts.quality - genericQuality
            - (entry.isOffBrand ? scenario.response.offbrandLogit : 0)
            - scenario.response.wearOut * Double(entry.sends)
        return group.gain(
            mix: entry.mix, generic: world.response.genericMix, shift: shift,
            spread: world.spread(of: entry.mix))
    }

    /// Where an approved copy comes from, as lineage keeps it.
    private func source(_ chosen: Int) -> SegmentLineage.Delivery.Source {
        let entry = copies[chosen]
        return .init(
            identity: memory[entry.segment].identity, campaign: entry.campaign + 1,
            approvedAt: entry.approvedAt, versions: entry.versions, sends: entry.sends,
            quality: entry.drafts.quality, isOffBrand: entry.isOffBrand)
    }

    private func note(_ chosen: Int, information: Double, _ campaign: Int) {
        copies[chosen].sends += 1
        copies[chosen].drafts.noteSend(
            information: information,
            stream: settings.seed.streams("response.draft_test").stream(entity: chosen, step: campaign))
    }

    /// Customers below k at the root got the generic copy and are in no arm.
    private func countWithheld(isSent: Bool, _ state: inout CampaignState) {
        let withheld = state.publication.withheld
        state.outcome.withheld = withheld
        state.outcome.pooled += withheld
        if isSent {
            state.outcome.fallback += withheld
            state.outcome.sends += withheld
        } else {
            state.outcome.undelivered += withheld
        }
        let outcome = state.outcome
        let all =
            outcome.ownCopy + outcome.fallback + outcome.genericArm + outcome.holdout + outcome.undelivered
        invariants.check(.nothingIsLost, all == world.population.activeCount)
    }
}

extension DeliveryOutcome {
    /// - Parameters:
    ///   - gain: what the personalised arm's customers do beyond the generic copy's outcomes.
    ///   - missed: arms that got nothing; without a mail they do what the hold-out does.
    mutating func add(_ groups: [GroupResponse], gain: Double, isOwn: Bool, missed: [Arm]) {
        let (personalised, generic, heldOut) = (groups[0], groups[1], groups[2])
        if missed.contains(.personalised) {
            undelivered += personalised.customers
        } else if isOwn {
            ownCopy += personalised.customers
        } else {
            fallback += personalised.customers
        }
        if missed.contains(.generic) {
            undelivered += generic.customers
            incremental += generic.withoutMail - generic.generic
        } else {
            genericArm += generic.customers
        }
        for arm in [Arm.personalised, .generic] where !missed.contains(arm) {
            sends += groups[arm.rawValue].customers
        }
        holdout += heldOut.customers
        incremental += gain + (heldOut.withoutMail - heldOut.generic)
    }
}
