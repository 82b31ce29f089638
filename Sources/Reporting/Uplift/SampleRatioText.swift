import Experiments

/// Whether the arms have their sizes, as sentences.
struct SampleRatioText {
    private let row: SampleRatioResult
    private let hasClusters: Bool
    /// Segments in which they do not.
    let segmentsOff: [String]

    /// Nil where nothing was tested.
    init?(_ readout: UpliftReadout) {
        guard let row = readout.sampleRatios.first else { return nil }
        self.row = row
        hasClusters = readout.plan.cluster != nil
        segmentsOff = readout.sampleRatios.dropFirst().filter { $0.verdict == .alarm }.compactMap(
            \.segment?.text)
    }

    var verdict: SampleRatioResult.Verdict { row.verdict }

    var title: String {
        switch row.verdict {
        case .ok: "Sample sizes OK"
        case .unplanned: "Sample sizes unequal"
        case .alarm: "Sample ratio mismatch"
        }
    }

    var statement: String {
        let basis = row.assumedEqual ? "equal shares, which are assumed" : "the planned shares"
        let fit = "\(basis) (\(test))"
        switch row.verdict {
        case .ok: return "\(counted ?? "they") fit \(fit)."
        case .unplanned:
            return "\(counted ?? "they") do not fit \(fit). If that is the design, say so with --planned."
        case .alarm:
            guard row.strayArms.isEmpty else {
                return
                    "\(row.strayArms.joined(separator: ", ")) was planned to have no units and has some. Find the "
                    + "cause first."
            }
            return "\(counted ?? "sizes") do not fit \(fit). Find the cause first."
        }
    }

    /// What is counted where it is not units: clusters that were assigned whole.
    private var counted: String? { row.clusters == nil ? nil : "numbers of clusters" }

    private var test: String {
        let p = row.pValue == nil ? "not tested" : EffectText.pStatement(row.pValue)
        guard let clusters = row.clusters else { return hasClusters ? p + ", with an error by clusters" : p }
        let counts = zip(row.arms, clusters).map { "\($0) \(Digits.grouped(Double($1), 0))" }
        return "\(p), a test of clusters: \(counts.joined(separator: ", "))"
    }

    /// Units by arm beside those expected.
    var sizes: String {
        let texts = zip(row.arms, zip(row.observed, row.expected)).map {
            "\($0) \(Digits.grouped(Double($1.0), 0)) (expected \(Digits.grouped($1.1, 0)))"
        }
        return "Units: \(texts.joined(separator: ", "))."
    }
}
