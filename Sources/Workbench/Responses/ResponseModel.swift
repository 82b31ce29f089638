import Quantities
import Scenarios
import ServiceModels
public import Tabular
import Writing

/// Measured results written as the world of a scenario: the cells, and a scenario that draws its worlds
/// from their posterior.
///
/// The scenario runs as it is. What the data cannot say (margin, price of a mail, quota, drift) stands
/// there with the word *confirm* or *assumption* beside it. A world is binary, so only an outcome of zeros and ones is
/// taken; its draws are those of `response.from: results`, partially pooled over the attributes in their
/// order, never the raw rates.
public struct ResponseModel: Sendable {
    /// `response-cells.csv` and `response.yaml`, to be written into one folder.
    public let files: [(name: String, text: String)]

    static let cellsFile = "response-cells.csv"
    static let scenarioFile = "response.yaml"

    /// - Parameters:
    ///   - cells: attributes and arm with sums of the outcome; attributes from the one that tells most to
    ///     the one that tells least.
    ///   - control: the arm that effects are taken against.
    ///   - arms: the treatments, each of which becomes an angle.
    ///   - source: where the cells come from, in words, for the comments.
    ///   - marginUSD: margin of one outcome; an assumption is written when it is nil.
    ///   - sendUSD: price of one mail; an assumption is written when it is nil.
    ///   - angles: the angles of the copy deck; those of the deck in use when nil.
    /// - Throws: `FinegrainError` with every reason why no world can be made of these cells.
    /// - Complexity: O(cells × attributes).
    public init(
        cells: CellTable, outcome: String, control: String, arms: [String], source: String,
        marginUSD: Double? = nil, sendUSD: Double? = nil, angles: [String]? = nil
    ) throws {
        let measured = try ResponseCells(cells, outcome: outcome, control: control, arms: arms)
        let response = try ResponseModel.response(
            outcome: outcome, control: control, arms: arms, marginUSD: marginUSD, deck: angles)
        let scenario = ResponseScenario(
            measured: measured, response: response, source: source, sendUSD: sendUSD)
        files = [
            (ResponseModel.cellsFile, String(decoding: measured.table.csv().bytes, as: UTF8.self)),
            (ResponseModel.scenarioFile, scenario.text),
        ]
    }

    /// Each arm's mail as an angle of the deck; that of the deck in use when nil.
    /// - Throws: bad input when there are more arms than angles.
    static func response(
        outcome: String, control: String, arms: [String], marginUSD: Double?, deck: [String]?
    ) throws -> MeasuredResponse {
        let deck = try deck ?? deckAngles()
        // With one treatment the other angle is what the control got: a mix lies between the two.
        let standing = arms.count == 1 ? arms + [control] : arms
        guard standing.count <= 10, let names = AngleNames.assigned(to: standing, deck: deck) else {
            throw FinegrainError.badInput(
                "\(arms.count) arms need as many angles: the deck has \(deck.count), a scenario at most 10",
                remedy: "name fewer arms")
        }
        return MeasuredResponse(
            outcome: outcome, control: control, angles: zip(names, standing).map { Named($0, $1) },
            marginUSD: marginUSD)
    }

    /// The angles that the mock writer of copy knows.
    private static func deckAngles() throws -> [String] {
        let home = try Home(scenarioFolder: "")
        return try MockDecks.load(directory: home.path + "/mocks").copy.angles.map(\.name)
    }
}
