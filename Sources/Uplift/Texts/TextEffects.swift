public import Quantities

/// What several texts of one arm say of the generator that wrote them.
///
/// Texts are a sample: a result over three of them does not speak for the next one (Clark 1973; Judd, Westfall & Kenny
/// 2012). Each text's true mean is a draw around the arm's; the arm's mean has the error of Hartung, Knapp, Sidik &
/// Jonkman, in which the spread between texts is contained. Features of texts that are chosen by looking at results must
/// be tested on results that were not looked at (Egami et al. 2022).
public struct TextEffects: Sendable {
    /// Below this the spread between texts is hardly known.
    public static let enoughTexts = 10

    /// Texts of the arm with at least one unit.
    public let textCount: Int
    /// Variance of the texts' true means.
    public let betweenVariance: Double
    /// Mean over texts.
    public let mean: Double
    /// Of the mean over texts drawn anew.
    public let standardError: Double
    /// Texts less one.
    public let degreesOfFreedom: Double
    /// One a text: its mean, partially pooled.
    public let effects: [PooledEffect]

    /// - Parameter texts: one a text with units.
    /// - Throws: `FinegrainError(.badInput)` for fewer than two texts, or outcomes that do not vary within any text:
    ///   nothing can be said of the next text then.
    public init(_ texts: [ArmSummary]) throws(FinegrainError) {
        guard texts.count > 1 else {
            throw .badInput(
                "\(texts.count) text", remedy: "a generator needs two texts or more to be judged",
                field: "text_id")
        }
        // One variance for all: a text's own would weigh texts of low rates most.
        var (spread, freedom) = (0.0, 0)
        for text in texts {
            spread += text.squaredDeviations
            freedom += max(0, text.count - 1)
        }
        guard freedom > 0, spread > 0 else {
            throw .badInput(
                "outcomes do not vary within texts", remedy: "give more units a text", field: "text_id")
        }
        let variance = spread / Double(freedom)
        let means = texts.map(\.mean)
        let variances = texts.map { variance / Double($0.count) }
        let pooled = try PartialPooling(estimates: means, variances: variances)
        textCount = texts.count
        betweenVariance = pooled.betweenVariance
        mean = pooled.mean
        // The truncated form: with few texts a chance agreement must not make the error smaller than the model's.
        standardError = max(pooled.standardError, pooled.modelStandardError)
        degreesOfFreedom = Double(texts.count - 1)
        effects = try IntegratedPooling(estimates: means, variances: variances).effects
    }
}
