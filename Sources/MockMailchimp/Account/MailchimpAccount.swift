public import Quantities
import RandomStreams
public import ServiceModels

/// An account at Mailchimp as a state machine: lists, their contacts and segments, campaigns and what became of them.
///
/// Ten requests may be open at once. A campaign takes a second and a millisecond a message to be sent; scheduled ones start when
/// their time has come, which the account sees at the next request.
public struct MailchimpAccount: Sendable {
    var lists: [MailchimpList] = []
    private(set) var campaigns: [MailchimpCampaign] = []
    private var campaignPlaces: [String: Int] = [:]
    /// Places of campaigns that time moves on.
    private var moving: [Int] = []
    private var nextWebID = 1
    /// When each open connection ends.
    private var connections: [SimulatedInstant] = []
    private var faults: FaultInjector
    private let latency: LatencyModel
    private let source: any ReportSource
    private let audience: MailchimpAudience?

    static let connectionLimit = 10

    /// - Parameters:
    ///   - audience: contacts beside the list that is always there.
    ///   - latency: of every operation; 200 ms at the median by assumption.
    public init(
        reports source: any ReportSource, audience: MailchimpAudience? = nil,
        latency: LatencyModel = .logNormal(median: .milliseconds(200), sigma: 0.4, floor: .milliseconds(50)),
        faults: FaultPlan = .none
    ) {
        self.source = source
        self.audience = audience
        self.latency = latency
        self.faults = FaultInjector(faults, service: .marketing)
        lists = [MailchimpAccount.defaultList(webID: takeWebID())]
        if let audience { lists.append(MailchimpList(audience, webID: takeWebID())) }
    }

    /// The same account as it was at the start.
    func fresh(faults: FaultPlan) -> MailchimpAccount {
        MailchimpAccount(reports: source, audience: audience, latency: latency, faults: faults)
    }

    /// Puts a fault plan in place of the one before.
    mutating func inject(_ plan: FaultPlan) { faults = FaultInjector(plan, service: .marketing) }

    // MARK: Connections

    /// A request that was let in, or why it was not.
    struct Opening {
        var time: SimulatedDuration
        var fault: FaultPlan.Kind?
        var refusal: MailchimpRefusal?
    }

    /// Opens a connection for as long as the operation takes, unless all are in use.
    mutating func open(
        _ operation: String, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Opening {
        let fault = faults.next(operation, at: now, using: &stream)
        let time = latency.sample(using: &stream).slowed(by: fault)
        connections.removeAll { $0 <= now }
        if connections.count >= MailchimpAccount.connectionLimit || fault == .throttle {
            return Opening(time: .milliseconds(5), fault: fault, refusal: .tooMany)
        }
        connections.append(now + time)
        return Opening(time: time, fault: fault, refusal: fault == .serverError ? .server : nil)
    }

    /// A number that no other list or campaign has.
    mutating func takeWebID() -> Int {
        nextWebID += 1
        return nextWebID - 1
    }

    // MARK: Lists

    func listPlace(_ id: String) throws(MailchimpRefusal) -> Int {
        guard let place = lists.firstIndex(where: { $0.id == id }) else { throw .notFound }
        return place
    }

    /// A campaign as its reports show it now.
    func seen(_ campaign: MailchimpCampaign, at now: SimulatedInstant) -> MailchimpCampaign {
        campaign.seen(at: now, source.delay)
    }

    func list(_ id: String?) -> MailchimpList? { lists.first { $0.id == id } }

    // MARK: Campaigns

    func campaignPlace(_ id: String) throws(MailchimpRefusal) -> Int {
        guard let place = campaignPlaces[id] else { throw .notFound }
        return place
    }

    mutating func add(_ campaign: MailchimpCampaign) {
        campaignPlaces[campaign.id] = campaigns.count
        campaigns.append(campaign)
    }

    mutating func replace(_ campaign: MailchimpCampaign, at place: Int) { campaigns[place] = campaign }

    mutating func removeCampaign(at place: Int) {
        campaignPlaces[campaigns[place].id] = nil
        campaigns.remove(at: place)
        for later in place..<campaigns.count { campaignPlaces[campaigns[later].id] = later }
        moving = moving.compactMap { $0 == place ? nil : $0 > place ? $0 - 1 : $0 }
    }

    /// Lets time move a campaign on from now.
    mutating func watch(_ place: Int) { if !moving.contains(place) { moving.append(place) } }

    /// Starts campaigns whose time has come and ends those that are through.
    /// - Returns: the sends that this took.
    mutating func advance(to now: SimulatedInstant) -> Usage {
        var usage = Usage()
        for place in moving {
            if campaigns[place].status == .schedule, let schedule = campaigns[place].schedule,
                schedule.time <= now
            {
                var stream = schedule.stream
                usage.add(start(place, at: schedule.time, isTwice: false, using: &stream))
            }
            if campaigns[place].status == .sending, let delivery = campaigns[place].delivery,
                delivery.end <= now
            {
                campaigns[place].status = .sent
            }
        }
        moving.removeAll { ![.schedule, .sending].contains(campaigns[$0].status) }
        return usage
    }

    /// Sends a campaign to everybody whom it goes to.
    /// - Parameter isTwice: a fault sends every message twice.
    mutating func start(
        _ place: Int, at now: SimulatedInstant, isTwice: Bool, using stream: inout RandomStream
    ) -> Usage {
        guard let listPlace = lists.firstIndex(where: { $0.id == campaigns[place].listID }) else {
            return Usage()
        }
        let campaign = campaigns[place]
        let recipients = campaign.recipients(in: lists[listPlace])
        let counts = source.counts(
            MailchimpDelivery(campaign, recipients), using: &stream
        ).bounded(by: recipients.count)
        let sent = recipients.count * (isTwice ? 2 : 1)
        campaigns[place].schedule = nil
        campaigns[place].status = .sending
        campaigns[place].delivery = MailchimpCampaign.Delivery(
            start: now, end: now + .seconds(1) + .milliseconds(sent), sent: sent, counts: counts)
        lists[listPlace].campaignCount += 1
        lists[listPlace].lastSent = now
        leave(counts, recipients, listPlace, at: now, using: &stream)
        watch(place)
        var usage = Usage()
        usage.add(sent, to: Meter(.marketing, "email", .sends))
        return usage
    }

    /// Takes those out of the list who unsubscribed, complained or cannot be reached.
    private mutating func leave(
        _ counts: MailchimpCounts, _ recipients: [MailchimpMember], _ list: Int, at now: SimulatedInstant,
        using stream: inout RandomStream
    ) {
        var left = recipients
        let leaving: [(Int, MailchimpMember.Status)] = [
            (counts.hardBounces, .cleaned), (counts.unsubscribed + counts.abuseReports, .unsubscribed),
        ]
        for (count, status) in leaving {
            for _ in 0..<min(count, left.count) {
                var member = left.remove(at: Int(stream.below(UInt32(left.count))))
                member.status = status
                member.changed = now
                lists[list].put(member)
            }
        }
    }
}
