public import Encodings
public import Pricing
import Quantities

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

    /// In 80 columns: a product, then its meters; sources are numbered below.
    public var table: String {
        var sources: [String] = []
        let cells = rows.map { row -> [String] in
            if !sources.contains(row.provenance.source) { sources.append(row.provenance.source) }
            let place = (sources.firstIndex(of: row.provenance.source) ?? 0) + 1
            let tier = row.meter.tier == .standard ? "" : " (\(row.meter.tier.rawValue))"
            return [
                "  " + row.meter.kind.rawValue + tier, row.price?.description ?? "yours",
                PricesDocument.unit(row),
                row.provenance.date, row.provenance.grade.rawValue, "[\(place)]",
            ]
        }
        let lines = TextTable(
            header: [["product, meter", "price", "per", "as of", "grade", "source"]], rows: cells
        ).text
            .split(separator: "\n")
        var text = lines.prefix(2).joined(separator: "\n")
        for (index, row) in rows.enumerated() {
            if index == 0 || rows[index - 1].meter.sku != row.meter.sku
                || rows[index - 1].meter.service != row.meter.service
            {
                text += "\n\(row.meter.service.rawValue) \(row.meter.sku)"
            }
            text += "\n" + lines[index + 2]
        }
        let notes = sources.enumerated().map { TextTable.wrapped("[\($0 + 1)] \($1)", indent: "    ") }
        let grades =
            "Grades: A provider, B secondary, C to be confirmed by you. 'yours': no public price. cr.: credits."
        return ([text, ""] + notes + [TextTable.wrapped(grades)]).joined(separator: "\n")
    }

    private static func unit(_ row: PriceRow) -> String {
        let count =
            switch row.per {
            case 1_000_000: "1M"
            case 1_000: "1k"
            default: Digits.grouped(Double(row.per), 0)
            }
        return row.currency == .credits ? count + " cr." : count
    }
}
