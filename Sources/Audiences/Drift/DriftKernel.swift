/// What a redrawn attribute is redrawn from.
public enum DriftKernel: Sendable {
    /// The shares of the customer's class: the joint distribution stays as it is, up to the fit.
    case withinClass(LatentClasses)
    /// The audience's shares in week 0: dependence between attributes erodes, so that shares trend.
    case marginal
    /// `[attribute][level][new level]`, each row summing to one: life cycles.
    case transition([[[Double]]])
}
