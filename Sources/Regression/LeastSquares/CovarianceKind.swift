/// How the covariance of the coefficients is estimated.
///
/// White (1980), MacKinnon & White (1985), Long & Ervin (2000); no further small-sample factor, as in
/// statsmodels, sandwich and estimatr.
public enum CovarianceKind: String, CaseIterable, Sendable {
    /// One residual variance for all units: RSS / (n − k) times (X'WX)⁻¹.
    case classical
    /// Squared residuals as they are.
    case hc0
    /// HC0 times n / (n − k).
    case hc1
    /// Squared residuals over 1 − h; with one binary regressor this is Welch's variance.
    case hc2
    /// Squared residuals over (1 − h)², close to the jackknife.
    case hc3
}
