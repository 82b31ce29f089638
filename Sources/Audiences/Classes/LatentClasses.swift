/// Classes of customers within which attributes are independent.
///
/// The class is what stays of a customer while attributes drift: redrawing an attribute within the
/// class keeps the joint distribution of the audience as it is.
public struct LatentClasses: Sendable {
    /// The share of each class in the audience; sums to one.
    public let weights: [Double]
    /// `shares[class][attribute][level]`; each row sums to one.
    public let shares: [[[Double]]]
    /// The class of each customer of week 0.
    public let classOfCustomer: [UInt8]
    /// The log-likelihood of the audience after each step of EM, in nats; empty where classes were given.
    public let logLikelihoods: [Double]

    public var count: Int { weights.count }

    /// - Precondition: 1 to 256 classes, and shares for each.
    public init(
        weights: [Double], shares: [[[Double]]], classOfCustomer: [UInt8], logLikelihoods: [Double] = []
    ) {
        precondition((1...256).contains(weights.count) && shares.count == weights.count)
        self.weights = weights
        self.shares = shares
        self.classOfCustomer = classOfCustomer
        self.logLikelihoods = logLikelihoods
    }
}
