import Audiences
import MockCloud
import Quantities
import RandomStreams

/// One campaign's conversation with the marketing platform, over its ten connections.
struct PlatformSession {
    struct Sent {
        var text: String
        /// Whether each arm got exactly its one text and the hold-out none.
        var isExact: Bool
    }

    private let services: Services
    private let streams: NamedStreams
    private let campaign: Int
    private var freeAt: [SimulatedInstant]
    private(set) var calls = 0
    private(set) var refusals = 0

    init(services: Services, settings: PipelineSettings, campaign: Int, at start: SimulatedInstant) {
        self.services = services
        self.campaign = campaign
        streams = settings.seed.named("marketing")
        freeAt = Array(repeating: start, count: 10)
    }

    /// Loads and sends one segment: the text to the personalised arm, the generic copy to the generic arm.
    mutating func send(
        _ text: String, generic: String, to identity: SegmentIdentity, _ customers: [Int]
    ) throws -> Sent {
        let segment = UInt64(identity.rawValue)
        define(segment, customers.reduce(0, +))
        var delivered = text
        var isExact = true
        for (arm, content) in [(MarketingPlatform.Arm.personalised, text), (.generic, generic)] {
            let recipients = customers[arm == .personalised ? 0 : 1]
            guard recipients > 0 else { continue }
            let slot = MarketingPlatform.Slot(campaign: campaign, segment: segment, arm: arm)
            call(segment, arm == .personalised ? 1 : 2, "load_content") { services, now, key in
                services.marketing.loadContent(slot, text: content, at: now, using: key)
            }
            let sent = call(segment, arm == .personalised ? 3 : 4, "send") { services, now, key in
                services.marketing.send(slot, recipients: recipients, at: now, using: key)
            }
            if let sent {
                if arm == .personalised { delivered = sent.text }
                isExact = isExact && sent.deliveries == 1 && sent.text == content
            } else {
                isExact = false
            }
        }
        return Sent(text: delivered, isExact: isExact)
    }

    /// Sends the generic copy to the customers whose groups are too small to be a segment.
    mutating func sendWithheld(_ generic: String, customers: Int) {
        guard customers > 0 else { return }
        define(PlatformSession.everybodyElse, customers)
        let slot = MarketingPlatform.Slot(
            campaign: campaign, segment: PlatformSession.everybodyElse, arm: .generic)
        call(PlatformSession.everybodyElse, 2, "load_content") { services, now, key in
            services.marketing.loadContent(slot, text: generic, at: now, using: key)
        }
        call(PlatformSession.everybodyElse, 4, "send") { services, now, key in
            services.marketing.send(slot, recipients: customers, at: now, using: key)
        }
    }

    /// The platform's own segment of whoever is in no other.
    private static let everybodyElse = UInt64(Int64.max)

    /// Ends the campaign on the platform.
    mutating func archive() {
        let campaign = campaign
        call(PlatformSession.everybodyElse, 5, "archive") { services, now, key in
            services.marketing.archive(campaign: campaign, at: now, using: key)
        }
    }

    private mutating func define(_ segment: UInt64, _ members: Int) {
        call(segment, 0, "define_segments") { services, now, key in
            services.marketing.defineSegments(
                [.init(segment: segment, members: members)], at: now, using: key)
        }
    }

    /// Makes a call on the connection that is free first.
    @discardableResult
    private mutating func call<Response>(
        _ segment: UInt64, _ step: Int, _ operation: String,
        _ body: (Services, SimulatedInstant, StreamKey) -> Handled<Response>
    ) -> Response? {
        let connection = calls % freeAt.count
        let key = streams.key(entity: segment, step: campaign << 3 | step)
        let handled = body(services, freeAt[connection], key)
        services.meters.note(handled, .marketing, operation, entity: Int(segment), at: freeAt[connection])
        freeAt[connection] = freeAt[connection] + handled.serviceTime
        calls += 1
        if handled.error != nil { refusals += 1 }
        return handled.response
    }
}
