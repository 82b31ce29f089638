import Quantities

/// What to tell somebody who asks for a price that the book does not have.
extension PriceBook {
    /// The problem of a meter without a usable row on `day`.
    func problem(of meter: Meter, on day: String?) -> Problem {
        let dated = rows(for: meter)
        guard let last = dated.last else { return missing(meter) }
        guard let row = self.row(for: meter, on: day) else {
            return Problem(
                "\(meter.label) has no price in force on \(day ?? "any day")",
                remedy: "add a row for that day, or price another day",
                file: last.provenance.file, line: last.provenance.line, field: meter.path)
        }
        return Problem(
            "\(meter.label) needs your price: none is published",
            remedy: "give it as a price override, or write it in place of `null`",
            file: row.provenance.file, line: row.provenance.line, field: meter.path)
    }

    private func missing(_ meter: Meter) -> Problem {
        let known = rows.filter { $0.meter.service == meter.service && $0.meter.sku == meter.sku }
        guard !known.isEmpty else { return unknownSku(meter.service, meter.sku, meter) }
        let meters = known.map { "\($0.meter.tier.rawValue).\($0.meter.kind.rawValue)" }
        return Problem(
            "\(meter.label) has no price; this sku has \(meters.joined(separator: ", "))",
            remedy: "add a row to \(file(of: meter.service)): \(meter.recipe)",
            file: known.first?.provenance.file, line: known.first?.provenance.line, field: meter.path)
    }

    func unknownSku(_ service: Meter.Service, _ sku: String, _ meter: Meter? = nil) -> Problem {
        // Ids differ by a prefix or a date more often than by a letter; a short list is shown whole.
        let skus = skus(of: service).filter { !$0.isEmpty }
        let similar = skus.filter { !sku.isEmpty && ($0.contains(sku) || sku.contains($0)) }
        let shown = similar.isEmpty && skus.count <= 12 ? skus : similar
        let hint = shown.isEmpty ? "" : "; known: \(shown.joined(separator: ", "))"
        let meter = meter ?? Meter(service, sku, .inputTokens)
        return Problem(
            "\(meter.label) has no price",
            remedy: "add a row to \(file(of: service)): \(meter.recipe)\(hint)", field: meter.path)
    }

    /// The file that a row of the service belongs in.
    private func file(of service: Meter.Service) -> String {
        files.last { $0.service == service }?.path ?? "a price file with `service: \(service.rawValue)`"
    }

    /// The problem of a credit that the book does not price.
    func problem(ofCredit key: (kind: CreditRegime.Kind, creditClass: String), on day: String?) -> Problem {
        let path = "credit_prices.\(key.kind.rawValue).\(key.creditClass)"
        let when = day.map { " on \($0)" } ?? ""
        return Problem(
            "a credit of \(key.kind.rawValue) \(key.creditClass) has no price\(when)",
            remedy: "add `\(path)` to \(file(of: .snowflake)), or choose another regime or day", field: path)
    }
}

extension Meter {
    /// The meter in words: `bedrock MODEL input_tokens (batch)`.
    var label: String {
        let name = [service.rawValue, sku, kind.rawValue].filter { !$0.isEmpty }.joined(separator: " ")
        return tier == .standard ? name : "\(name) (\(tier.rawValue))"
    }

    /// Where the row stands in a price file.
    var path: String { "\(service.rawValue).\(sku).\(tier.rawValue).\(kind.rawValue)" }

    /// What to write into a price file.
    var recipe: String {
        "skus: {\"\(sku)\": {\(tier.rawValue): {\(kind.rawValue): PRICE}}}"
    }
}
