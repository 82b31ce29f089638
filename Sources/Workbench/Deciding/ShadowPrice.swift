public import Campaigns

/// What relaxing a limit by one unit would bring.
///
/// A finite difference over the rows of the sweep: the best mean net value among rows that are feasible with
/// the limit relaxed, less the mean of the chosen row. Where one unit admits no better row, the price is spread
/// over the units that do, and `units` says how many they are (`docs/model.md`, "Shadow prices").
public struct ShadowPrice: Sendable {
    public var limit: Limit
    /// USD per campaign for one unit.
    public var perUnitUSD: Double
    /// One unit in words, such as `1 h of review per campaign`.
    public var unit: String
    /// Units that admit the better row; at least one.
    public var units: Double
    /// The row that is then best.
    public var row: Int?

    /// Limits that keep a row of higher mean than the chosen out, one at a time.
    static func all(_ rows: [SweepRow], _ standings: [Standing], chosen: Int) -> [ShadowPrice] {
        let floor = max(0, standings[chosen].net.mean)
        return Limit.allCases.compactMap { limit in
            guard let (size, unit) = ShadowPrice.unit(of: limit) else { return nil }
            // Rows that break this limit alone, with what it takes to admit them.
            let steps: [(units: Double, row: Int)] = rows.indices.compactMap { row in
                guard standings[row].breaks == [limit], standings[row].net.mean > floor,
                    let excess = rows[row].violations.first(where: { $0.limit == limit })?.excess
                else { return nil }
                return (max(1, excess / size), row)
            }
            guard let nearest = steps.map(\.units).min() else { return nil }
            let admitted = steps.filter { $0.units <= nearest }
            let best = admitted.max { standings[$0.row].net.mean < standings[$1.row].net.mean }
            guard let best else { return nil }
            return ShadowPrice(
                limit: limit, perUnitUSD: (standings[best.row].net.mean - floor) / nearest, unit: unit,
                units: nearest, row: best.row)
        }
    }

    /// The size of one unit in the limit's metric, and its words; nil where no row of the sweep tells.
    static func unit(of limit: Limit) -> (size: Double, words: String)? {
        switch limit {
        case .budget: (100, "$100 per campaign")
        case .reviewHours: (1, "1 h of review per campaign")
        case .deadline: (0.01, "1 point of drafts decided on time")
        case .kAnonymity: (0.01, "1 point of customers pooled, held or withheld")
        case .power: (0.01, "1 point of detectable lift")
        case .reach: (0.01, "1 point of the audience reached")
        case .quota, .generation: nil
        }
    }
}
