public import Quantities

/// Which attributes a segment's profile exports, and in which bins.
///
/// A profile is one share for each level (or band) of each exported attribute, laid end to end.
public struct ProfileLayout: Sendable {
    /// Indices into the audience's attributes, in the order of export.
    public let exported: [Int]
    /// Where each exported attribute's bins begin; one entry more than there are attributes.
    public let offsets: [Int]
    public let names: [String]
    /// What each bin is called.
    public let binNames: [String]
    /// `binOfLevel[exported index][level]`
    let binOfLevel: [[UInt8]]
    /// Bins ordered by attribute name, then bin name: the order that fingerprints use.
    let canonicalOrder: [Int]

    public var binCount: Int { offsets[exported.count] }

    /// - Parameters:
    ///   - exported: names of attributes; nil exports all.
    ///   - bands: coarser bins for some of them, as in a dimension.
    /// - Throws: every problem at once: unknown or repeated names, bands that are no partition.
    public init(
        attributes: [Attribute], exported: [String]? = nil, bands: [Dimension] = []
    ) throws(FinegrainError) {
        var problems: [Problem] = []
        var indices: [Int] = []
        var bandings: [Banding] = []
        let names = exported ?? attributes.map(\.name)
        if names.isEmpty { problems.append(Problem("no attribute is exported", field: "profile.attributes")) }
        for name in names {
            guard let index = attributes.firstIndex(where: { $0.name == name }) else {
                problems.append(
                    Problem(
                        "there is no attribute \(name)",
                        remedy: "attributes are \(attributes.map(\.name).joined(separator: ", "))",
                        field: "profile.attributes"))
                continue
            }
            if indices.contains(index) {
                problems.append(Problem("\(name) is exported twice", field: "profile.attributes"))
            }
            let (banding, faults) = Banding.make(
                bands.first { $0.attribute == name } ?? Dimension(name), attribute: attributes[index],
                field: "profile.bands")
            problems += faults
            guard let banding else { continue }
            indices.append(index)
            bandings.append(banding)
        }
        for band in bands where !names.contains(band.attribute) {
            problems.append(
                Problem("\(band.attribute) has bands but is not exported", field: "profile.bands"))
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        self.exported = indices
        self.names = names
        binOfLevel = bandings.map(\.bandOfLevel)
        binNames = bandings.flatMap(\.names)
        offsets =
            bandings.indices.map { bandings[..<$0].reduce(0) { $0 + $1.count } }
            + [bandings.reduce(0) { $0 + $1.count }]
        var order: [(name: String, bin: String, index: Int)] = []
        for index in bandings.indices {
            for bin in 0..<bandings[index].count {
                order.append((names[index], bandings[index].names[bin], offsets[index] + bin))
            }
        }
        canonicalOrder = order.sorted { ($0.name, $0.bin, $0.index) < ($1.name, $1.bin, $1.index) }.map(
            \.index)
    }

    /// The bins of the exported attribute at place `index`.
    public func bins(_ index: Int) -> Range<Int> { offsets[index]..<offsets[index + 1] }

    /// Places of exported attributes that the segmentation fixes at this depth: their shares are 0 or
    /// 1 in every node and never flip, save in a rest.
    public func constantAttributes(_ hierarchy: SegmentHierarchy, depth: Int) -> [Int] {
        exported.indices.filter { bins($0).count == 1 || fixedBins($0, hierarchy, depth: depth) != nil }
    }

    /// - Throws: when every exported attribute is fixed at this depth, so that no profile could change.
    public func validate(_ hierarchy: SegmentHierarchy, depth: Int) throws(FinegrainError) {
        guard constantAttributes(hierarchy, depth: depth).count == exported.count else { return }
        throw .badInput(
            "at depth \(depth) every exported attribute cuts: no profile can change, the hit rate would be "
                + "an artefact",
            remedy: "export an attribute that does not cut, or use a smaller depth",
            field: "profile.attributes")
    }

    /// The bin of each band of the attribute's banding at a depth, if each band has only one.
    func fixedBins(_ place: Int, _ hierarchy: SegmentHierarchy, depth: Int) -> (digit: Int, bins: [Int])? {
        let map = binOfLevel[place]
        guard let digit = hierarchy.usedAttributes.firstIndex(of: exported[place]),
            digit < hierarchy.bandings[depth].count
        else {
            return nil
        }
        let bands = hierarchy.bandings[depth][digit].bands
        guard bands.allSatisfy({ band in band.allSatisfy { map[$0] == map[band[0]] } }) else { return nil }
        return (digit, bands.map { Int(map[$0[0]]) })
    }
}
