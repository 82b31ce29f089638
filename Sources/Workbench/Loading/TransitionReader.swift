import Audiences
import Quantities
import Scenarios

/// Reads the transition shares of a scenario by the levels of its customers.
struct TransitionReader {
    let file: String
    let attributes: [Attribute]

    /// `[attribute][level][new level]`; a level without a row stays as it is.
    /// - Throws: `FinegrainError` naming every attribute and level that the customers lack.
    func read(_ settings: DriftSettings) throws -> [[[Double]]] {
        var problems: [Problem] = []
        func index(_ name: String, _ levels: [String], _ field: String) -> Int? {
            if let index = levels.firstIndex(of: name) { return index }
            problems.append(
                Problem(
                    "no level '\(name)'", remedy: "levels are " + levels.joined(separator: ", "), file: file,
                    field: field))
            return nil
        }
        var matrices = attributes.map { attribute in
            attribute.levels.indices.map { from in attribute.levels.indices.map { $0 == from ? 1.0 : 0.0 } }
        }
        for (place, row) in settings.transition.enumerated() {
            let field = "drift.transition[\(place)]"
            guard let j = attributes.firstIndex(where: { $0.name == row.attribute }) else {
                problems.append(
                    Problem("the audience has no attribute '\(row.attribute)'", file: file, field: field))
                continue
            }
            let levels = attributes[j].levels
            guard let from = index(row.level, levels, field) else { continue }
            matrices[j][from] = [Double](repeating: 0, count: levels.count)
            for share in row.to {
                if let to = index(share.name, levels, field + ".to") { matrices[j][from][to] = share.value }
            }
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        return matrices
    }
}
