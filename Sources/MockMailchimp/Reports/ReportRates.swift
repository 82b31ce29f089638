public import RandomStreams

/// A source of reports that draws each count from a rate, whatever the campaign says.
public struct ReportRates: ReportSource, Hashable, Sendable {
    /// Of messages that arrive, the share that is opened.
    public var open: Double
    /// Of those who open, the share that clicks.
    public var clickOfOpens: Double
    /// Of messages that arrive, the share that ends a subscription.
    public var unsubscribe: Double
    public var hardBounce: Double
    public var softBounce: Double
    public var abuse: Double
    /// How often somebody who opens at all does so again.
    public var repeatOpens: Double
    public var repeatClicks: Double
    public var delay: ReportDelay?

    public func counts(_ delivery: MailchimpDelivery, using stream: inout RandomStream) -> MailchimpCounts {
        var counts = MailchimpCounts()
        let sent = delivery.recipients.count
        counts.hardBounces = stream.binomial(trials: sent, probability: hardBounce)
        counts.softBounces = stream.binomial(trials: sent - counts.hardBounces, probability: softBounce)
        let delivered = sent - counts.hardBounces - counts.softBounces
        counts.uniqueOpens = stream.binomial(trials: delivered, probability: open)
        counts.opens =
            counts.uniqueOpens + stream.binomial(trials: counts.uniqueOpens, probability: repeatOpens)
        counts.uniqueClicks = stream.binomial(trials: counts.uniqueOpens, probability: clickOfOpens)
        counts.clicks =
            counts.uniqueClicks + stream.binomial(trials: counts.uniqueClicks, probability: repeatClicks)
        counts.unsubscribed = stream.binomial(trials: delivered, probability: unsubscribe)
        counts.abuseReports = stream.binomial(trials: delivered, probability: abuse)
        return counts
    }
}
