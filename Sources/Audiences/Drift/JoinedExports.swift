public import Quantities
public import RandomStreams

/// Two dated exports of the same customers, joined by identifier: what drift is fitted to.
///
/// Customers with the same levels in both exports count as one kind, so that a bootstrap sample costs as much as
/// there are kinds.
public struct JoinedExports: Sendable {
    /// Weeks between the two exports; any positive number.
    public let weeks: Double
    /// Customers in both exports.
    public let joined: Int
    /// Customers in the older export, and those of them that are not in the newer.
    public let oldCount: Int
    public var departed: Int { oldCount - joined }
    /// Customers in the newer export only.
    public let arrived: Int
    private let levelCounts: [Int]
    /// Each joined customer's older levels, then its newer ones.
    private let kinds: DistinctRows

    /// - Throws: when attributes or levels differ, identifiers recur or are too few, no customer is in both, or
    ///   `weeks` is not positive.
    /// - Complexity: O(customers x attributes).
    public init(from old: DatedExport, to new: DatedExport, weeks: Double) throws(FinegrainError) {
        var problems: [Problem] = []
        if !(weeks > 0 && weeks.isFinite) {
            problems.append(
                Problem(
                    "the exports are \(weeks) weeks apart", remedy: "give a positive number of weeks",
                    field: "drift.weeks_between"))
        }
        if old.audience.attributes != new.audience.attributes {
            problems.append(
                Problem(
                    "the two exports differ in attributes or levels",
                    remedy: "read both with the same list of levels", field: "drift.from"))
        }
        let rowOfOld = JoinedExports.index(old, "older", &problems)
        _ = JoinedExports.index(new, "newer", &problems)
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        var pairs: [(old: Int, new: Int)] = []
        for (row, identifier) in new.identifiers.enumerated() {
            if let other = rowOfOld[identifier] { pairs.append((other, row)) }
        }
        if pairs.isEmpty {
            throw .badInput(
                "no customer is in both exports", remedy: "join by the same identifier", field: "drift.from")
        }
        self.weeks = weeks
        joined = pairs.count
        oldCount = old.audience.count
        arrived = new.audience.count - pairs.count
        let attributes = old.audience.attributes
        levelCounts = attributes.map(\.levels.count)
        kinds = DistinctRows(
            try Audience(
                attributes: attributes.map { Attribute(name: $0.name + " before", levels: $0.levels) }
                    + attributes.map { Attribute(name: $0.name + " after", levels: $0.levels) },
                columns: old.audience.columns.map { column in pairs.map { column[$0.old] } }
                    + new.audience.columns.map { column in pairs.map { column[$0.new] } }))
    }

    /// The drift that the exports show.
    public func estimate() -> DriftEstimate {
        DriftEstimate(
            tables: tables(kinds.counts), joined: joined, oldCount: oldCount, arrived: arrived, weeks: weeks)
    }

    /// The drift that another sample of as many customers would have shown: a bootstrap of the joined customers
    /// (Efron 1979), of who left and of how many came.
    public func resampled(_ seed: Seed) -> DriftEstimate {
        var stream = seed.streams("drift.bootstrap").stream(entity: 0)
        let counts = kinds.bootstrapCounts(using: &stream)
        let stayed = stream.binomial(
            trials: oldCount, probability: Double(joined) / Double(oldCount))
        // A count without a limit is Poisson, which many trials of small probability are.
        let came = stream.binomial(trials: 1_000 * arrived, probability: 0.001)
        return DriftEstimate(
            tables: tables(counts), joined: max(1, stayed), oldCount: oldCount, arrived: came, weeks: weeks)
    }

    /// `[attribute][older level][newer level]`: customers in both exports.
    public var tables: [[[Int]]] { tables(kinds.counts) }

    private func tables(_ counts: [Int]) -> [[[Int]]] {
        let width = levelCounts.count
        return levelCounts.indices.map { attribute in
            var table = [[Int]](
                repeating: [Int](repeating: 0, count: levelCounts[attribute]), count: levelCounts[attribute])
            for kind in counts.indices {
                table[kinds.level(kind, attribute)][kinds.level(kind, width + attribute)] += counts[kind]
            }
            return table
        }
    }

    private static func index(
        _ export: DatedExport, _ name: String, _ problems: inout [Problem]
    ) -> [String: Int] {
        if export.identifiers.count != export.audience.count {
            problems.append(
                Problem(
                    "\(name) export: \(export.identifiers.count) identifiers, not \(export.audience.count)",
                    field: "drift.from"))
        }
        var rows = [String: Int](minimumCapacity: export.identifiers.count)
        var repeated = 0
        for (row, identifier) in export.identifiers.enumerated()
        where rows.updateValue(row, forKey: identifier) != nil {
            repeated += 1
            if repeated == 1 {
                problems.append(
                    Problem("\(identifier) occurs twice in the \(name) export", field: "drift.from"))
            }
        }
        return rows
    }
}
