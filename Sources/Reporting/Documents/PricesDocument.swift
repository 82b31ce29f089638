public import Pricing
public import Quantities

/// The price book with source, date and grade, as JSON, table or CSV.
public struct PricesDocument {
    private let rows: [PriceRow]

    /// - Parameter pattern: only rows whose product holds this; empty for all.
    public init(_ book: PriceBook, pattern: String) { rows = book.rows(matching: pattern) }

    public var json: JSONValue {
        .members([
            "schema": "finegrain.prices/1",
            "rows": .array(
                rows.map { row in
                    .members([
                        "service": .string(row.meter.service.rawValue), "sku": .string(row.meter.sku),
                        "meter": .string(row.meter.kind.rawValue), "tier": .string(row.meter.tier.rawValue),
                        "price": row.price.map { .string($0.description) } ?? .null,
                        "currency": .string(row.currency.rawValue), "per": .integer(row.per),
                        "source": .string(row.provenance.source), "date": .string(row.provenance.date),
                        "grade": .string(row.provenance.grade.rawValue),
                        "from": row.validity.from.map { .string($0) } ?? .null,
                        "until": row.validity.until.map { .string($0) } ?? .null,
                        "note": row.provenance.note.map { .string($0) } ?? .null,
                    ])
                }),
        ])
    }

    public var csv: String {
        var csv = CSVText()
        csv.row(["service", "sku", "meter", "tier", "price", "currency", "per", "source", "date", "grade"])
        for row in rows {
            csv.row([
                row.meter.service.rawValue, row.meter.sku, row.meter.kind.rawValue, row.meter.tier.rawValue,
                row.price?.description ?? "", row.currency.rawValue, String(row.per), row.provenance.source,
                row.provenance.date, row.provenance.grade.rawValue,
            ])
        }
        return csv.text
    }

    /// In 80 columns; sources are numbered below.
    public var table: String {
        var sources: [String] = []
        let cells = rows.map { row -> [String] in
            if !sources.contains(row.provenance.source) { sources.append(row.provenance.source) }
            let place = (sources.firstIndex(of: row.provenance.source) ?? 0) + 1
            let tier = row.meter.tier == .standard ? "" : " \(row.meter.tier.rawValue)"
            return [
                row.meter.sku.isEmpty ? row.meter.service.rawValue : row.meter.sku, row.meter.kind.rawValue + tier,
                row.price?.description ?? "yours", PricesDocument.unit(row), row.provenance.date,
                row.provenance.grade.rawValue, "[\(place)]",
            ]
        }
        let table = TextTable(
            header: [["product", "meter", "price", "per", "as of", "gr.", "src"]], rows: cells, leftColumns: [0, 1])
        let notes = sources.enumerated().map { TextTable.wrapped("[\($0 + 1)] \($1)", indent: "    ") }
        return ([table.text, ""] + notes + ["Grades: A provider, B secondary, C to be confirmed by you. 'yours': no public price."])
            .joined(separator: "\n")
    }

    private static func unit(_ row: PriceRow) -> String {
        let count =
            switch row.per {
            case 1_000_000: "1M"
            case 1_000: "1k"
            default: Digits.grouped(Double(row.per), 0)
            }
        return row.currency == .credits ? count + " (credits)" : count
    }
}
