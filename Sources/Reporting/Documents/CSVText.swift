import Encodings

/// Lines of CSV (RFC 4180, LF).
struct CSVText {
    private(set) var text = ""

    mutating func row(_ fields: [String]) {
        text += fields.map(CSVText.quoted).joined(separator: ",") + "\n"
    }

    /// Empty where there is no number, or none that is finite.
    static func number(_ value: Double?) -> String {
        value.flatMap { $0.isFinite ? JSONValue.number($0).text() : nil } ?? ""
    }

    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
