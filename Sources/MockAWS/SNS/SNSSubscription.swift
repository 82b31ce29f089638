/// Somebody who wants a topic's messages.
struct SNSSubscription: Sendable {
    var arn: String
    var topic: String
    /// `http`, `https`, `email`, `email-json` or `lambda`.
    var kind: String
    var endpoint: String
    /// What the endpoint must give back before it gets anything.
    var token: String
    var isConfirmed = false
    /// Only signed requests may end it.
    var needsSignature = false
    var isRaw = false
    var filter: FilterPolicy?
    /// The filter as it was set.
    var filterText: String?
    var deliveryPolicy: String?
}
