import Audiences
import Encodings
import Foundation
import Scenarios
import ServiceModels
import Workers

/// Runs designs in worlds, or takes what was run before: by this sweep, or by an interrupted one.
///
/// A cell depends on its design, its world and the inputs, never on what else is run, so that it does not
/// matter where it comes from.
final class CellSource: @unchecked Sendable {
    // Threads only read it while worlds run; `known` changes between.

    private let workspace: Workspace
    private let options: Sweep.Options
    private let store: RunStore?
    private let tracker: Progress
    /// Cells of this sweep by key.
    private var known: [String: CellResult] = [:]

    init(workspace: Workspace, options: Sweep.Options) throws {
        self.workspace = workspace
        self.options = options
        store = try options.storeFolder.map { try RunStore(folder: $0) }
        tracker = Progress(report: options.progress)
    }

    /// Whether the time that the user gave is over. What was begun is finished, nothing is added.
    var isOutOfTime: Bool { options.isOutOfTime?() ?? false }

    /// Results by design, then world.
    ///
    /// Worlds are shared out among threads; a single one shares out its customers and rows. Equal designs are
    /// run once.
    func cells(_ designs: [Design], worlds: Range<Int>) throws -> [[CellResult]] {
        var places: [String: Int] = [:]
        var unique: [(text: String, design: Design)] = []
        let placeOf = designs.map { design in
            let text = "\(design.inputsKey)|\(design.resultKey)"
            if let place = places[text] { return place }
            places[text] = unique.count
            unique.append((text, design))
            return unique.count - 1
        }
        let keys = worlds.map { world in unique.map { SHA256.hex("\(world)|\($0.text)".utf8) } }
        let outer = WorkerPool(jobs: min(options.jobs, worlds.count))
        let (runs, before) = (unique, known)
        let byWorld = try outer.map(worlds.count) { [self] index in
            try run(runs.map(\.design), worlds.lowerBound + index, keys[index], before, of: worlds.count)
        }
        for (keys, cells) in zip(keys, byWorld) {
            for (key, cell) in zip(keys, cells) { known[key] = cell }
        }
        return placeOf.map { place in byWorld.map { $0[place] } }
    }

    /// The cells of one world.
    private func run(
        _ designs: [Design], _ world: Int, _ keys: [String], _ known: [String: CellResult], of worlds: Int
    ) throws -> [CellResult] {
        var results = keys.map { known[$0] ?? (options.resumes ? store?.cell($0) : nil) }
        let missing = results.indices.filter { results[$0] == nil }
        tracker.expect(missing.count)
        let runner = ReplicationRunner(workspace: workspace, detail: .totals)
        let inner = WorkerPool(jobs: max(1, options.jobs / max(1, worlds)))
        try runner.run(missing.map { designs[$0] }, replication: world, workers: inner) { place, result in
            results[missing[place]] = result
            try store?.save(result, key: keys[missing[place]])
            tracker.advance(by: 1)
        }
        return results.map { $0! }
    }
}
