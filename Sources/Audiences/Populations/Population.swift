public import Quantities
public import RandomStreams
public import Workers

/// One replication's customers as they change week by week, with the statistics of every segment.
///
/// Customers keep their number for life; the number of one who left is never used again. Work is
/// proportional to what changes: unchanged customers are neither drawn nor read.
///
/// Rows lie customer by customer, in blocks of 4,096, so that one customer's attributes share a cache line
/// and one block fits the first cache. Every draw is keyed by (seed, block, attribute, week): the
/// result does not depend on the number of jobs.
///
/// A population belongs to one caller at a time.
public final class Population {
    static let blockSize = 4096

    public let audience: Audience
    public let hierarchy: SegmentHierarchy
    public let profile: ProfileLayout
    public let drift: Drift
    /// Depths that are rolled up, ascending.
    public let depths: [Int]
    /// The last week advanced to; 0 at the start.
    public internal(set) var week = 0
    /// Customers there now.
    public internal(set) var activeCount: Int
    /// Customer numbers in use so far, those who left included.
    public internal(set) var slotCount: Int

    let moments: (any CustomerMoments)?
    let workers: WorkerPool
    let tables: DriftTables
    let layout: RowLayout
    /// The bin of each leaf, for exported attributes that leaves fix.
    let fixedBins: [[UInt8]?]
    let driftStreams: StreamFamily
    let departureStreams: StreamFamily
    let arrivalStreams: StreamFamily
    let departureGaps: GapTable?

    var rows: Storage<UInt8>
    var leaves: Storage<Int32>
    var classes: Storage<UInt8>
    /// A leaf's count, then its free bins.
    let leafSums: Storage<Int32>
    let leafMoments: Storage<Int64>
    let jobs: [PopulationJob]
    /// The week's records in order of blocks, each with the customer's row before.
    var records: RecordBuffer
    let statisticsByDepth: [NodeStatistics?]
    let leafStatistics: NodeStatistics
    let rollUps: [(coarse: NodeStatistics, fine: NodeStatistics, parent: [Int32])]

    /// - Parameters:
    ///   - depths: depths that `rollUp` fills; nil for all.
    ///   - moments: sums to keep beside the counts.
    /// - Throws: what is wrong with the drift or the depths, or histograms above 2^29 entries.
    /// - Complexity: O(customers x attributes + leaves x bins).
    public init(
        audience: Audience, hierarchy: SegmentHierarchy, profile: ProfileLayout, drift: Drift, seed: Seed,
        moments: (any CustomerMoments)? = nil, depths: [Int]? = nil, workers: WorkerPool = WorkerPool()
    ) throws(FinegrainError) {
        var problems = drift.problems(for: audience)
        let wanted = (depths ?? Array(0...hierarchy.depth)).sorted()
        if wanted.contains(where: { !(0...hierarchy.depth).contains($0) }) {
            problems.append(
                Problem(
                    "depths must lie in 0...\(hierarchy.depth)",
                    remedy: "name more dimensions or a smaller depth",
                    field: "segmentation.depth"))
        }
        if hierarchy.leafCount * profile.binCount > 1 << 29 {
            problems.append(
                Problem(
                    "\(hierarchy.leafCount) cells of \(profile.binCount) bins do not fit in memory",
                    remedy: "use fewer dimensions, wider bands or fewer exported attributes",
                    field: "segmentation.dimensions"))
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        self.audience = audience
        self.hierarchy = hierarchy
        self.profile = profile
        self.drift = drift
        self.moments = moments
        self.workers = workers
        self.depths = wanted
        activeCount = audience.count
        slotCount = audience.count
        tables = DriftTables(drift, audience: audience, blockSize: Population.blockSize)
        layout = RowLayout(audience: audience, hierarchy: hierarchy, profile: profile)
        fixedBins = profile.exported.indices.map { place in
            guard let fixed = profile.fixedBins(place, hierarchy, depth: hierarchy.depth) else { return nil }
            return hierarchy.digitTable(fixed.digit).map { UInt8(fixed.bins[Int($0)]) }
        }
        driftStreams = seed.streams("drift")
        departureStreams = seed.streams("departures")
        arrivalStreams = seed.streams("arrivals")
        departureGaps =
            drift.departureRate > 0
            ? GapTable(probability: drift.departureRate, limit: Population.blockSize) : nil
        rows = Storage(repeating: 0, count: audience.count * layout.stride)
        leaves = Storage(repeating: -1, count: audience.count)
        classes = Storage(repeating: 0, count: audience.count)
        let momentCount = moments.map { $0.width * $0.armCount } ?? 0
        leafSums = Storage(repeating: 0, count: hierarchy.leafCount * layout.sumWidth)
        leafMoments = Storage(repeating: 0, count: hierarchy.leafCount * momentCount)
        let many = workers.jobs > 1
        let (sumWidth, stride) = (layout.sumWidth, layout.stride)
        jobs = (0..<workers.jobs).map { _ in
            PopulationJob(
                sums: many ? hierarchy.leafCount * sumWidth : 0,
                moments: many ? hierarchy.leafCount * momentCount : 0, stride: stride)
        }
        records = RecordBuffer(stride: layout.stride)
        (leafStatistics, statisticsByDepth, rollUps) = Population.plan(
            hierarchy, depths: wanted, binCount: profile.binCount, momentCount: momentCount)
        fill()
    }

    /// The counts, histograms and moments of a depth, as of the last `rollUp`.
    /// - Precondition: the depth is one of `depths`.
    public func statistics(depth: Int) -> NodeStatistics {
        guard let statistics = statisticsByDepth[depth] else {
            preconditionFailure("depth \(depth) is not among the depths that this population rolls up")
        }
        return statistics
    }

    /// The records of the last week, in order of blocks. Empty in week 0.
    public var changes: [ChangeRecord] {
        Array(UnsafeBufferPointer(start: records.records.base, count: records.count))
    }

    /// The leaf of a customer, or nil if it has left.
    public func leaf(of customer: Int) -> Int? {
        leaves.base[customer] < 0 ? nil : Int(leaves.base[customer])
    }

    /// The levels of a customer now, or at the end.
    public func row(of customer: Int) -> [UInt8] {
        let start = rows.base + customer * layout.stride
        return audience.attributes.indices.map { start[$0] }
    }
}
