import Campaigns
import Scenarios
import Workbench

/// Rows that differ only in granularity, so that a line through them shows what finer segments bring.
struct RowFamilies {
    struct Family {
        /// What its rows share, such as `hysteresis 1`; empty where there is one family.
        var name: String
        /// Indices into the result's rows, from coarse to fine.
        var rows: [Int]
    }

    let families: [Family]
    /// Whether one of the varied paths sets the number of segments.
    let isOrdered: Bool

    /// Paths that set the number of segments, the plainest first.
    private static let granularity = ["segmentation.depth", "segmentation.dimensions", "privacy.k"]

    /// - Complexity: O(rows × families).
    init(_ rows: [SweepRow]) {
        let varied = rows.first { !$0.isBaseline }?.values.map(\.name) ?? []
        let along = RowFamilies.granularity.first(where: varied.contains)
        isOrdered = along != nil
        var families: [Family] = []
        for place in rows.indices where !rows[place].isBaseline {
            let shared = along == nil ? [] : rows[place].values.filter { $0.name != along }
            let name = shared.map { "\(RowName.last($0.name)) \(RowName.text($0.value))" }.joined(
                separator: ", ")
            if let family = families.firstIndex(where: { $0.name == name }) {
                families[family].rows.append(place)
            } else {
                families.append(Family(name: name, rows: [place]))
            }
        }
        self.families = families.map { family in
            var family = family
            family.rows.sort { (rows[$0][.segments] ?? 0, $0) < (rows[$1][.segments] ?? 0, $1) }
            return family
        }
    }
}

extension RowName {
    /// The last part of a path: `depth` of `segmentation.depth`.
    static func last(_ path: String) -> String { path.split(separator: ".").last.map(String.init) ?? path }
}
