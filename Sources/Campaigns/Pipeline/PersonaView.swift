import Audiences
import Scenarios
import Writing

/// What a persona call says of a segment, and what the writer believes about that.
///
/// Exported attributes come with their rounded shares. An attribute that cuts and is not exported is
/// known from the segment's definition: it comes as one band with share one. Anything else is unknown
/// to the writer, who takes the audience's own shares.
struct PersonaView {
    let belief: PersonaBelief
    private let hierarchy: SegmentHierarchy
    private let exportedBins: Int
    /// For each attribute that cuts and is not exported: where its bands begin among the levels.
    private let bandStarts: [Int: Int]
    private let levelCount: Int

    init(world: World, depth: Int, scenario: Scenario) {
        self.init(
            beliefs: world.beliefs, base: world.base, hierarchy: world.hierarchy, layout: world.layout,
            depth: depth,
            scenario: scenario)
    }

    init(
        beliefs: Beliefs, base: CustomerBase, hierarchy: SegmentHierarchy, layout: ProfileLayout, depth: Int,
        scenario: Scenario
    ) {
        let persona = scenario.persona
        self.hierarchy = hierarchy
        let table = beliefs.table(knowledge: scenario.response.knowledge)
        let audience = base.audience.attributes
        var attributes: [PersonaBelief.Attribute] = []
        var weights: [Double] = []
        var reference: [Double] = []
        for attribute in layout.exported {
            attributes.append(.init(name: audience[attribute].name, levels: audience[attribute].levels))
            weights += table.effects[attribute]
            reference += beliefs.reference[attribute]
        }
        exportedBins = reference.count
        var bandStarts: [Int: Int] = [:]
        for (attribute, names, levels) in hierarchy.bands(depth: depth)
        where !layout.exported.contains(attribute) {
            bandStarts[attribute] = reference.count
            attributes.append(.init(name: audience[attribute].name, levels: names))
            for band in levels {
                weights += beliefs.effect(of: table, attribute: attribute, levels: band)
                reference.append(band.reduce(0) { $0 + beliefs.reference[attribute][$1] })
            }
        }
        self.bandStarts = bandStarts
        levelCount = reference.count
        belief = PersonaBelief(
            angles: scenario.response.angles, attributes: attributes, mu: beliefs.taste, weights: weights,
            reference: reference, scale: persona.confidence * beliefs.scale,
            temperature: persona.mixTemperature,
            noise: persona.wordingNoise)
    }

    /// The segment as a prompt carries it.
    /// - Parameter shares: rounded shares of the exported bins.
    func attributes(of segment: PublishedSegment, shares: [Double]) -> SegmentAttributes {
        let (depth, node) = hierarchy.place(of: segment.identity)
        var all = [Double](repeating: .nan, count: levelCount)
        for bin in 0..<exportedBins { all[bin] = shares[bin] }
        var dimensions: [SegmentAttributes.Dimension] = []
        for cut in hierarchy.cuts(depth: depth, node: node) {
            dimensions.append(.init(hierarchy.attributes[cut.attribute].name, cut.name))
            guard let start = bandStarts[cut.attribute],
                let attribute = belief.attributes.first(where: {
                    $0.name == hierarchy.attributes[cut.attribute].name
                })
            else { continue }
            // A rest of a coarser depth may be cut in coarser bands, which the writer does not know.
            guard let band = attribute.levels.firstIndex(of: cut.name) else { continue }
            for place in attribute.levels.indices { all[start + place] = place == band ? 1 : 0 }
        }
        if segment.identity.isRest { dimensions.append(.init("group", "smaller groups")) }
        return SegmentAttributes(dimensions: dimensions, size: segment.count, shares: all)
    }
}
