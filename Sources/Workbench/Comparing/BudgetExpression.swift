public import Encodings
import Quantities
public import Scenarios

/// A limit that a run must keep: `METRIC[.mean|.p5|.p50|.p95] <=|<|>=|> NUMBER[%]`.
///
/// `delta(METRIC)` is the difference to A; with a percentage, relative to A. `row(path=value,...).` before
/// either names the row; without it the recommended row is meant.
public struct BudgetExpression: Hashable, Sendable {
    public enum Statistic: String, CaseIterable, Sendable { case mean, p5, p50, p95 }
    public enum Relation: String, CaseIterable, Sendable {
        // Longer ones first: the parser takes the first that fits.
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    /// As it was given.
    public let text: String
    /// Values that the row must have; nil for the recommended row.
    public let row: [Named<JSONValue>]?
    public let isDelta: Bool
    public let metric: String
    public let statistic: Statistic
    public let relation: Relation
    /// The number, a percentage as a share.
    public let bound: Double
    public let isPercent: Bool

    /// - Throws: `FinegrainError` that says at which character the text goes wrong.
    public init(_ text: String) throws {
        var parser = BudgetParser(text)
        self.text = text
        row = try parser.row()
        isDelta = parser.take("delta(")
        metric = try parser.name("a metric, such as cost_usd")
        if isDelta {
            statistic = .mean
            try parser.expect(")", "')' after the metric: delta takes no statistic")
        } else {
            statistic = try parser.statistic()
        }
        relation = try parser.relation()
        (bound, isPercent) = try parser.number()
        try parser.end()
    }

    /// Whether a value keeps the limit; one that is not a number keeps none.
    func holds(_ value: Double) -> Bool {
        switch relation {
        case .atMost: value <= bound
        case .below: value < bound
        case .atLeast: value >= bound
        case .above: value > bound
        }
    }
}

/// Reads an expression from the left; spaces between parts do not matter.
private struct BudgetParser {
    private let text: String
    private let characters: [Character]
    private var position = 0

    init(_ text: String) {
        self.text = text
        characters = Array(text)
    }

    private mutating func skipSpace() {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
    }

    mutating func take(_ word: String) -> Bool {
        skipSpace()
        guard characters[position...].starts(with: Array(word)) else { return false }
        position += word.count
        return true
    }

    private func failure(_ expected: String) -> FinegrainError {
        let found =
            position < characters.count ? "found '\(String(characters[position...]))'" : "it ends there"
        return .badInput(
            "'\(text)': character \(position + 1): expected \(expected); \(found)",
            remedy:
                "write METRIC[.mean|.p5|.p50|.p95] <=|<|>=|> NUMBER[%], with delta(METRIC) for the change and "
                + "row(path=value). in front for another row than the recommended one", field: "--budget")
    }

    mutating func expect(_ word: String, _ expected: String) throws {
        if !take(word) { throw failure(expected) }
    }

    mutating func name(_ expected: String) throws -> String {
        skipSpace()
        let rest = characters[position...].prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard let first = rest.first, first.isLetter else { throw failure(expected) }
        position += rest.count
        return String(rest)
    }

    mutating func statistic() throws -> BudgetExpression.Statistic {
        guard take(".") else { return .mean }
        let start = position
        guard let statistic = BudgetExpression.Statistic(rawValue: try name("mean, p5, p50 or p95")) else {
            position = start
            throw failure("mean, p5, p50 or p95")
        }
        return statistic
    }

    mutating func relation() throws -> BudgetExpression.Relation {
        for relation in BudgetExpression.Relation.allCases where take(relation.rawValue) { return relation }
        throw failure("<=, <, >= or >")
    }

    mutating func number() throws -> (bound: Double, isPercent: Bool) {
        skipSpace()
        let rest = characters[position...].prefix { $0.isNumber || "+-.eE_".contains($0) }
        guard let value = Double(String(rest.filter { $0 != "_" })), value.isFinite else {
            throw failure("a number such as 500, 0.95 or 95%")
        }
        position += rest.count
        let isPercent = take("%")
        return (isPercent ? value / 100 : value, isPercent)
    }

    mutating func end() throws {
        skipSpace()
        if position < characters.count { throw failure("the end") }
    }

    /// `row(path=value,...).`, or nil where the expression has none.
    mutating func row() throws -> [Named<JSONValue>]? {
        guard take("row(") else { return nil }
        var values: [Named<JSONValue>] = []
        repeat {
            let start = position
            let part = try argument()
            do {
                let value = try ScenarioFile.override(part)
                values.append(Named(value.name.filter { !$0.isWhitespace }, value.value.json))
            } catch {
                position = start
                throw failure("path=value, such as segmentation.depth=3")
            }
        } while take(",")
        try expect(")", "')' after the row's values")
        try expect(".", "'.' and a metric after the row")
        return values
    }

    /// Text up to a comma or parenthesis that stands outside of brackets.
    private mutating func argument() throws -> String {
        skipSpace()
        let start = position
        var depth = 0
        while position < characters.count {
            let character = characters[position]
            if depth == 0, character == "," || character == ")" { break }
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            position += 1
        }
        var part = String(characters[start..<position])
        while part.last?.isWhitespace == true { part.removeLast() }
        return part
    }
}
