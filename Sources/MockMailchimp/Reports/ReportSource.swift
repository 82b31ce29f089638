public import RandomStreams

/// Tells what became of a campaign's messages. A loaded scenario answers from its world; without one, stated rates do.
public protocol ReportSource: Sendable {
    /// - Parameter stream: draws of the call that sent the campaign, or scheduled it.
    func counts(_ delivery: MailchimpDelivery, using stream: inout RandomStream) -> MailchimpCounts

    /// When the counts come in; nil has reports complete from the send on.
    var delay: ReportDelay? { get }
}

extension ReportSource {
    public var delay: ReportDelay? { nil }
}

/// What became of a campaign's messages.
public struct MailchimpCounts: Hashable, Sendable {
    public var hardBounces = 0
    public var softBounces = 0
    /// Contacts who opened it.
    public var uniqueOpens = 0
    public var opens = 0
    /// Contacts who clicked in it.
    public var uniqueClicks = 0
    public var clicks = 0
    public var unsubscribed = 0
    public var abuseReports = 0

    public init() {}

    /// The counts of a share of the messages, of which a share of the responses has come in.
    func part(sent: Double, responded: Double) -> MailchimpCounts {
        func part(_ count: Int, _ share: Double) -> Int { Int((Double(count) * share).rounded(.down)) }
        var counts = self
        counts.hardBounces = part(hardBounces, sent)
        counts.softBounces = part(softBounces, sent)
        counts.uniqueOpens = part(uniqueOpens, sent * responded)
        counts.opens = part(opens, sent * responded)
        counts.uniqueClicks = part(uniqueClicks, sent * responded)
        counts.clicks = part(clicks, sent * responded)
        counts.unsubscribed = part(unsubscribed, sent * responded)
        counts.abuseReports = part(abuseReports, sent * responded)
        return counts
    }

    /// The counts with every kind of contact at most as many as can be.
    func bounded(by recipients: Int) -> MailchimpCounts {
        var counts = self
        counts.hardBounces = min(max(0, hardBounces), recipients)
        counts.softBounces = min(max(0, softBounces), recipients - counts.hardBounces)
        let delivered = recipients - counts.hardBounces - counts.softBounces
        counts.uniqueOpens = min(max(0, uniqueOpens), delivered)
        counts.opens = max(opens, counts.uniqueOpens)
        counts.uniqueClicks = min(max(0, uniqueClicks), delivered)
        counts.clicks = max(clicks, counts.uniqueClicks)
        counts.unsubscribed = min(max(0, unsubscribed), delivered)
        counts.abuseReports = min(max(0, abuseReports), delivered)
        return counts
    }
}
