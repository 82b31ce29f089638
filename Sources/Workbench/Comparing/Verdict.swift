/// Whether a metric moved by more than what counts as the same.
public enum Verdict: String, Sendable {
    /// The whole interval lies beyond the tolerance, on one side.
    case changed
    /// The whole interval lies within the tolerance, ends included.
    case unchanged
    /// The interval crosses the tolerance, or there is none.
    case unknown

    init(lower: Double, upper: Double, tolerance: Double) {
        if lower >= -tolerance, upper <= tolerance {
            self = .unchanged
        } else {
            self = lower > tolerance || upper < -tolerance ? .changed : .unknown
        }
    }
}
