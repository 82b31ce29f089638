import Audiences
import Campaigns
import Quantities
import RandomStreams
import Scenarios
import Tabular

/// Loads the customers of a scenario: from a CSV of customers, from cells, or from a synthetic law.
struct CustomerLoader {
    let scenario: Scenario
    let home: Home
    let folder: String
    let file: String

    /// - Throws: `FinegrainError` with every problem of the data.
    func load() throws -> (base: CustomerBase, inputs: [InputFile]) {
        let seed = Seed(UInt64(scenario.seed))
        if scenario.audience.from == "synthetic" { return (try synthetic(seed), []) }
        let path = try home.resolve(scenario.audience.from, scenarioFolder: folder, field: "audience.from")
        let bands = try Bands.parse(scenario.audience.bands, field: "audience.bands")
        let table = try CategoricalTable.load(
            path,
            TableSelection(
                attributes: attributeNames, bands: bands, numbers: [], identifier: scenario.audience.id))
        let audience = try Audience(
            attributes: table.columns.map { Attribute(name: $0.name, levels: $0.levels) },
            columns: table.columns.map(\.codes))
        let results = scenario.response.from == .results ? try results(path, audience) : nil
        let drift = try drift(for: audience, seed)
        return (
            CustomerBase(audience: audience, drift: drift, results: results), [try InputFile(reading: path)]
        )
    }

    /// What to read: what the scenario lists, else dimensions first, then the profile's attributes.
    private var attributeNames: [String]? {
        if !scenario.audience.attributes.isEmpty { return scenario.audience.attributes }
        var names: [String] = []
        for name in scenario.segmentation.dimensions.map(\.attribute) + scenario.profile.attributes
        where !names.contains(name) { names.append(name) }
        return scenario.profile.attributes.isEmpty ? nil : names
    }

    private func synthetic(_ seed: Seed) throws -> CustomerBase {
        let settings = scenario.audience.synthetic
        let law = try SyntheticAudience(
            count: settings.customers,
            attributes: settings.attributes.map { Attribute(name: $0.name, levels: $0.levels.map(\.name)) },
            weights: settings.attributes.map { $0.levels.map(\.value) }, classes: settings.classes,
            dependence: settings.dependence, seed: seed)
        let (audience, classes) = try law.draw()
        return CustomerBase(audience: audience, drift: try drift(for: audience, seed, classes: classes))
    }

    private func drift(for audience: Audience, _ seed: Seed, classes: LatentClasses? = nil) throws -> Drift {
        let settings = scenario.drift
        if !settings.from.isEmpty { return try fitted() }
        let kernel: DriftKernel =
            switch settings.kernel {
            case .withinClass:
                .withinClass(classes ?? LatentClasses.fit(audience, classes: settings.classes, seed: seed))
            case .marginal: .marginal
            case .transition: .transition(try transitions(audience))
            }
        let drift = Drift(
            kernel: kernel, weeklyRate: settings.kernel == .transition ? 1 : settings.weeklyRate,
            departureRate: settings.departureRate, arrivalRate: settings.arrivalRate)
        let problems = drift.problems(for: audience)
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        return drift
    }

    /// Transition matrices; an attribute without rows stays as it is.
    private func transitions(_ audience: Audience) throws -> [[[Double]]] {
        var problems: [Problem] = []
        func index(_ name: String, _ levels: [String], _ field: String) -> Int? {
            if let index = levels.firstIndex(of: name) { return index }
            problems.append(
                Problem(
                    "no level '\(name)'", remedy: "levels are " + levels.joined(separator: ", "), file: file,
                    field: field))
            return nil
        }
        var matrices = audience.attributes.map { attribute in
            attribute.levels.indices.map { from in attribute.levels.indices.map { $0 == from ? 1.0 : 0.0 } }
        }
        for (place, row) in scenario.drift.transition.enumerated() {
            let field = "drift.transition[\(place)]"
            guard let j = audience.attributes.firstIndex(where: { $0.name == row.attribute }) else {
                problems.append(
                    Problem("the audience has no attribute '\(row.attribute)'", file: file, field: field))
                continue
            }
            let levels = audience.attributes[j].levels
            guard let from = index(row.level, levels, field) else { continue }
            matrices[j][from] = [Double](repeating: 0, count: levels.count)
            for share in row.to {
                if let to = index(share.name, levels, field + ".to") { matrices[j][from][to] = share.value }
            }
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        return matrices
    }

    private func fitted() throws -> Drift {
        let exports = try scenario.drift.from.map { name in
            let path = try home.resolve(name, scenarioFolder: folder, field: "drift.from")
            let table = try CategoricalTable.load(
                path,
                TableSelection(
                    attributes: attributeNames,
                    bands: try Bands.parse(scenario.audience.bands, field: "audience.bands"),
                    numbers: [], identifier: scenario.audience.id))
            return DatedExport(
                identifiers: (table.identifiers ?? []).map { String($0, radix: 16) },
                audience: try Audience(
                    attributes: table.columns.map { Attribute(name: $0.name, levels: $0.levels) },
                    columns: table.columns.map(\.codes)))
        }
        return try DriftEstimate(
            from: exports[0], to: exports[1], weeks: max(1, Int(scenario.drift.weeksBetween.rounded()))
        ).drift
    }

    /// The results of the cells, by the audience's own levels.
    private func results(_ path: String, _ audience: Audience) throws -> MeasuredResults {
        let cells = try CellTable(file: path).rolledUp(by: audience.attributes.map(\.name))
        guard let arm = cells.arm, let outcome = scenario.response.outcome, let sums = cells.metric(outcome)
        else {
            throw FinegrainError.badInput(
                "the cells have no arm, or no outcome '\(scenario.response.outcome ?? "")'",
                remedy: "make them with finegrain compress --arm ... --outcomes ...", file: path,
                field: "response.outcome")
        }
        let columns = audience.attributes.map { attribute in
            cells.attributes.first { $0.name == attribute.name }!
        }
        let rows = (0..<cells.cellCount).map { cell in
            MeasuredResults.Row(
                levels: zip(columns, audience.attributes).map { column, attribute in
                    UInt8(attribute.levels.firstIndex(of: column.level(of: cell)) ?? 0)
                },
                arm: Int(arm.codes[cell]), customers: cells.counts[cell],
                outcomes: Int(sums.sums[cell].rounded()))
        }
        return try MeasuredResults(
            arms: arm.levels, control: scenario.response.controlArm, attributes: audience.attributes,
            rows: rows)
    }
}
