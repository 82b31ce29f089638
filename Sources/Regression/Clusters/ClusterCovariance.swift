/// How the covariance of coefficients allows for outcomes that hang together within clusters.
public enum ClusterCovarianceKind: String, CaseIterable, Sendable {
    /// Liang & Zeger (1986), no correction.
    case cr0
    /// CR0 times G/(G − 1) · (n − 1)/(n − k).
    case cr1
    /// Residuals adjusted by (I − H_cc)^−½, unbiased when the working model holds (Bell & McCaffrey 2002).
    case cr2
}

/// A covariance by clusters, with the degrees of freedom that t tests on it have.
public struct ClusterCovariance: Sendable {
    public let kind: ClusterCovarianceKind
    /// In the order of the fit's names.
    public let matrix: Matrix
    public let clusterCount: Int
    /// One a coefficient: G − 1, or for CR2 Satterthwaite's by Bell & McCaffrey, as Pustejovsky & Tipton (2018) state it.
    public let degreesOfFreedom: [Double]

    /// Square roots of the diagonal.
    public var standardErrors: [Double] { matrix.diagonal.map { $0.squareRoot() } }
}
