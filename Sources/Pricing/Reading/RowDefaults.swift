import Yams

/// What a row inherits: a sku overrides the file, a row overrides the sku.
struct RowDefaults {
    private(set) var currency = PriceRow.Currency.usd
    private(set) var per: Int?
    private(set) var validity = Validity()
    private var source: String?
    private var date: String?
    private var grade: Grade?
    private var region: String?
    private var note: String?

    static let provenanceKeys = ["source", "date", "grade", "region", "note"]
    static let keys = provenanceKeys + ["currency", "per", "from", "until"]

    /// A note on a model's price says nothing about its limits.
    var withoutNote: RowDefaults {
        var copy = self
        copy.note = nil
        return copy
    }

    mutating func override(by fields: Fields, reader: inout FieldReader) {
        if let node = fields["currency"] {
            currency = reader.choice(PriceRow.Currency.self, node, "currency") ?? currency
        }
        if let node = fields["per"] { per = reader.positive(node, "per") ?? per }
        if let node = fields["source"] { source = reader.text(node, "source") ?? source }
        if let node = fields["grade"] { grade = reader.choice(Grade.self, node, "grade") ?? grade }
        if let node = fields["region"] { region = reader.text(node, "region") ?? region }
        if let node = fields["note"] { note = reader.text(node, "note") ?? note }
        if let node = fields["from"] { validity.from = reader.day(node, "from") }
        if let node = fields["until"] { validity.until = reader.day(node, "until") }
        if let node = fields["date"], let text = reader.text(node, "date") {
            date = text
            if text != "undated", !Validity.isDayMonthOrYear(text) {
                reader.report(
                    "'\(text)' is no date", at: node, "date",
                    remedy: "write YYYY, YYYY-MM, YYYY-MM-DD or `undated`")
            }
        }
    }

    func provenance(at node: Node, _ field: String, reader: inout FieldReader) -> Provenance? {
        guard let source, let date, let grade else {
            let missing = [("source", source), ("date", date), ("grade", grade?.rawValue)]
                .filter { $0.1 == nil }.map(\.0).joined(separator: ", ")
            reader.report(
                "the row has no \(missing)", at: node, field,
                remedy: "add it to the row, the sku or the file: a price without a source cannot be checked")
            return nil
        }
        return Provenance(
            source: source, date: date, grade: grade, region: region, note: note, file: reader.file,
            line: node.mark?.line ?? 0)
    }
}
