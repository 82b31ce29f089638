import Audiences
import Tabular

/// Two dated exports beside the audience, all three read with one list of levels for each attribute.
///
/// The list holds every level of the three, in the order that a single file has (`LevelOrder`: by number, by band,
/// else by text; missing last). A level that only the older export has is taken for another that only the newer
/// has where nearly all customers went from the one to the other: such a level was renamed, and nobody changed.
struct DriftExports: Sendable {
    /// What happened to the levels of one attribute between the exports.
    struct Levels: Hashable, Sendable {
        var attribute: String
        /// Older name and newer name.
        var renamed: [Renaming] = []
        var new: [String] = []
        var vanished: [String] = []
    }

    struct Renaming: Hashable, Sendable {
        var old: String
        var new: String
        /// The name that both are read by: the audience's.
        var kept: String
    }

    /// The audience, with the levels of all three.
    let audience: Audience
    let exports: JoinedExports
    /// The drift that the exports show.
    let estimate: DriftEstimate
    /// The attributes whose levels differ.
    let levels: [Levels]
    let notes: [String]

    /// A level is renamed where at least this share of its customers, and of the new level's, went together...
    static let renamedShare = 0.8
    /// ...and they are at least so many.
    static let fewestRenamed = 20

    /// - Parameters:
    ///   - names: the two files as the scenario names them.
    ///   - old, new: the attributes of the audience, in its order.
    /// - Throws: `FinegrainError` when an attribute has too many levels, or the exports do not join.
    init(
        audience: Audience, old: CategoricalTable, new: CategoricalTable, names: [String], weeks: Double
    ) throws {
        var tables = (own: audience, old: try old.audience, new: try new.audience)
        var joined = try DriftExports.join(&tables, old, new, weeks)
        var levels: [Levels] = []
        for j in audience.attributes.indices {
            let change = DriftExports.levels(
                tables.old, tables.new, j, joined.tables[j], own: audience.attributes[j].levels)
            if change != Levels(attribute: change.attribute) { levels.append(change) }
        }
        if levels.contains(where: { !$0.renamed.isEmpty }) {
            tables = (own: audience, old: try old.audience, new: try new.audience)
            for change in levels {
                for renaming in change.renamed {
                    for name in [renaming.old, renaming.new] where name != renaming.kept {
                        tables.own = try tables.own.renaming(name, to: renaming.kept, of: change.attribute)
                        tables.old = try tables.old.renaming(name, to: renaming.kept, of: change.attribute)
                        tables.new = try tables.new.renaming(name, to: renaming.kept, of: change.attribute)
                    }
                }
            }
            joined = try DriftExports.join(&tables, old, new, weeks)
        }
        self.audience = tables.own
        exports = joined
        estimate = joined.estimate()
        self.levels = levels
        notes =
            levels.flatMap { DriftExports.notes($0, names) } + ExportDates.notes(of: names, weeks: weeks)
    }

    private static func join(
        _ tables: inout (own: Audience, old: Audience, new: Audience), _ old: CategoricalTable,
        _ new: CategoricalTable, _ weeks: Double
    ) throws -> JoinedExports {
        let aligned = try Audience.aligned([tables.own, tables.old, tables.new])
        tables = (aligned[0], aligned[1], aligned[2])
        return try JoinedExports(
            from: DatedExport(identifiers: old.names, audience: tables.old),
            to: DatedExport(identifiers: new.names, audience: tables.new), weeks: weeks)
    }

    /// Compares the levels that occur in both exports.
    private static func levels(
        _ old: Audience, _ new: Audience, _ j: Int, _ table: [[Int]], own: [String]
    ) -> Levels {
        let names = old.attributes[j].levels
        let before = old.levelCounts()[j]
        let after = new.levelCounts()[j]
        var vanished = names.indices.filter { before[$0] > 0 && after[$0] == 0 }
        var appeared = names.indices.filter { before[$0] == 0 && after[$0] > 0 }
        var change = Levels(attribute: old.attributes[j].name)
        for from in vanished {
            let leaving = table[from].reduce(0, +)
            guard let to = appeared.max(by: { table[from][$0] < table[from][$1] }) else { continue }
            let coming = names.indices.reduce(0) { $0 + table[$1][to] }
            let together = Double(table[from][to])
            guard table[from][to] >= fewestRenamed, together >= renamedShare * Double(leaving),
                together >= renamedShare * Double(coming)
            else { continue }
            let keepsOld = own.contains(names[from]) && !own.contains(names[to])
            change.renamed.append(
                Renaming(old: names[from], new: names[to], kept: names[keepsOld ? from : to]))
            vanished.removeAll { $0 == from }
            appeared.removeAll { $0 == to }
        }
        change.new = appeared.map { names[$0] }
        change.vanished = vanished.map { names[$0] }
        return change
    }

    private static func notes(_ change: Levels, _ names: [String]) -> [String] {
        var notes = change.renamed.map { renaming in
            "\(change.attribute): '\(renaming.old)' in \(names[0]) is probably '\(renaming.new)' in \(names[1]), because "
                + "nearly all of its customers are there; both are read as '\(renaming.kept)', and nobody counts as "
                + "changed. If it is another level, name it differently."
        }
        func list(_ levels: [String]) -> String { levels.map { "'\($0)'" }.joined(separator: ", ") }
        if !change.new.isEmpty {
            notes.append("\(change.attribute): \(list(change.new)) only in \(names[1]), the newer export.")
        }
        if !change.vanished.isEmpty {
            notes.append(
                "\(change.attribute): \(list(change.vanished)) only in \(names[0]), the older export.")
        }
        return notes
    }
}

extension CategoricalTable {
    /// The customers' identifiers as texts.
    fileprivate var names: [String] { (identifiers ?? []).map { String($0, radix: 16) } }
}
