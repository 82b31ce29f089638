import Audiences
import Campaigns
import Encodings
import Quantities
import RandomStreams
import Scenarios
import Tabular

/// Loads the customers of a scenario: from a CSV of customers, from cells, or from a synthetic law; beside them the
/// dated exports that drift is fitted to.
struct CustomerLoader {
    let scenario: Scenario
    let home: Home
    let folder: String
    let files: InputFiles

    /// - Throws: `FinegrainError` with every problem of the data.
    func load() throws -> LoadedCustomers {
        if scenario.audience.from == "synthetic" {
            let (audience, law) = try synthetic()
            return try finish(audience, cells: nil, paths: [], law: law)
        }
        let path = try home.resolve(scenario.audience.from, scenarioFolder: folder, field: "audience.from")
        var selection = try selection
        if scenario.response.from == .results {
            selection.identifier = nil
            let cells = try files.stream(path) { try CellTable(file: path, observe: $0) }
            let table = try CategoricalTable(expanding: cells, selection, file: path)
            return try finish(try table.audience, cells: cells, paths: [path], law: nil)
        }
        let table = try files.stream(path) { try CategoricalTable.load(path, selection, observe: $0) }
        return try finish(try table.audience, cells: nil, paths: [path], law: nil)
    }

    /// Reads the exports, and brings everything to one list of levels.
    private func finish(
        _ audience: Audience, cells: CellTable?, paths: [String], law: LatentClasses?
    ) throws -> LoadedCustomers {
        var paths = paths
        let exports = try scenario.drift.from.isEmpty ? nil : readExports(beside: audience, &paths)
        let audience = exports?.audience ?? audience
        let results = try cells.map { try measuredResults($0, audience, paths[0]) }
        return LoadedCustomers(
            base: CustomerBase(audience: audience, results: results), paths: paths, law: law, exports: exports
        )
    }

    /// What the customers depend on: scenarios with equal keys have the same ones.
    static func key(_ scenario: Scenario) -> String {
        let response = scenario.response
        let measured: [JSONValue] =
            response.from == .results ? [.string(response.outcome ?? ""), .string(response.controlArm)] : []
        return JSONValue.array([
            scenario.audience.canonical,
            .array((attributeNames(scenario) ?? []).map { .string($0) }),
            scenario.audience.from == "synthetic" ? .integer(scenario.seed) : .null,
            .array(scenario.drift.from.map { .string($0) }), .number(scenario.drift.weeksBetween),
            .array(measured),
        ]).text()
    }

    /// What to read: what the scenario lists, else dimensions first, then the profile's attributes.
    private static func attributeNames(_ scenario: Scenario) -> [String]? {
        if !scenario.audience.attributes.isEmpty { return scenario.audience.attributes }
        var names: [String] = []
        for name in scenario.segmentation.dimensions.map(\.attribute) + scenario.profile.attributes
        where !names.contains(name) { names.append(name) }
        return scenario.profile.attributes.isEmpty ? nil : names
    }

    private var selection: TableSelection {
        get throws {
            TableSelection(
                attributes: CustomerLoader.attributeNames(scenario),
                bands: try Bands.parse(scenario.audience.bands, field: "audience.bands"),
                numberStyle: NumberStyle(rawValue: scenario.audience.numbers.rawValue) ?? .plain, numbers: [],
                identifier: scenario.audience.id)
        }
    }

    private func synthetic() throws -> (Audience, LatentClasses) {
        let settings = scenario.audience.synthetic
        let law = try SyntheticAudience(
            count: settings.customers,
            attributes: CustomerShape(settings).attributes,
            weights: settings.attributes.map { $0.levels.map(\.value) }, classes: settings.classes,
            dependence: settings.dependence, seed: Seed(UInt64(scenario.seed)))
        return try law.draw()
    }

    private func readExports(beside audience: Audience, _ paths: inout [String]) throws -> DriftExports {
        var selection = try selection
        selection.attributes = audience.attributes.map(\.name)
        var tables: [CategoricalTable] = []
        for name in scenario.drift.from {
            let path = try home.resolve(name, scenarioFolder: folder, field: "drift.from")
            tables.append(
                try files.stream(path) { try CategoricalTable.load(path, selection, observe: $0) })
            paths.append(path)
        }
        return try DriftExports(
            audience: audience, old: tables[0], new: tables[1], names: scenario.drift.from,
            weeks: scenario.drift.weeksBetween)
    }

    /// The results of the cells, by the audience's own levels.
    private func measuredResults(
        _ cells: CellTable, _ audience: Audience, _ path: String
    ) throws -> MeasuredResults {
        let cells = try cells.rolledUp(
            by: audience.attributes.map(\.name), bands: try selection.bands, file: path)
        guard let arm = cells.arm, let outcome = scenario.response.outcome, let sums = cells.metric(outcome)
        else {
            throw FinegrainError.badInput(
                "the cells have no arm, or no outcome '\(scenario.response.outcome ?? "")'",
                remedy: "make them with finegrain compress --arm ... --outcomes ...", file: path,
                field: "response.outcome")
        }
        let levels = zip(cells.attributes, audience.attributes).map { cells, own in
            cells.levels.map { level in UInt8(own.levels.firstIndex(of: level) ?? 0) }
        }
        let rows = (0..<cells.cellCount).map { cell in
            MeasuredResults.Row(
                levels: zip(levels, cells.attributes).map { $0[Int($1.codes[cell])] },
                arm: Int(arm.codes[cell]), customers: cells.counts[cell],
                outcomes: Int(sums.sums[cell].rounded()))
        }
        return try MeasuredResults(
            arms: arm.levels, control: scenario.response.controlArm, attributes: audience.attributes,
            rows: rows)
    }
}

extension CategoricalTable {
    /// The rows as customers.
    var audience: Audience {
        get throws {
            try Audience(
                attributes: columns.map { Attribute(name: $0.name, levels: $0.levels) },
                columns: columns.map(\.codes))
        }
    }
}
