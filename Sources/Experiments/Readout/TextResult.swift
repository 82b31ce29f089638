/// What the texts of an arm say of the generator that wrote them.
public struct TextResult: Hashable, Sendable {
    public struct Text: Hashable, Sendable {
        public var text: String
        public var count: Int
        public var mean: Double
        public var shrunk: Double
        public var shrunkStandardError: Double
    }

    public var metric: String
    public var treatment: String
    public var textCount: Int
    /// Effect of a text drawn anew; nil when texts are too few to say.
    public var effect: Double?
    public var standardError: Double?
    public var lower: Double?
    public var upper: Double?
    public var degreesOfFreedom: Double?
    /// Variance of true means between texts.
    public var betweenVariance: Double?
    public var texts: [Text]
}
