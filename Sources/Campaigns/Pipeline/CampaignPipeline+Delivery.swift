import Audiences
import MockCloud
import Quantities
import RandomStreams
import Scenarios

/// What was delivered to whom, and what it did.
struct DeliveryOutcome {
    /// Customers by what they got.
    var ownCopy = 0
    var fallback = 0
    var genericArm = 0
    var holdout = 0
    var withheld = 0
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
        let genericQuality = generic.drafts.quality
        var genericInformation = 0.0
        for index in state.publication.segments.indices {
            let segment = state.publication.segments[index]
            let moments = state.publication.moments(index)
            let groups = Arm.allCases.map {
                GroupResponse(moments, arm: $0, angles: world.response.angles.count)
            }
            let chosen = state.isGenericOnly ? nil : choose(index, state)
            let text = chosen.map { copies[$0].text } ?? generic.text
            let sent = try platform.send(
                text, generic: generic.text, to: segment.identity, groups.map(\.customers))
            invariants.check(.oneCopyEach, sent.isExact)
            invariants.check(
                .deliveredWasApproved, chosen.map { copies[$0].approvedAt <= state.send } ?? true)
            state.outcome.sends += groups[0].customers + groups[1].customers
            let gain = gain(
                of: groups[0], chosen: chosen, delivered: sent.text, genericQuality: genericQuality)
            genericInformation += groups[0].information + groups[1].information
            let isOwn = chosen != nil && chosen == state.current[index]
            state.outcome.add(groups, gain: gain, isOwn: isOwn || state.isGenericOnly)
            if segment.identity.isRest || state.held[index] { state.outcome.pooled += segment.count }
            experiment.observe(
                segment.identity, groups, gain: gain, genericQuality: genericQuality,
                campaign: state.campaign,
                into: &state.outcome.results)
            services.lineage?.delivered(
                index, sent.text, mix: chosen.map { copies[$0].mix } ?? world.response.genericMix,
                from: chosen.map(source), isOwn: isOwn, results: state.outcome.results)
            if let chosen { note(chosen, information: groups[0].information, state.campaign) }
        }
        platform.sendWithheld(generic.text, customers: state.publication.withheld)
        countWithheld(&state)
        platform.archive()
        generic.drafts.noteSend(
            information: genericInformation,
            stream: settings.seed.streams("response.generic_test").stream(entity: 0))
        invariants.add(.oneCopyEach, checked: platform.calls, violations: platform.refusals)
    }

    /// The copy that a segment gets: its own if it was approved in time, else the last that was.
    private func choose(_ index: Int, _ state: CampaignState) -> Int? {
        if let place = state.current[index], copies[place].approvedAt <= state.send { return place }
        return memory[slot(of: state.publication.segments[index].identity)].lastApproved
    }

    /// Outcomes beyond the generic copy's in the personalised arm; the angle that acts is the delivered text's.
    private func gain(of group: GroupResponse, chosen: Int?, delivered: String, genericQuality: Double)
        -> Double
    {
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
    private func countWithheld(_ state: inout CampaignState) {
        state.outcome.withheld = state.publication.withheld
        state.outcome.fallback += state.publication.withheld
        state.outcome.pooled += state.publication.withheld
        state.outcome.sends += state.publication.withheld
        let delivered = state.publication.segments.reduce(0) { $0 + $1.count } + state.publication.withheld
        invariants.check(.nothingIsLost, delivered == world.population.activeCount)
    }
}

extension DeliveryOutcome {
    mutating func add(_ groups: [GroupResponse], gain: Double, isOwn: Bool) {
        let (personalised, generic, heldOut) = (groups[0], groups[1], groups[2])
        if isOwn { ownCopy += personalised.customers } else { fallback += personalised.customers }
        genericArm += generic.customers
        holdout += heldOut.customers
        incremental += gain + (heldOut.withoutMail - heldOut.generic)
    }
}
