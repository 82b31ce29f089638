import Quantities
import Tabular

/// How to begin with a table of customers: attributes in the order in which they should cut, the smallest segment,
/// and the depths worth trying, from the data alone.
struct StartingPoint: Sendable {
    let customers: Int
    /// Whether segments were counted in a sample.
    let isSampled: Bool
    let numbers: NumberStyle
    let k: Int
    /// In the order of `order`, then those that follow from others.
    let attributes: [StartingAttribute]
    /// What each attribute adds, one per attribute that adds segments.
    let steps: [DimensionOrder.Step]
    /// How many of the attributes cut at the finest depth worth trying.
    let finest: Int
    let leftOut: [LeftOut]
    /// The arm and the results among the columns of a file with one row per customer.
    let experiment: (arm: String, results: [String])?
    /// The outcome by which the attributes were ordered; nil when it was by each other.
    let target: String?

    static let leastCustomers = 20
    static let usualK = 50
    /// A persona sees at most so many attributes.
    private static let mostAttributes = 12
    private static let mostDepths = 6
    private static let mostSegments = 2_000
    private static let mostLeaves = 1 << 20

    /// - Parameters:
    ///   - identifier: the column that tells customers apart, which is no attribute.
    ///   - older: an earlier export; only columns that both have can be attributes.
    ///   - outcome: for cells with arms, the metric of 0 and 1 whose difference between arms attributes should tell.
    ///   - mostCells: combinations of values that the scenario can hold.
    /// - Throws: bad input when customers or attributes are too few, with what was left out and why.
    init(
        _ survey: TableSurvey, identifier: String? = nil, older: TableSurvey? = nil, outcome: String? = nil,
        mostCells: Int = 1_000_000_000_000_000
    ) throws {
        customers = survey.customers
        isSampled = survey.cells == nil && survey.weights.count < survey.customers
        guard customers >= StartingPoint.leastCustomers else {
            throw FinegrainError.badInput(
                "\(customers) customer\(customers == 1 ? " is" : "s are") too few to segment",
                remedy: "give a table of at least \(StartingPoint.leastCustomers) customers",
                file: survey.file)
        }
        k = customers >= 20 * StartingPoint.usualK ? StartingPoint.usualK : max(5, customers / 20)
        numbers = StartingPoint.numberStyle(survey, older)
        let columns = StartingPoint.readings(survey, older, identifier, numbers: numbers, k: k)
        var leftOut = columns.leftOut
        var rows = StartingPoint.rows(columns.attributes, survey.weights)
        var kept = Array(columns.attributes.indices)
        experiment = StartingPoint.setAside(columns.attributes, rows, survey, &kept, &leftOut)
        StartingPoint.dropTwins(columns.attributes, rows, &kept, &leftOut)
        target = outcome
        var aim = DimensionOrder.Aim.others
        if let metric = outcome.flatMap({ survey.cells?.metric($0) }), let arm = survey.cells?.arm {
            aim = .contrast(outcome: rows.columns.count, arm: rows.columns.count + 1)
            rows = rows.split(by: metric, arm: arm)
        }
        StartingPoint.keepMostTelling(columns.attributes, rows, &kept, &leftOut)
        let scale = Double(survey.weights.reduce(0, +)) / Double(max(1, customers))
        let order = DimensionOrder(rows, candidates: kept, aim: aim, k: Double(k) * scale)
        var ordered: [StartingAttribute] = []
        var cells = 1
        for place in order.steps.map(\.attribute) + order.redundant {
            let attribute = columns.attributes[place]
            let (product, isTooLarge) = cells.multipliedReportingOverflow(by: attribute.levelCount)
            if ordered.count < StartingPoint.mostAttributes, !isTooLarge, product <= mostCells {
                ordered.append(attribute)
                cells = product
            } else {
                leftOut.append(
                    LeftOut(name: attribute.name, reason: "\(ordered.count) other attributes tell more"))
            }
        }
        let chosen = Set(ordered.map(\.name))
        attributes = ordered
        steps = order.steps.filter { chosen.contains(columns.attributes[$0.attribute].name) }
        let places = survey.columns.map(\.name)
        self.leftOut = leftOut.sorted {
            (places.firstIndex(of: $0.name) ?? 0) < (places.firstIndex(of: $1.name) ?? 0)
        }
        finest = StartingPoint.finest(steps, ordered)
        if finest < 1 { throw StartingPoint.tooFew(ordered, self.leftOut, file: survey.file) }
    }

    /// The deepest of the depths whose segments grow in number and reach half of the customers; 0 when nothing would be left to change.
    private static func finest(_ steps: [DimensionOrder.Step], _ attributes: [StartingAttribute]) -> Int {
        // The attribute behind the deepest cut still varies within segments, so that profiles can change.
        let most = min(mostDepths, min(steps.count, attributes.count) - 1)
        var leaves = 1
        var finest = min(1, max(0, most))
        for depth in stride(from: 1, through: most, by: 1) {
            leaves *= attributes[depth - 1].classes.count
            let step = steps[depth - 1]
            // Cutting on is for nothing once fewer segments are large enough than before.
            guard depth == 1 || step.published > steps[depth - 2].published, step.reached >= 0.5,
                step.published <= mostSegments, leaves <= mostLeaves
            else { break }
            finest = depth
        }
        return finest
    }

    private static func tooFew(
        _ attributes: [StartingAttribute], _ leftOut: [LeftOut], file: String
    ) -> FinegrainError {
        let found = attributes.isEmpty ? "no column" : "only '\(attributes[0].name)'"
        return FinegrainError(
            .badInput,
            [
                Problem(
                    "\(found) can be an attribute; a scenario needs two, one that cuts and one that changes within "
                        + "segments",
                    remedy: "export more of what you know about customers, with 2 to 255 values each",
                    file: file)
            ] + leftOut.map { Problem("left out: " + $0.reason, file: file, field: $0.name) })
    }
}
