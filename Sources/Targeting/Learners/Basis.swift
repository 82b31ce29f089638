/// The family of models that a learner fits.
public enum Basis: Hashable, Sendable {
    case ols
    /// The penalty on standardised slopes, as a share of the rows' weight; see `MomentMatrix.solve`.
    case ridge(Double)
    /// Outcomes of 0 and 1 only; models of effects stay linear.
    case logit

    /// `ols`, `ridge` or `logit`.
    public var name: String {
        switch self {
        case .ols: "ols"
        case .ridge: "ridge"
        case .logit: "logit"
        }
    }

    var penalty: Double {
        if case .ridge(let penalty) = self { penalty } else { 0 }
    }
}
