extension SegmentHierarchy {
    /// What a node is called: `region=north|age=18-35`, in order of first use; `all` at depth 0.
    public func path(depth: Int, node: Int) -> String {
        if depth == 0 { return "all" }
        return zip(zip(usedAttributes, bandings[depth]), digits(depth: depth, node: node))
            .map { part, digit in "\(attributes[part.0].name)=\(part.1.names[digit])" }
            .joined(separator: "|")
    }

    public func identity(depth: Int, node: Int, isRest: Bool = false) -> SegmentIdentity {
        SegmentIdentity(rawValue: Int32(2 * (offsets[depth] + node) + (isRest ? 1 : 0)))
    }

    /// The depth and node that an identity means.
    public func place(of identity: SegmentIdentity) -> (depth: Int, node: Int) {
        let global = Int(identity.rawValue) / 2
        var depth = 0
        while global >= offsets[depth + 1] { depth += 1 }
        return (depth, global - offsets[depth])
    }

    /// The path of a segment; that of a rest ends in `(rest)`.
    public func label(of identity: SegmentIdentity) -> String {
        let (depth, node) = place(of: identity)
        return path(depth: depth, node: node) + (identity.isRest ? " (rest)" : "")
    }
}
