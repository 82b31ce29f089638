public import Campaigns

/// The part of a run that a metric is taken of.
public enum HorizonPart: String, CaseIterable, Sendable {
    /// Means over campaigns 2 to N.
    case steady
    /// The first campaign, in which everything misses.
    case first
    /// Sums of what adds up over all campaigns, means of the rest.
    case total

    /// The values of a cell in this part.
    public func values(of cell: CellResult) -> MetricValues {
        switch self {
        case .steady: cell.steady
        case .first: cell.first
        case .total: cell.total
        }
    }

    var place: Int { HorizonPart.allCases.firstIndex(of: self)! }
}
