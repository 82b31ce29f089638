import Encodings
import Quantities
import RandomStreams

/// A campaign: whom it goes to, what it says, and how far it is.
struct MailchimpCampaign: Sendable {
    enum Status: String, Sendable {
        case save, paused, schedule, sending, sent, canceled
    }

    /// Whom a campaign goes to.
    enum Target: Sendable {
        case list
        case segment(Int)
        case conditions(MailchimpConditions)
    }

    struct Settings: Sendable {
        var subject = ""
        var preview = ""
        var title = ""
        var fromName = ""
        var replyTo = ""
        var toName = ""
        /// Members that are kept as they were sent.
        var others: [JSONValue.Member] = []
    }

    /// A campaign on its way or there.
    struct Delivery: Sendable {
        var start: SimulatedInstant
        var end: SimulatedInstant
        /// Messages, counting those that a fault sent twice.
        var sent: Int
        var counts: MailchimpCounts

        /// As much of it as a report shows at an instant.
        ///
        /// Messages go out one a millisecond after the first second. Responses of the messages that are out come in by the
        /// time since the start.
        func seen(at now: SimulatedInstant, _ delay: ReportDelay) -> Delivery {
            guard sent > 0 else { return self }
            var seen = self
            let gone = (min(now, end) - start - .seconds(1)).nanoseconds / 1_000_000
            seen.sent = min(sent, max(0, Int(gone)))
            seen.counts = counts.part(
                sent: Double(seen.sent) / Double(sent), responded: delay.share(after: now - start))
            return seen
        }
    }

    let id: String
    let webID: Int
    let type: String
    let created: SimulatedInstant
    var status = Status.save
    var listID: String?
    var target = Target.list
    var settings = Settings()
    var tracking: [JSONValue.Member] = []
    var html = ""
    var plainText = ""
    /// When it is to be sent, with the draws of the call that said so.
    var schedule: (time: SimulatedInstant, stream: RandomStream)?
    var delivery: Delivery?

    init(id: String, webID: Int, type: String, at now: SimulatedInstant) {
        self.id = id
        self.webID = webID
        self.type = type
        created = now
    }

    /// Nothing of a campaign can be changed once it is on its way.
    var isEditable: Bool { status == .save || status == .paused }

    var hasContent: Bool { !(html.isEmpty && plainText.isEmpty) }

    /// A copy that nothing was done with yet.
    func replica(id: String, webID: Int, at now: SimulatedInstant) -> MailchimpCampaign {
        var copy = MailchimpCampaign(id: id, webID: webID, type: type, at: now)
        copy.listID = listID
        copy.target = target
        copy.settings = settings
        copy.settings.title = (settings.title.isEmpty ? settings.subject : settings.title) + " (copy 01)"
        copy.tracking = tracking
        copy.html = html
        copy.plainText = plainText
        return copy
    }

    /// As its reports show it at an instant; whole without a delay.
    func seen(at now: SimulatedInstant, _ delay: ReportDelay?) -> MailchimpCampaign {
        guard let delay, let delivery else { return self }
        var seen = self
        seen.delivery = delivery.seen(at: now, delay)
        return seen
    }

    /// The contacts that it would go to now.
    func recipients(in list: MailchimpList) -> [MailchimpMember] {
        let all = list.members.filter { $0.status == .subscribed }
        switch target {
        case .list: return all
        case .conditions(let conditions): return all.filter { conditions.fit($0, in: list) }
        case .segment(let id):
            guard let segment = list.segments.first(where: { $0.id == id }) else { return [] }
            return all.filter { segment.holds($0, in: list) }
        }
    }
}
