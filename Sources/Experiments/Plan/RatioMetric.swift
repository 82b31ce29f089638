/// A metric that is the ratio of two outcomes' sums, such as revenue per order.
public struct RatioMetric: Hashable, Sendable {
    public var name: String
    public var numerator: String
    public var denominator: String

    public init(name: String, numerator: String, denominator: String) {
        self.name = name
        self.numerator = numerator
        self.denominator = denominator
    }
}
