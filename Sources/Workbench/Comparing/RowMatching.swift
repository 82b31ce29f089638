import Encodings
import Scenarios

/// Finds the rows of two runs that are the same configuration.
///
/// A row is known by its values on every path that either run varies; on a path that a run does not vary,
/// all its rows have the scenario's value. So a `run` matches the row of a sweep that equals it, and two
/// runs of one row match whatever differs between their scenarios.
struct RowMatching {
    /// Paths that either run varies, A's first.
    let paths: [String]
    /// Places in A and B of rows that match, in the order of B.
    private(set) var pairs: [(a: Int, b: Int)] = []
    private(set) var unmatchedA: [Int] = []
    private(set) var unmatchedB: [Int] = []

    init(_ a: StoredRun, _ b: StoredRun) {
        var paths: [String] = []
        for row in a.rows + b.rows where !row.isBaseline {
            for value in row.vary where !paths.contains(value.name) { paths.append(value.name) }
        }
        self.paths = paths
        var places: [String: Int] = [:]
        for (place, row) in a.rows.enumerated().reversed() { places[a.key(of: row, on: paths)] = place }
        var taken = [Bool](repeating: false, count: a.rows.count)
        for (place, row) in b.rows.enumerated() {
            if let match = places[b.key(of: row, on: paths)], !taken[match] {
                taken[match] = true
                pairs.append((match, place))
            } else {
                unmatchedB.append(place)
            }
        }
        unmatchedA = a.rows.indices.filter { !taken[$0] }
    }
}

extension StoredRun {
    /// A row's value on a path, its own or the scenario's; nil where the scenario has no such field.
    func value(of row: StoredRow, at path: String) -> JSONValue? {
        row.vary.first { $0.name == path }?.value ?? header.scenario.value(at: path)
    }

    /// A row's values as text, equal for equal configurations.
    func key(of row: StoredRow, on paths: [String]) -> String {
        if row.isBaseline { return "baseline" }
        return JSONValue.array(
            paths.map { path in
                let value = value(of: row, at: path) ?? .null
                return value.double.map { .number($0) } ?? value
            }
        ).text()
    }
}
