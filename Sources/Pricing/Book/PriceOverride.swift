public import Quantities

/// A price of the user's own, as a scenario gives it: `sku`, `meter`, price.
public struct PriceOverride: Hashable, Sendable {
    public var sku: String
    /// A meter such as `input_tokens`, or tier and meter such as `batch.input_tokens`.
    public var meter: String
    /// A decimal in dollars.
    public var price: String
    /// Needed only where the book has the sku under no service or under several.
    public var service: String?
    /// Units that the price buys; nil: as many as in the row that is replaced.
    public var per: Int?
    /// Where the user wrote it, for problems.
    public var file: String?
    public var line: Int?

    public init(
        sku: String, meter: String, price: String, service: String? = nil, per: Int? = nil,
        file: String? = nil, line: Int? = nil
    ) {
        self.sku = sku
        self.meter = meter
        self.price = price
        self.service = service
        self.per = per
        self.file = file
        self.line = line
    }
}

extension PriceBook {
    /// The book with the user's prices in place of its own.
    ///
    /// An override is in dollars, in force on every day, and of grade A: nobody knows a user's
    /// contract better than the user.
    /// - Throws: `FinegrainError` (bad input) with every override that cannot be used: an unknown meter
    ///   or service, a bad or negative price, a sku that the book has under no service or several.
    public func overriding(_ overrides: [PriceOverride]) throws(FinegrainError) -> PriceBook {
        var problems: [Problem] = []
        var added: [PriceRow] = []
        for override in overrides {
            do throws(OverrideProblem) {
                let row = try self.row(of: override)
                if added.contains(where: { $0.meter == row.meter }) {
                    throw OverrideProblem(
                        message: "\(row.meter.label) is overridden twice", remedy: "keep one")
                }
                added.append(row)
            } catch {
                problems.append(
                    Problem(
                        error.message, remedy: error.remedy, file: override.file, line: override.line,
                        field: "prices.\(override.sku).\(override.meter)"))
            }
        }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        return PriceBook(
            rows: rows.filter { row in !added.contains { $0.meter == row.meter } } + added,
            limitRows: limitRows, creditPrices: creditPrices, files: files)
    }

    private func row(of override: PriceOverride) throws(OverrideProblem) -> PriceRow {
        let parts = override.meter.split(separator: ".", maxSplits: 1).map(String.init)
        let tier = parts.count == 2 ? Meter.Tier(rawValue: parts[0]) : .standard
        guard let tier, let kind = parts.last.flatMap(Meter.Kind.init(rawValue:)) else {
            throw OverrideProblem(
                message: "unknown meter '\(override.meter)'",
                remedy: "use one of \(FieldReader.list(Meter.Kind.self)); "
                    + "`batch.` or `long_context.` may stand before it")
        }
        let meter = Meter(try service(of: override), override.sku, kind, tier: tier)
        let old = row(for: meter)
        guard let per = override.per ?? old?.per, per > 0 else {
            throw OverrideProblem(message: "how many units does the price buy?", remedy: "add `per`")
        }
        let price: DecimalPrice
        do throws(DecimalPrice.Failure) {
            price = try DecimalPrice(override.price)
        } catch {
            let problem = error.problem(override.price)
            throw OverrideProblem(message: problem.message, remedy: problem.remedy)
        }
        return PriceRow(
            meter: meter, price: price, per: per, freePerMonth: old?.freePerMonth ?? 0,
            provenance: Provenance(
                source: "your price", date: "undated", grade: .a, file: override.file ?? "override",
                line: override.line ?? 0))
    }

    private func service(of override: PriceOverride) throws(OverrideProblem) -> Meter.Service {
        if let name = override.service {
            if let service = Meter.Service(rawValue: name) { return service }
            throw OverrideProblem(
                message: "unknown service '\(name)'",
                remedy: "use one of \(FieldReader.list(Meter.Service.self))")
        }
        let services = Meter.Service.allCases.filter { skus(of: $0).contains(override.sku) }
        if services.count == 1 { return services[0] }
        throw OverrideProblem(
            message: services.isEmpty
                ? "the book has no sku '\(override.sku)'"
                : "sku '\(override.sku)' is sold by \(services.map(\.rawValue).joined(separator: " and "))",
            remedy: "add the service")
    }
}

private struct OverrideProblem: Error {
    var message: String
    var remedy: String
}
