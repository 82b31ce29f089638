/// A drift made ready for drawing: integer thresholds by attribute and by what the kernel looks at.
///
/// `bounds` is one flat array so that the inner loop needs no array of arrays: the distribution of
/// `attribute` given `source` (a class, or the current level, or nothing) starts at
/// `starts[attribute] + source * strides[attribute]` and has `strides[attribute]` thresholds.
struct DriftTables: Sendable {
    enum Source: Sendable { case customerClass, currentLevel, none }

    let source: Source
    let gaps: [GapTable?]
    let bounds: [UInt32]
    let starts: [Int]
    let strides: [Int]

    init(_ drift: Drift, audience: Audience, blockSize: Int) {
        let shape = audience.attributes.map(\.levels.count)
        gaps = shape.indices.map { attribute in
            let rate = drift.rate(of: attribute)
            return rate > 0 && shape[attribute] > 1 ? GapTable(probability: rate, limit: blockSize) : nil
        }
        let distributions: [[[Double]]]
        switch drift.kernel {
        case .withinClass(let classes):
            source = .customerClass
            distributions = shape.indices.map { attribute in classes.shares.map { $0[attribute] } }
        case .marginal:
            source = .none
            distributions = audience.levelCounts().map { [$0.map(Double.init)] }
        case .transition(let matrices):
            source = .currentLevel
            distributions = matrices
        }
        var bounds: [UInt32] = []
        var starts: [Int] = []
        for rows in distributions {
            starts.append(bounds.count)
            for row in rows { bounds += LevelThresholds(row).bounds }
        }
        self.bounds = bounds
        self.starts = starts
        self.strides = shape.map { $0 - 1 }
    }
}
