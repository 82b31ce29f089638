/// How a table was written, as far as it was detected.
public struct FileFormat: Hashable, Sendable {
    /// How the numbers of a column are written, when not with digits and a point.
    public struct Column: Hashable, Sendable {
        public var name: String
        public var style: NumberStyle
    }

    public var isCompressed = false
    public var encoding = TextEncoding.utf8
    /// Whether lines end in carriage returns alone, which are read as line feeds.
    public var hasBareReturns = false
    /// What stands between two fields.
    public var separator = FieldSeparator.comma
    /// The lines above the header that were passed over, blank ones left out.
    public var preamble: [String] = []
    /// Columns whose numbers have decimal commas or thousands marks.
    public var columns: [Column] = []

    public init() {}

    /// What differs from a UTF-8 file with commas, as a sentence; nil when nothing does.
    public var note: String? {
        var parts: [String] = []
        if isCompressed { parts.append("decompressed (gzip)") }
        if encoding != .utf8 { parts.append("as " + encoding.rawValue) }
        if hasBareReturns { parts.append("with carriage returns as line ends") }
        if separator != FieldSeparator.comma {
            parts.append("separated by " + FieldSeparator.plural(separator))
        }
        func names(_ style: NumberStyle) -> String {
            columns.filter { $0.style == style }.map(\.name).joined(separator: ", ")
        }
        let (commas, groups) = (names(.decimalComma), names(.commaGroups))
        if !commas.isEmpty { parts.append("with decimal commas in \(commas)") }
        if !groups.isEmpty { parts.append("with thousands marks in \(groups)") }
        var sentence = parts.isEmpty ? "" : "The file was read " + parts.joined(separator: ", ") + "."
        if let first = preamble.first {
            let count = preamble.count
            let line = first.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
            let shown = line.count > 60 ? String(line.prefix(60)) + "…" : line
            sentence +=
                (sentence.isEmpty ? "" : " ")
                + "\(count) line\(count == 1 ? "" : "s") above the header \(count == 1 ? "was" : "were") "
                + "passed over, the first being \"\(shown)\"."
        }
        return sentence.isEmpty ? nil : sentence
    }
}
