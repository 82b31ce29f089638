/// How the spread of true effects is estimated.
public enum BetweenVarianceMethod: String, CaseIterable, Sendable {
    /// DerSimonian & Laird (1986): moments, in closed form.
    case derSimonianLaird = "dersimonian_laird"
    /// Paule & Mandel (1982): the weighted sum of squares meets its expectation.
    case pauleMandel = "paule_mandel"
    /// Restricted maximum likelihood (Viechtbauer 2005).
    case reml
    /// Restricted likelihood times √τ: never zero while siblings exist.
    ///
    /// Chung, Rabe-Hesketh, Dorie, Gelman & Liu (2013), with half their penalty, because a nest pays it once
    /// a level: theirs makes 90 % intervals of a four-level nest of sparse cells cover 93-99 %, none
    /// at all (REML) makes those of a dozen cells cover 79 %. It is meant for worlds to be drawn from, where
    /// a spread of zero would be a certainty that the data do not give.
    case boundaryAvoiding = "boundary_avoiding"
}
