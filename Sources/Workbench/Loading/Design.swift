import Audiences
import Encodings
import Quantities
import Scenarios
import YAMLReading

/// One row's design: its checked scenario and how it cuts these customers.
struct Design {
    let scenario: Scenario
    /// What this row varies, by path.
    let values: [Named<YAMLTree>]
    let depth: Int
    let hierarchy: SegmentHierarchy
    let layout: ProfileLayout
    /// A hash of the files that the row's results depend on.
    let inputsKey: String

    /// - Throws: `FinegrainError` naming dimensions, bands or profile attributes that these customers lack.
    init(
        scenario: Scenario, values: [Named<YAMLTree>], customers: CustomerShape, file: String,
        inputsKey: String
    ) throws {
        self.scenario = scenario
        self.values = values
        self.inputsKey = inputsKey
        let attributes = customers.attributes
        var problems: [Problem] = []
        let dimensions = Design.dimensions(scenario, attributes, file, &problems)
        let cutting = scenario.segmentation.dimensions.map(\.attribute)
        let exported =
            scenario.profile.attributes.isEmpty
            ? attributes.map(\.name).filter { !cutting.contains($0) } : scenario.profile.attributes
        if exported.isEmpty {
            problems.append(
                Problem(
                    "every attribute cuts, so no profile could ever change and the hit rate would mean nothing",
                    remedy: "name attributes that profiles export in profile.attributes, or cut by fewer",
                    file: file,
                    field: "profile.attributes"))
        }
        if scenario.privacy.k > customers.count {
            problems.append(
                Problem(
                    "k = \(scenario.privacy.k) is larger than the audience of \(customers.count)",
                    remedy: "lower privacy.k or load more customers", file: file, field: "privacy.k"))
        }
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
        do {
            hierarchy = try SegmentHierarchy(attributes: attributes, dimensions: dimensions)
            layout = try ProfileLayout(attributes: attributes, exported: exported, bands: [])
            depth = scenario.segmentation.depth ?? dimensions.count
            if depth > 0 { try layout.validate(hierarchy, depth: depth) }
        } catch {
            throw FinegrainError(
                error.kind,
                error.problems.map { problem in
                    var problem = problem
                    problem.file = problem.file ?? file
                    return problem
                })
        }
    }

    private static func dimensions(
        _ scenario: Scenario, _ attributes: [Attribute], _ file: String, _ problems: inout [Problem]
    ) -> [Dimension] {
        scenario.segmentation.dimensions.enumerated().map { index, dimension in
            let field = "segmentation.dimensions[\(index)]"
            guard let attribute = attributes.first(where: { $0.name == dimension.attribute }) else {
                problems.append(
                    Problem(
                        "the audience has no attribute '\(dimension.attribute)'",
                        remedy: "attributes are " + attributes.map(\.name).joined(separator: ", "),
                        file: file, field: field))
                return Dimension(dimension.attribute)
            }
            guard !dimension.bands.isEmpty else { return Dimension(dimension.attribute) }
            let bands = dimension.bands.map { band in
                band.levels.compactMap { level -> Int? in
                    if let place = attribute.levels.firstIndex(of: level) { return place }
                    problems.append(
                        Problem(
                            "'\(dimension.attribute)' has no level '\(level)'",
                            remedy: "levels are " + attribute.levels.joined(separator: ", "), file: file,
                            field: field + ".bands"))
                    return nil
                }
            }
            return Dimension(dimension.attribute, bands: bands, bandNames: dimension.bands.map(\.name))
        }
    }

    /// Rows with equal keys may share a world and its roll-up.
    var worldKey: String {
        var scenario = scenario
        scenario.segmentation.depth = nil
        // What the system knows, how copy ages and what an outcome is worth change no customer.
        let plain = ResponseSettings()
        scenario.response.knowledge = plain.knowledge
        scenario.response.draftSD = plain.draftSD
        scenario.response.testSends = plain.testSends
        scenario.response.offbrandLogit = plain.offbrandLogit
        scenario.response.wearOut = plain.wearOut
        scenario.response.marginUSD = plain.marginUSD
        return JSONValue.array([
            .integer(scenario.seed), scenario.run.canonical, scenario.audience.canonical,
            scenario.drift.canonical,
            scenario.segmentation.canonical, scenario.profile.canonical, scenario.response.canonical,
            scenario.experiment.canonical, .number(scenario.persona.mixTemperature),
        ]).text()
    }

    /// The canonical text of everything that decides a row's results, for the run store.
    var resultKey: String {
        var scenario = scenario
        scenario.sweep = SweepSettings()
        scenario.decision = DecisionSettings()
        // Limits that only the decision reads.
        let plain = LimitsSettings()
        scenario.limits.onTimeShare = plain.onTimeShare
        scenario.limits.minimumK = plain.minimumK
        scenario.limits.throttledShare = plain.throttledShare
        scenario.limits.atP95 = plain.atP95
        scenario.uncertainty = []
        scenario.name = ""
        scenario.description = ""
        return scenario.canonical.text()
    }
}
