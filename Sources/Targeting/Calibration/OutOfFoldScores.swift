/// Effects that were predicted for units by models that have not seen them: nothing else can be calibrated.
///
/// Predictions of a linear model for its own units have a calibration slope of exactly one, whatever they are worth.
public struct OutOfFoldScores: Sendable {
    public let ranked: RankedUnits

    /// A learner's effects out of fold.
    public init(_ effects: LearnedEffects) { ranked = effects.ranked }

    /// Scores of any origin: for tests of what goes wrong with those in sample.
    init(unchecked scores: [Double]) { ranked = RankedUnits(scores: scores) }
}
