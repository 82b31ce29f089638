public import Audiences

/// The customers that every world of a scenario starts from, with what was measured on them.
///
/// Loaded once and shared: replications differ in drift, preferences, beliefs and outcomes, never in
/// who the customers are at the start.
public struct CustomerBase: Sendable {
    public let audience: Audience
    /// Results by cell and arm, where the audience came from cells that have them.
    public let results: MeasuredResults?
    let cells: WeightedCells

    public init(audience: Audience, results: MeasuredResults? = nil) {
        self.audience = audience
        self.results = results
        cells = WeightedCells(audience)
    }
}
