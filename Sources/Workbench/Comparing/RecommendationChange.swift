import Encodings

/// What was recommended on both sides.
public struct RecommendationChange: Sendable {
    /// One side's answer.
    public struct Side: Sendable {
        /// Place of the recommended row among the run's rows, the baseline's included; nil where a run
        /// recommends nothing.
        public var row: Int?
        /// The sweep's sentence.
        public var sentence: String?
        /// Why nothing can be concluded; nil where something can.
        public var inconclusive: String?
    }

    public let a: Side
    public let b: Side
    /// Whether the recommended rows differ; nil where a side recommends none.
    public let isChanged: Bool?

    init(_ a: StoredRun, _ b: StoredRun, paths: [String]) {
        self.a = Side(a)
        self.b = Side(b)
        guard let before = self.a.row, let after = self.b.row else {
            isChanged = nil
            return
        }
        isChanged = a.key(of: a.rows[before], on: paths) != b.key(of: b.rows[after], on: paths)
    }
}

extension RecommendationChange.Side {
    /// Reads the decision that the run was stored with.
    init(_ run: StoredRun) {
        let stored = run.header.decision
        sentence = stored["recommendation"]?.string
        guard run.header.kind == .sweep else { return }
        let decision = stored["decision"]
        if decision?["conclusive"] == .bool(false) {
            inconclusive = decision?["why"]?.string ?? "most of the work failed"
            return
        }
        let index = decision?["recommended"] ?? stored["recommended"] ?? .null
        let baseline = run.rows.firstIndex(where: \.isBaseline)
        row = index.integer.flatMap { run.rows.indices.contains($0) ? $0 : nil } ?? baseline
    }
}
