import Audiences
import MockWire
import Quantities
import RandomStreams
import ServiceModels

/// One campaign's conversation with the marketing platform, over its ten connections.
struct PlatformSession {
    struct Sent {
        /// What the personalised arm got, or would have got.
        var text: String
        /// Whether the platform took each arm's one text once and the hold-out got none; arms that it refused until
        /// retries were used up are missed, and told.
        var isExact: Bool
        /// Arms with customers that got nothing.
        var missed: [Arm] = []
    }

    private let services: Services
    private let streams: NamedStreams
    private let campaign: Int
    private let sabotage: Sabotage?
    private var freeAt: [SimulatedInstant]
    private(set) var calls = 0
    /// Calls that the platform refused because they may not be made.
    private(set) var misuses = 0

    init(services: Services, settings: PipelineSettings, campaign: Int, at start: SimulatedInstant) {
        self.services = services
        self.campaign = campaign
        sabotage = settings.sabotage
        streams = settings.seed.named("marketing")
        freeAt = Array(repeating: start, count: 10)
    }

    /// Loads and sends one segment: the text to the personalised arm, the generic copy to the generic arm.
    /// - Parameter customers: by arm.
    mutating func send(
        _ text: String, generic: String, to identity: SegmentIdentity, _ customers: [Int]
    ) -> Sent {
        let segment = UInt64(identity.rawValue)
        var sent = Sent(text: text, isExact: true)
        let isDefined = define(segment, customers.reduce(0, +))
        var taken = 0
        for (arm, content) in [(Arm.personalised, text), (.generic, generic)]
        where customers[arm.rawValue] > 0 {
            if arm == .generic, sabotage == .skipsTheGenericArm { continue }
            guard isDefined, let mail = mail(content, to: arm, of: segment, customers[arm.rawValue]) else {
                sent.missed.append(arm)
                continue
            }
            taken += 1
            if arm == .personalised { sent.text = mail.text }
            sent.isExact = sent.isExact && mail.text == content
        }
        let due = customers[Arm.personalised.rawValue] > 0 ? 1 : 0
        sent.isExact =
            sent.isExact && taken + sent.missed.count == due + (customers[Arm.generic.rawValue] > 0 ? 1 : 0)
        if sabotage == .sendsTwice { _ = mail(text, to: .personalised, of: segment, customers[0]) }
        if sabotage == .mailsTheHoldOut { _ = mail(generic, to: .holdout, of: segment, customers[2]) }
        return sent
    }

    /// Sends the generic copy to the customers whose groups are too small to be a segment.
    /// - Returns: whether they got it.
    mutating func sendWithheld(_ generic: String, customers: Int) -> Bool {
        guard customers > 0 else { return true }
        guard define(PlatformSession.everybodyElse, customers) else { return false }
        return mail(generic, to: .generic, of: PlatformSession.everybodyElse, customers) != nil
    }

    /// The platform's own segment of whoever is in no other.
    private static let everybodyElse = UInt64(Int64.max)

    /// Ends the campaign on the platform.
    mutating func archive() {
        let campaign = campaign
        call(PlatformSession.everybodyElse, 5, "archive") { platform, now, key in
            platform.archive(campaign: campaign, at: now, using: key)
        }
    }

    private mutating func define(_ segment: UInt64, _ members: Int) -> Bool {
        call(segment, 0, "define_segments") { platform, now, key in
            platform.defineSegments([.init(segment: segment, members: members)], at: now, using: key)
        } != nil
    }

    /// Loads and sends one arm's text; nil where the platform refused either until retries were used up.
    private mutating func mail(
        _ content: String, to arm: Arm, of segment: UInt64, _ recipients: Int
    ) -> MarketingPlatform.Sent? {
        let slot = MarketingPlatform.Slot(campaign: campaign, segment: segment, arm: arm.onPlatform)
        services.guarding.check(content)
        let loaded: Void? = call(segment, arm == .personalised ? 1 : 2, "load_content") {
            platform, now, key in
            platform.loadContent(slot, text: content, at: now, using: key)
        }
        guard loaded != nil else { return nil }
        return call(segment, arm == .personalised ? 3 : 4, "send", mails: { $0 }) { platform, now, key in
            platform.send(slot, recipients: recipients, at: now, using: key)
        }
    }

    /// Makes a call on the connection whose turn it is, again where that may help.
    @discardableResult
    private mutating func call<Response>(
        _ segment: UInt64, _ step: Int, _ operation: String,
        mails: (Response) -> MarketingPlatform.Sent? = { _ in nil },
        _ body: (inout Door<MarketingPlatform>, SimulatedInstant, StreamKey) -> Handled<Response>
    ) -> Response? {
        let connection = calls % freeAt.count
        let services = services
        let (handled, at) = services.attempt(
            .marketing, entity: Int(segment), step: campaign << 3 | step, at: freeAt[connection],
            draws: streams
        ) { services.callPlatform(operation, entity: Int(segment), at: $0, using: $1, mails: mails, body) }
        freeAt[connection] = at + handled.serviceTime
        calls += 1
        if let error = handled.error, !error.isRetryable { misuses += 1 }
        return handled.response
    }
}

extension Arm {
    /// The arm as the platform knows it.
    fileprivate var onPlatform: MarketingPlatform.Arm {
        switch self {
        case .personalised: .personalised
        case .generic: .generic
        case .holdout: .holdOut
        }
    }
}
