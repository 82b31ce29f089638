/// How a command prints its result.
public enum Format: String, Sendable, CaseIterable {
    case table, json, csv
}
