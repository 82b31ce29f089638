import Quantities

/// A mail to a subscriber.
struct SNSMail: Sendable {
    var to: String
    var subject: String
    var text: String
    var sent: SimulatedInstant
}
