/// How an effect is estimated; the names of the contract.
public enum Estimator: String, CaseIterable, Hashable, Sendable {
    /// Treatment mean minus control mean, Welch's error.
    case differenceInMeans = "difference_in_means"
    /// Difference of two shares with a score interval; outcomes of 0 and 1 only.
    case proportions
    /// Means adjusted by covariates known before (Deng, Xu, Kohavi & Walker 2013).
    case cuped
    /// Linear regression on treatment and covariates.
    case ols
    /// Linear regression with covariates centred and interacted (Lin 2013).
    case lin
    /// Logistic regression, read out as a difference in rates; outcomes of 0 and 1 only.
    case logit
}

/// The covariance of a regression's coefficients.
public enum RobustError: String, CaseIterable, Hashable, Sendable {
    case classical
    case hc0 = "HC0"
    case hc1 = "HC1"
    case hc2 = "HC2"
    case hc3 = "HC3"
    case cr0 = "CR0"
    case cr1 = "CR1"
    case cr2 = "CR2"
}
