import Audiences

/// Segments as values of columns: one column an attribute that cuts.
struct SegmentColumns {
    let names: [String]
    private let hierarchy: SegmentHierarchy
    private let attributes: [Int]
    /// Bands of each attribute at the full depth.
    private let bandCounts: [Int]

    init(hierarchy: SegmentHierarchy, depth: Int) {
        self.hierarchy = hierarchy
        let bands = hierarchy.bands(depth: depth)
        attributes = bands.map(\.attribute)
        bandCounts = bands.map(\.names.count)
        names =
            bands.isEmpty
            ? ["segment"] : bands.map { SegmentColumns.columnName(hierarchy.attributes[$0.attribute].name) }
    }

    /// An attribute's column; a name that means something else in the files gets an underscore.
    private static func columnName(_ attribute: String) -> String {
        let isReserved =
            ["n", "arm", "base_rate", "effect"].contains(attribute) || attribute.hasPrefix("sum_")
            || attribute.hasPrefix("sumsq_")
        return isReserved ? "_" + attribute : attribute
    }

    /// The value of a segment in each column. A rest was pooled at a coarser depth: an attribute that does
    /// not cut there is `(rest)`, one that cuts in coarser bands is its band with that mark.
    func values(of identity: SegmentIdentity) -> [String] {
        guard !attributes.isEmpty else { return [identity.isRest ? RunCells.rest : "all"] }
        let (depth, node) = hierarchy.place(of: identity)
        let cuts = hierarchy.cuts(depth: depth, node: node)
        let bands = hierarchy.bands(depth: depth)
        return attributes.indices.map { column in
            guard let place = cuts.firstIndex(where: { $0.attribute == attributes[column] }) else {
                return RunCells.rest
            }
            let isCoarse = bands[place].names.count < bandCounts[column]
            return cuts[place].name + (isCoarse ? " " + RunCells.rest : "")
        }
    }
}
