import Encodings
import Scenarios

/// The text of a scenario that a person will go on editing: YAML with comments that say where values come from.
///
/// `confirm:` marks a placeholder for what only the user knows, `assumption:` what nobody has measured.
struct ScenarioText {
    /// Comments are wrapped at this width.
    private static let width = 110

    private var lines: [String] = []

    /// The whole file.
    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func blank() { lines.append("") }

    /// A line of YAML, with a note behind it.
    mutating func line(_ text: String, note: String? = nil) {
        lines.append(text + (note.map { "   # " + ScenarioText.plain($0) } ?? ""))
    }

    /// A placeholder for what only the user knows.
    mutating func line(_ text: String, confirm what: String) { line(text, note: "confirm: " + what) }

    /// A value that nobody has measured.
    mutating func line(_ text: String, assumption what: String) { line(text, note: "assumption: " + what) }

    /// A paragraph of comment; lines after the first are indented by `hanging`.
    mutating func comment(_ text: String, indent: String = "", hanging: String = "") {
        var current = indent + "#"
        for word in ScenarioText.plain(text).split(separator: " ") {
            if current.count + 1 + word.count > ScenarioText.width {
                lines.append(current)
                current = indent + "#" + hanging
            }
            current += " " + word
        }
        lines.append(current)
    }

    /// What both kinds of written scenarios leave to the user behind the response.
    mutating func userFigures(sendUSD: Double?, wage: Double?) {
        if let sendUSD {
            line("prices: {send_usd: \(Quoted.number(sendUSD))}", note: "as given with --cost")
        } else {
            line("prices: {send_usd: 0.001}", confirm: "price of one mail in USD, from your contract")
        }
        line(
            "limits: {bedrock_tokens_per_minute: 200000}",
            confirm: "the quota of your own account, from Service Quotas")
        line(
            "campaign: {brief_changes_every: never}",
            confirm: "sends until a new brief makes all copy anew; never is a standing brief")
        if let wage {
            line(
                "review: {wage_usd_per_hour: \(Quoted.number(wage))}",
                confirm: "wage of those who approve copy")
        }
    }

    /// One line without control characters.
    private static func plain(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }.filter { $0 >= " " })
    }
}

/// Values as YAML writes them.
enum Quoted {
    /// Plain where it can mean nothing else, otherwise in JSON's double quotes, which are YAML's too.
    static func text(_ text: String) -> String {
        let isPlain =
            text.first.map { $0.isASCII && $0.isLetter } == true
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
        return isPlain ? text : JSONValue.string(text).text()
    }

    static func list(_ texts: [String]) -> String {
        "[" + texts.map(Quoted.text).joined(separator: ", ") + "]"
    }

    /// The shortest text that reads back as the same number.
    static func number(_ value: Double) -> String { JSONValue.number(value).text() }
}
