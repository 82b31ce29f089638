import Audiences
import Encodings
import Quantities

/// The segments and cells of a run by what they are called.
struct SegmentNames {
    private let identities: [SegmentIdentity]
    private let labels: [String]
    private let places: [Int32: Int]

    /// - Parameter list: `[[identity, label]]`.
    init(_ list: [JSONValue]) {
        var identities: [SegmentIdentity] = []
        var labels: [String] = []
        var places: [Int32: Int] = [:]
        for entry in list {
            guard let cells = entry.array, cells.count == 2, let label = cells[1].string,
                let identity = cells[0].integer.flatMap({ Int32(exactly: $0) })
            else { continue }
            places[identity] = labels.count
            identities.append(SegmentIdentity(rawValue: identity))
            labels.append(label)
        }
        self.identities = identities
        self.labels = labels
        self.places = places
    }

    func label(of identity: SegmentIdentity) -> String {
        places[identity.rawValue].map { labels[$0] } ?? "segment \(identity.rawValue)"
    }

    /// The segment that a user means: its label, its conditions in any order between commas, or its number.
    /// - Throws: `FinegrainError` with the segments that hold all given conditions, or else those nearest in spelling.
    func identity(of name: String) throws -> SegmentIdentity {
        if let place = labels.firstIndex(of: name) { return identities[place] }
        if let number = Int32(name), places[number] != nil { return SegmentIdentity(rawValue: number) }
        let asked = SegmentNames.conditions(name)
        let all = labels.map(SegmentNames.conditions)
        if let place = all.firstIndex(of: asked) { return identities[place] }
        let finer = labels.indices.filter { place in
            !asked.isEmpty && asked.allSatisfy(all[place].contains)
        }
        if !finer.isEmpty {
            let shown = finer.prefix(8).map { "'\(labels[$0])'" }.joined(separator: "\n    ")
            let more = finer.count > 8 ? "\n    and \(finer.count - 8) more" : ""
            throw FinegrainError.badInput(
                "'\(name)' is not one segment: \(finer.count == 1 ? "1 has" : "\(finer.count) have") these conditions",
                remedy: "name one of\n    \(shown)\(more)")
        }
        if Int(name) != nil {
            throw FinegrainError.badInput(
                "the run has no segment number \(name)",
                remedy: "finegrain explain RUN lists the segments of a campaign with their numbers")
        }
        let near = Spelling.nearest(5, to: name, in: labels).map { "'\($0)'" }.joined(separator: "\n    ")
        throw FinegrainError.badInput(
            "the run has no segment '\(name)'",
            remedy: "nearest are\n    \(near)\n    finegrain explain RUN lists the segments of a campaign")
    }

    /// The conditions of a label or of what a user wrote, whatever stands between them and in whichever order; a rest
    /// has its mark as one more.
    private static func conditions(_ text: String) -> [String] {
        let rest = "(rest)"
        var text = text.lowercased()
        let isRest = text.hasSuffix(rest)
        if isRest { text.removeLast(rest.count) }
        let parts = text.split { ",|;&".contains($0) }.map {
            $0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        }.map { String($0) }.filter { !$0.isEmpty }
        return (parts + (isRest ? [rest] : [])).sorted()
    }
}
