/// The best treatment in a segment, corrected for having been chosen as the best.
public struct WinnerResult: Hashable, Sendable {
    public var metric: String
    public var segment: SegmentName?
    public var treatment: String
    /// `treatments` of the segment, or the treatment's `segments`.
    public var chosenAmong: String
    /// As observed.
    public var naive: Double
    /// In segments the pooled effect, which is corrected because the whole population of segments speaks; for everybody
    /// the median-unbiased estimate given the choice (Andrews, Kitagawa & McCloskey 2024).
    public var corrected: Double
    public var lower: Double
    public var upper: Double
    /// Treatments or segments that may be the best, at the plan's level.
    public var candidates: [String]
    public var expectedRegret: Double
}
