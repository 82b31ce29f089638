/// What can bind a design. The name of the limit with the highest use is a row's `binding`.
public enum Limit: String, CaseIterable, Sendable {
    case budget
    case reviewHours = "review_hours"
    case deadline
    case quota
    case kAnonymity = "k_anonymity"
    case power
    case reach
    case generation

    /// Share of the audience pooled, held or withheld at which k-anonymity is said to bind where no limit is given.
    static let usualPooledShare = 0.5

    /// The name of the limit that binds: the highest use when that is at least 0.9, else `none`.
    /// - Parameter uses: share of each limit that is used, in the order of `allCases`; NaN where none is set.
    public static func binding(_ uses: [Double]) -> String {
        var best: (use: Double, name: String) = (0.9, "none")
        for (limit, use) in zip(allCases, uses)
        where use > best.use || (use == best.use && best.name == "none") {
            best = (use, limit.rawValue)
        }
        return best.name
    }
}
