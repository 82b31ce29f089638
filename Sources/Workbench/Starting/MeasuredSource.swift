import Campaigns
import Quantities
import Tabular

/// Results in a file of cells that can be the world of a scenario: arms and an outcome of zeros and ones.
struct MeasuredSource {
    let outcome: String
    let control: String
    let treatments: [String]
    /// Whether no arm has the name of a control.
    let isControlGuessed: Bool

    static let mostCells = MeasuredResults.mostCells

    private static let controls = [
        "control", "controlgroup", "kontrolle", "kontrollgruppe", "none", "no", "nomail", "noemail",
        "nocontact",
        "nobody", "holdout", "placebo", "baseline", "untreated", "notreatment", "off", "0",
    ]

    /// - Returns: nil when there are no arms, or no outcome that is yes or no.
    init?(_ survey: TableSurvey) {
        guard let cells = survey.cells, let arm = cells.arm else { return nil }
        let arms = arm.levels.indices.filter { arm.codes.contains(UInt8($0)) }.map { arm.levels[$0] }
        guard arms.count >= 2, let outcome = cells.outcomes.first(where: { cells.isBinary($0) }) else {
            return nil
        }
        let named = arms.first {
            MeasuredSource.controls.contains($0.lowercased().filter { $0.isLetter || $0.isNumber })
        }
        self.outcome = outcome.name
        control = named ?? arms[0]
        isControlGuessed = named == nil
        treatments = arms.filter { $0 != (named ?? arms[0]) }
    }

    /// - Throws: bad input with every reason why no world can be made of these results.
    func check(_ survey: TableSurvey, _ point: StartingPoint) throws {
        guard let cells = survey.cells else { throw FinegrainError.defect("results without cells") }
        let bands = point.attributes.compactMap { attribute -> Bands? in
            if case .bands(let bands) = attribute.cut { bands } else { nil }
        }
        _ = try ResponseCells(
            cells.rolledUp(by: point.attributes.map(\.name), bands: bands, file: survey.file),
            outcome: outcome,
            control: control, arms: treatments)
        _ = try response()
    }

    func response() throws -> MeasuredResponse {
        try ResponseModel.response(
            outcome: outcome, control: control, arms: treatments, marginUSD: nil, deck: nil)
    }
}

extension CellTable {
    /// Whether an outcome is 0 or 1 for every customer, as far as its sums tell.
    func isBinary(_ metric: MetricSums) -> Bool {
        (0..<cellCount).allSatisfy { cell in
            let sum = metric.sums[cell]
            return sum == metric.squares[cell] && sum == sum.rounded() && sum >= 0
                && sum <= Double(counts[cell])
        }
    }
}
