/// How a customer's bytes lie in memory, and which of them leaf sums have to count.
///
/// Bins that the leaf fixes are not counted customer by customer: every customer of a leaf has the
/// same, so roll-up writes the leaf's count. What is left are the *free* attributes.
struct RowLayout: Sendable {
    /// Bytes a row: attributes, rounded up to whole words.
    let stride: Int
    var words: Int { stride / 8 }
    /// `contributions[attribute * 256 + level]` to the leaf index.
    let contributions: [Int32]
    let freeCount: Int
    let bandedCount: Int
    /// One a free attribute: its index, where its bins begin in a leaf's sums, and its bin by level.
    let freeAttributes: [Int]
    let freeStarts: [Int]
    /// `freeBins[free * 256 + level]`: the place in a leaf's sums.
    let freeBins: [Int32]
    /// Values a leaf: the count and the free bins.
    let sumWidth: Int
    /// Bits that differ when an exported attribute with a bin a level differs.
    let exportedMask: [UInt64]
    /// Exported attributes with wider bins: `bandedBins[place * 256 + level]`.
    let bandedAttributes: [Int]
    let bandedBins: [UInt8]

    init(audience: Audience, hierarchy: SegmentHierarchy, profile: ProfileLayout) {
        let count = audience.attributes.count
        stride = (count + 7) / 8 * 8
        var contributions = [Int32](repeating: 0, count: count * 256)
        for (attribute, levels) in hierarchy.leafContributions().enumerated() {
            for level in levels.indices { contributions[attribute * 256 + level] = levels[level] }
        }
        self.contributions = contributions

        var freeAttributes: [Int] = []
        var freeStarts: [Int] = []
        var freeBins: [Int32] = []
        var width = 1
        var mask = [UInt8](repeating: 0, count: stride)
        var bandedAttributes: [Int] = []
        var bandedBins: [UInt8] = []
        for place in profile.exported.indices {
            let attribute = profile.exported[place]
            let bins = profile.binOfLevel[place]
            let padding = [UInt8](repeating: 0, count: 256 - bins.count)
            if profile.bins(place).count == bins.count {
                mask[attribute] = 0xff
            } else {
                bandedAttributes.append(attribute)
                bandedBins += bins + padding
            }
            if profile.fixedBins(place, hierarchy, depth: hierarchy.depth) != nil { continue }
            freeAttributes.append(attribute)
            freeStarts.append(width)
            freeBins += (bins + padding).map { Int32(width) + Int32($0) }
            width += profile.bins(place).count
        }
        // Never empty, so that the inner loops may take their addresses.
        freeCount = freeAttributes.count
        bandedCount = bandedAttributes.count
        self.freeAttributes = freeAttributes + [0]
        self.freeStarts = freeStarts
        self.freeBins = freeBins + [0]
        sumWidth = width
        self.bandedAttributes = bandedAttributes + [0]
        self.bandedBins = bandedBins + [0]
        exportedMask = (0..<stride / 8).map { word in
            mask[word * 8..<word * 8 + 8].withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        }
    }
}
