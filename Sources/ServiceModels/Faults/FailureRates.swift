/// How often a model's answer is bad on its own account. Probabilities in 0...1.
public struct FailureRates: Hashable, Sendable {
    /// Answers that fail their schema when the model is held to one.
    public var strict: Double
    /// Answers that fail their schema when only the prompt asks for JSON.
    public var promptOnly: Double
    /// Answers of a batch, which cannot be held to a schema.
    public var batch: Double
    /// Variants with a sentence that breaks the brand's tone.
    public var offBrand: Double
    /// Variants that carry a planted canary.
    public var canaryLeak: Double
    /// Variants that are longer than asked.
    public var overlong: Double

    public init(
        strict: Double = 0, promptOnly: Double = 0, batch: Double = 0, offBrand: Double = 0,
        canaryLeak: Double = 0, overlong: Double = 0
    ) {
        self.strict = strict
        self.promptOnly = promptOnly
        self.batch = batch
        self.offBrand = offBrand
        self.canaryLeak = canaryLeak
        self.overlong = overlong
    }

    /// Nothing ever fails.
    public static let never = FailureRates()
}

/// How an answer fails its schema; half of the failures are cut short, half are JSON of a wrong shape.
enum SchemaFailure {
    case malformed, breaking

    /// The fault, if it is one of these, else a failure with the given probability at the given uniform.
    init?(fault: FaultPlan.Kind?, rate: Double, uniform: Double) {
        switch fault {
        case .malformedJSON: self = .malformed
        case .schemaBreaking: self = .breaking
        default:
            guard uniform < rate else { return nil }
            self = uniform < rate / 2 ? .malformed : .breaking
        }
    }
}
