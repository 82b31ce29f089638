public import RandomStreams

extension CellPosterior {
    /// Draws a world from the joint posterior, from the root down.
    ///
    /// Cells share the uncertainty of their ancestors, so that the audience's mean is as uncertain as the
    /// data leave it; drawing each cell by itself would average that away. The noise of a cell and arm comes
    /// from the stream (cell, arm), that of an inner node from streams past the cells', so neither the number
    /// of replications nor the order of use moves a draw. The cell's number there is that of its leaf: its
    /// own, when the nesting uses every attribute.
    /// - Complexity: O(nodes × arms²).
    public func draw(using family: StreamFamily) -> CellWorld {
        let hierarchy = tree.hierarchy
        let firstLeaf = hierarchy.levels[hierarchy.depth].lowerBound
        let states = tree.draw { node, component in
            let entity = node >= firstLeaf ? node - firstLeaf : hierarchy.leafCount + node
            var stream = family.stream(entity: entity, step: armOfComponent[component])
            return stream.normal()
        }
        var baseLogits = Array(repeating: 0.0, count: cellCount)
        var effects = Array(repeating: 0.0, count: cellCount * armCount)
        for cell in 0..<cellCount {
            let state = (firstLeaf + leafOfCell[cell]) * armCount
            baseLogits[cell] = states[state]
            for component in 1..<max(1, armCount) {
                effects[cell * armCount + armOfComponent[component]] = states[state + component]
            }
        }
        return CellWorld(
            armCount: armCount, referenceArm: referenceArm, baseLogits: baseLogits, effects: effects)
    }
}
