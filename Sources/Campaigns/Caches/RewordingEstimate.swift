public import Audiences
import RandomStreams
public import Scenarios
import Writing

/// How often a persona that is written again meets a copy that was approved before.
///
/// The personas of a segment are draws of its rounded mix, which wording noise and moved shares spread out;
/// one of them misses the copy cache when its mix was not drawn before. The estimate draws as many personas
/// as the segment is expected to have, in several worlds, and counts the new ones: unbiased, whatever the
/// number of mixes. Shares stray from their start with variance p(1−p)/n · (1 − (1−d′)²ᵗ), t weeks on.
public struct RewordingEstimate {
    private let views: [PersonaView]
    private let streams: StreamFamily

    /// - Parameter worlds: worlds whose writers' beliefs are averaged over, as replications of a sweep are.
    public init(
        base: CustomerBase, hierarchy: SegmentHierarchy, layout: ProfileLayout, depth: Int,
        scenario: Scenario,
        worlds: Int = 20
    ) throws {
        let seed = Seed(UInt64(scenario.seed))
        views = try (0..<worlds).map { replication in
            let law = ResponseLaw(
                base: base, settings: scenario.response, persona: scenario.persona,
                seed: seed.replication(replication))
            let beliefs = try law.draw { $0 }.1
            return PersonaView(
                beliefs: beliefs, base: base, hierarchy: hierarchy, layout: layout, depth: depth,
                scenario: scenario)
        }
        streams = seed.streams("estimate.rewording")
    }

    /// The share of a segment's later personas that miss the copy cache.
    /// - Parameters:
    ///   - shares: shares of the exported bins at the start.
    ///   - missRate: persona misses of the segment a campaign.
    ///   - exchanged: d′, the share of members exchanged in a week.
    ///   - width: of the buckets that shares are rounded to.
    /// - Complexity: O(worlds × personas × (bins + angles)).
    public func copyMissShare(
        of segment: PublishedSegment, shares: [Double], missRate: Double, exchanged: Double, width: Double,
        campaigns: Int
    ) -> Double {
        let later = max(1, Int((missRate * Double(campaigns - 1)).rounded(.up)))
        var new = 0
        for (world, view) in views.enumerated() {
            var seen: Set<[Int]> = []
            var visible = view.attributes(of: segment, shares: shares).shares
            for persona in 0...later {
                var stream = streams.stream(
                    entity: Int(segment.identity.rawValue), step: world << 10 | persona)
                let weeks = Double(persona) / Double(later) * Double(campaigns - 1)
                let spread = (1 - Math.power(1 - exchanged, 2 * weeks)) / Double(segment.count)
                for (bin, share) in shares.enumerated() {
                    let stray =
                        share > 0 && share < 1
                        ? (share * (1 - share) * spread).squareRoot() * stream.normal() : 0
                    visible[bin] = ((share + stray) / width).rounded() * width
                }
                let points = view.belief.points(shares: visible, using: &stream)
                if seen.insert(points).inserted, persona > 0 { new += 1 }
            }
        }
        return Double(new) / Double(later * views.count)
    }
}
