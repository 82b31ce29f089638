import Quantities

extension MarketingPlatform {
    /// One send a message, also for those that a fault sends twice.
    static func usage(messages: Int) -> Usage {
        var usage = Usage()
        usage.add(messages, to: Meter(.marketing, "email", .sends))
        return usage
    }
}
