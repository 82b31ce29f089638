import Campaigns
import Encodings
import Scenarios
import Workbench
import YAMLReading

/// What a row is called: the values that it varies, or the baseline.
enum RowName {
    static func short(_ row: SweepRow) -> String {
        row.isBaseline ? "baseline" : row.values.map { text($0.value) }.joined(separator: ", ")
    }

    /// With the last part of each path, such as `depth 3, k 50`.
    static func long(_ row: SweepRow) -> String {
        if row.isBaseline { return "the generic copy for all" }
        return row.values.map { "\($0.name.split(separator: ".").last ?? "") \(text($0.value))" }.joined(
            separator: ", ")
    }

    static func text(_ value: YAMLTree) -> String {
        if case .scalar(let text, _) = value { text } else { value.json.text() }
    }
}
