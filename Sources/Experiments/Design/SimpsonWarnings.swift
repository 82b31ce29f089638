/// Comparisons of all units that mix the effect with the segments' shares of the arms (Simpson 1951).
enum SimpsonWarnings {
    /// A warning for each metric and treatment whose unadjusted effect is materially another than the adjusted one.
    static func add(to experiment: inout LoadedExperiment, confounded: [Int]) {
        let table = experiment.table
        guard table.segments.count > 1 else { return }
        let columns = table.segments[0].parts.map(\.column).joined(separator: " and ")
        for metric in table.outcomes.indices {
            for treatment in table.arms.indices.dropFirst() where !confounded.contains(treatment) {
                guard
                    let adjustment = SegmentAdjustment(table: table, metric: metric, treatment: treatment),
                    adjustment.isMaterial
                else { continue }
                let isRate = table.outcomes[metric].isBinary
                let reverses = adjustment.unadjusted * adjustment.effect < 0
                experiment.warn(
                    "simpson",
                    "The arms have other shares in some segments of \(columns) than in others, so that all units together "
                        + "compare different customers: the effect of \(table.label(treatment)) on "
                        + "\(table.outcomes[metric].name) is \(text(adjustment.unadjusted, isRate)) unadjusted and "
                        + "\(text(adjustment.effect, isRate)) with each segment at its own size"
                        + (reverses ? ", of the opposite sign" : "") + ". The second is the effect.")
            }
        }
    }

    /// Three digits with a sign; rates in percentage points.
    private static func text(_ value: Double, _ isRate: Bool) -> String {
        let size = abs(isRate ? 100 * value : value)
        var scale = 1.0
        while size > 0, size * scale < 100, scale < 1e9 { scale *= 10 }
        let rounded = (size * scale).rounded() / scale
        let digits = rounded == rounded.rounded() && rounded < 1e15 ? "\(Int(rounded))" : "\(rounded)"
        return (value < 0 ? "−" : "+") + digits + (isRate ? " pp" : "")
    }
}
