import Campaigns
public import Encodings
import Quantities
public import Scenarios
import Workers

/// Two stored runs side by side: what changed, what that did, and what moved the money.
public struct RunComparison: Sendable {
    public struct Options: Sendable {
        /// The part of the run that metrics are taken of.
        public var part = HorizonPart.steady
        /// Share of a metric's value in A that counts as the same.
        public var tolerance = 0.01
        public var budgets: [BudgetExpression] = []
        /// Threads; the result does not depend on them.
        public var jobs = 1

        public init() {}
    }

    public let a: StoredRun
    public let b: StoredRun
    public let options: Options
    /// Paths that either run varies.
    public let paths: [String]
    /// Matching rows, in B's order.
    public let rows: [RowComparison]
    /// Values of rows that the other side lacks.
    public let onlyInA: [[Named<JSONValue>]]
    public let onlyInB: [[Named<JSONValue>]]
    public let causes: [Cause]
    public let recommendation: RecommendationChange
    /// The matching row that the summary speaks of: B's recommended one, else A's, else the one with the
    /// highest mean net value in B, the baseline last; nil when no rows match.
    public let focus: Int?
    public private(set) var budget: [BudgetResult] = []

    /// - Throws: `FinegrainError` when an amount of money is out of range.
    /// - Complexity: O(rows × metrics × worlds).
    public init(_ a: StoredRun, _ b: StoredRun, options: Options = Options()) throws {
        self.a = a
        self.b = b
        self.options = options
        let matching = RowMatching(a, b)
        paths = matching.paths
        let meters = MeterAlignment(a.header.meters, b.header.meters)
        let metrics = MetricAlignment(a.header.metrics, b.header.metrics)
        let pairs = matching.pairs
        let rows = try WorkerPool(jobs: options.jobs).map(pairs.count) { place in
            try RowComparison(a, b, pairs[place], metrics: metrics, meters: meters, options: options)
        }
        self.rows = rows
        onlyInA = matching.unmatchedA.map { a.rows[$0].vary }
        onlyInB = matching.unmatchedB.map { b.rows[$0].vary }
        causes = Cause.all(a, b, rows: pairs, meters: meters)
        recommendation = RecommendationChange(a, b, paths: paths)
        focus = RunComparison.focus(rows, recommendation)
        budget = options.budgets.map { BudgetResult($0, self) }
    }

    private static func focus(_ rows: [RowComparison], _ change: RecommendationChange) -> Int? {
        let designs = rows.indices.filter { !rows[$0].isBaseline }
        func net(_ place: Int) -> Double { rows[place]["net_value_usd"]?.b ?? -.infinity }
        return designs.first { rows[$0].places.b == change.b.row }
            ?? designs.first { rows[$0].places.a == change.a.row }
            ?? designs.max { (net($0), $1) < (net($1), $0) } ?? rows.indices.first
    }

    /// Whether every matching row is paired.
    public var isPaired: Bool { rows.allSatisfy(\.isPaired) }

    /// Why worlds are not the same, each reason once; empty when all rows are paired.
    public var whyNotPaired: [String] {
        rows.compactMap(\.whyNotPaired).reduce(into: []) { reasons, reason in
            if !reasons.contains(reason) { reasons.append(reason) }
        }
    }

    /// Whether nothing changed: every metric of every row is unchanged, all rows match, and the
    /// recommendation stands.
    public var isUnchanged: Bool {
        rows.allSatisfy(\.isUnchanged) && onlyInA.isEmpty && onlyInB.isEmpty
            && recommendation.isChanged != true
    }

    /// A row's value in B on a path that either run varies.
    public func value(of row: RowComparison, at path: String) -> JSONValue? {
        b.value(of: b.rows[row.places.b], at: path)
    }

    /// Hash of all values of the comparison.
    public var digest: String {
        var hash = Fingerprint()
        hash.combine(a.header.digest)
        hash.combine(b.header.digest)
        hash.combine(options.part.rawValue)
        for row in rows {
            for metric in row.metrics {
                hash.combine(metric.name)
                for value in [metric.difference, metric.standardError, metric.lower, metric.upper] {
                    hash.combine(value ?? -.infinity)
                }
                hash.combine(metric.verdict.rawValue)
            }
            for effect in [row.money.total.price, row.money.total.quantity] {
                hash.combine(effect.decimalText)
            }
        }
        for result in budget {
            hash.combine(result.expression.text)
            hash.combine(result.holds ? 1 : 0)
        }
        return hash.hex
    }
}

/// The metrics of two runs by name, A's first; a metric that only one side knows is compared with nothing.
struct MetricAlignment: Sendable {
    let entries: [(name: String, a: Int?, b: Int?, isBetterHigher: Bool?)]

    init(_ a: [String], _ b: [String]) {
        entries = (a + b.filter { !a.contains($0) }).map { name in
            (name, a.firstIndex(of: name), b.firstIndex(of: name), Metric(rawValue: name)?.isBetterHigher)
        }
    }
}

extension RowComparison {
    init(
        _ a: StoredRun, _ b: StoredRun, _ pair: (a: Int, b: Int), metrics: MetricAlignment,
        meters: MeterAlignment, options: RunComparison.Options
    ) throws {
        let (before, after) = (a.rows[pair.a], b.rows[pair.b])
        vary = after.vary.isEmpty ? before.vary : after.vary
        isBaseline = after.isBaseline
        places = pair
        whyNotPaired = RowComparison.whyNotPaired(before, after)
        worlds = min(before.replications, after.replications)
        let isPaired = whyNotPaired == nil
        var statistics = WorldStatistics(tolerance: options.tolerance)
        self.metrics = metrics.entries.compactMap { entry in
            let x = a.values(of: before, entry.a, options.part)
            let y = b.values(of: after, entry.b, options.part)
            return isPaired
                ? statistics.paired(entry.name, x, y, isBetterHigher: entry.isBetterHigher)
                : statistics.unpaired(entry.name, x, y)
        }
        money = try MoneySplit((a, before), (b, after), worlds: worlds, meters: meters)
    }

    /// Worlds are the same when seed, everything that makes the customers and their answers, and the
    /// replication agree.
    private static func whyNotPaired(_ a: StoredRow, _ b: StoredRow) -> String? {
        if a.seed != b.seed { return "seeds differ (\(a.seed) and \(b.seed))" }
        return a.world == b.world
            ? nil : "settings that make the customers or their answers differ, so worlds are others"
    }
}
