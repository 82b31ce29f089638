public import Quantities

/// Dated prices and limits with their sources: what anything costs, and who says so.
///
/// The book is data. It knows no usage; a `RateCard` fixes its day and credit regime.
public struct PriceBook: Sendable {
    /// Sorted by meter, then by the day from which the price is in force.
    public private(set) var rows: [PriceRow]
    /// Sorted by service, sku and name.
    public private(set) var limitRows: [LimitRow]
    /// Sorted by kind, class and day.
    public private(set) var creditPrices: [CreditPrice]
    /// The files that were read, in order, for a manifest.
    public private(set) var files: [File]

    /// A file that was read, and the service that it prices.
    public struct File: Hashable, Sendable {
        public var path: String
        public var service: Meter.Service?
    }

    /// An empty book, which prices nothing.
    public init() {
        self.init(rows: [], limitRows: [], creditPrices: [], files: [])
    }

    init(rows: [PriceRow], limitRows: [LimitRow], creditPrices: [CreditPrice], files: [File]) {
        self.rows = rows.sorted {
            $0.meter != $1.meter ? $0.meter < $1.meter : $1.validity.startsAfter($0.validity)
        }
        self.limitRows = limitRows.sorted { PriceBook.key($0) < PriceBook.key($1) }
        self.creditPrices = creditPrices.sorted {
            let (a, b) = (PriceBook.key($0), PriceBook.key($1))
            return a != b ? a < b : $1.validity.startsAfter($0.validity)
        }
        self.files = files
    }

    static func key(_ row: LimitRow) -> (String, String, String) {
        (row.service.rawValue, row.sku, row.name.rawValue)
    }

    static func key(_ price: CreditPrice) -> (String, String) { (price.kind.rawValue, price.creditClass) }

    /// The row in force on `day`, the newest where no day is given; nil where there is none.
    /// - Complexity: O(log rows).
    public func row(for meter: Meter, on day: String? = nil) -> PriceRow? {
        rows(for: meter).last { $0.validity.holds(on: day) }
    }

    /// All rows of a meter, the oldest first.
    func rows(for meter: Meter) -> ArraySlice<PriceRow> {
        let start = rows.partitioningIndex { $0.meter >= meter }
        let end = rows[start...].partitioningIndex { $0.meter > meter }
        return rows[start..<end]
    }

    /// The rows whose sku holds `pattern`, case ignored; all rows for an empty pattern.
    public func rows(matching pattern: String) -> [PriceRow] {
        guard !pattern.isEmpty else { return rows }
        let pattern = pattern.lowercased()
        return rows.filter { $0.meter.sku.lowercased().contains(pattern) }
    }

    /// The skus that a service has prices for, sorted.
    public func skus(of service: Meter.Service) -> [String] {
        var skus: [String] = []
        for row in rows where row.meter.service == service && row.meter.sku != skus.last {
            skus.append(row.meter.sku)
        }
        return skus
    }

    /// What the book knows about a model's limits; a limit that it does not state stays at its default.
    /// - Throws: `FinegrainError` (bad input) where the book has neither price nor limit of the model.
    public func limits(of service: Meter.Service, sku: String) throws(FinegrainError) -> ModelLimits {
        var limits = ModelLimits()
        var isKnown = false
        for row in limitRows where row.service == service && row.sku == sku {
            limits.set(row.name, to: row.value)
            isKnown = true
        }
        guard isKnown || skus(of: service).contains(sku) else {
            throw FinegrainError(.badInput, [unknownSku(service, sku)])
        }
        return limits
    }

    /// Prompts of more tokens than this are metered, and so billed, in the long-context tier.
    ///
    /// The metering decides the tier; the book only looks rows up and never changes a tier.
    /// - Throws: `FinegrainError` (bad input) for a model that the book does not know.
    public func longContextThreshold(of service: Meter.Service, sku: String) throws(FinegrainError) -> Int? {
        try limits(of: service, sku: sku).longContextThreshold
    }
}

extension RandomAccessCollection {
    /// The first index whose element satisfies `belongsAfter`, which holds from some index on.
    func partitioningIndex(where belongsAfter: (Element) -> Bool) -> Index {
        var (low, count) = (startIndex, count)
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if belongsAfter(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
