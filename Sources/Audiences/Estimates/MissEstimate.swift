/// The miss rate that a design will have, without simulating it.
///
/// For every segment of week 0 and every exported attribute, the joint normal law of all shares at
/// campaign t and at the next is integrated over the boxes that the buckets cut: the shares start at
/// their actual distance to the bucket edges, are drawn back to their equilibrium, and the shares
/// of one attribute sum to one. A binary attribute so flips once, and where the spread has grown
/// past a bucket the law is that of uniform phase. Attributes are taken as independent of each other.
///
/// With mixing r = 1 - d', stationary covariance (diag p - p p') / n and start x: the shares at week t
/// have mean p + r^t (x - p) and covariance (1 - r^2t) times the stationary one.
///
/// Misses of new segments are not in it.
public struct MissEstimate: Sendable {
    /// The mean over segments and campaigns 2...N.
    public let missRate: Double
    /// For each segment of the publication, the mean over campaigns 2...N.
    public let bySegment: [Double]
    /// For each segment, the share of its members that leave it in a week.
    public let turnover: [Double]

    /// Why there is no closed form.
    public enum Refusal: String, Error, Sendable {
        case kernel = "only redraws from the marginal have a closed form"
        case hysteresis = "hysteresis has no closed form"
        case smoothing = "smoothing has no closed form"
        case memory = "a cache that keeps all earlier profiles has no closed form"
        case publication = "the publication rule has no closed form"
        case departures = "departures and arrivals have no closed form"
        case campaigns = "a hit rate needs at least two campaigns"
        case segments = "there is no segment"
    }

    /// - Parameters:
    ///   - publication: the segments of week 0.
    ///   - campaigns: N, one a week.
    /// - Throws: the reason why there is no closed form.
    /// - Complexity: O(segments x bins x campaigns x 64).
    public static func expected(
        _ publication: Publication, audience: Audience, hierarchy: SegmentHierarchy, layout: ProfileLayout,
        drift: Drift, policy: ProfilePolicy, rule: PublicationRule.Mode = .off, campaigns: Int
    ) throws(Refusal) -> MissEstimate {
        guard case .marginal = drift.kernel else { throw .kernel }
        if policy.hysteresis > 0 { throw .hysteresis }
        if policy.smoothing < 1 { throw .smoothing }
        if policy.memory == .all { throw .memory }
        if rule == .on { throw .publication }
        if drift.departureRate > 0 || drift.arrivalRate > 0 { throw .departures }
        if campaigns < 2 { throw .campaigns }
        if publication.segments.isEmpty { throw .segments }
        let exchange = SegmentExchange(
            audience: audience, hierarchy: hierarchy, depth: publication.depth, drift: drift)
        let shares = EquilibriumShares(
            audience: audience, hierarchy: hierarchy, layout: layout, depth: publication.depth)
        var boxes = BoxIntegral(weeks: campaigns - 1, width: policy.bucketWidth)
        var bySegment: [Double] = []
        var turnover: [Double] = []
        for (index, segment) in publication.segments.enumerated() {
            let nodes = publication.nodes(index).map(Int.init)
            let flow = exchange.flow(nodes: nodes)
            var stay = [Double](repeating: 1, count: campaigns - 1)
            let histogram = publication.histogram(index)
            for place in layout.exported.indices {
                let start = layout.bins(place).map {
                    Double(histogram[histogram.startIndex + $0]) / Double(segment.count)
                }
                let rate = flow.exchanged(attribute: layout.exported[place])
                guard rate > 0,
                    start.count(where: { $0 > 0 }) > 1 || nodes.count > 1 || !shares.isFixed(place)
                else {
                    continue
                }
                let target =
                    nodes.count > 1 && shares.cuts(place) ? start : shares.target(place, node: nodes[0])
                boxes.multiply(&stay, start: start, target: target, count: segment.count, exchanged: rate)
            }
            bySegment.append(1 - stay.reduce(0, +) / Double(stay.count))
            turnover.append(flow.turnover)
        }
        return MissEstimate(
            missRate: bySegment.reduce(0, +) / Double(bySegment.count), bySegment: bySegment,
            turnover: turnover)
    }
}
