public import Quantities

/// Usage added up by meter. It knows no prices, so one ledger can be priced by many books.
public struct Ledger: Sendable {
    /// The total of one meter.
    public struct Entry: Hashable, Sendable {
        public var meter: Meter
        public var quantity: Int
    }

    /// In the order of first use; sorted only when it is read, which happens once a bill.
    private var totals: [Entry] = []
    private var indices: [Meter: Int] = [:]

    public init() {}

    /// Adds units to a meter; a zero leaves no trace.
    /// - Precondition: `quantity >= 0`; usage is never taken back.
    /// - Complexity: O(1).
    public mutating func add(_ quantity: Int, to meter: Meter) {
        precondition(quantity >= 0, "usage is never negative: \(meter) \(quantity)")
        guard quantity > 0 else { return }
        if let index = indices[meter] {
            totals[index].quantity += quantity
        } else {
            indices[meter] = totals.count
            totals.append(Entry(meter: meter, quantity: quantity))
        }
    }

    /// Adds what one call consumed.
    public mutating func add(_ usage: Usage) {
        for amount in usage.amounts { add(amount.quantity, to: amount.meter) }
    }

    /// Adds another ledger; the order of additions never shows.
    public mutating func add(_ other: Ledger) {
        for entry in other.totals { add(entry.quantity, to: entry.meter) }
    }

    /// The total of each meter that was used, in the order of meters.
    /// - Complexity: O(n log n) for n meters.
    public var entries: [Entry] { totals.sorted { $0.meter < $1.meter } }

    /// Units of one meter; zero where it was never used.
    public func quantity(of meter: Meter) -> Int { indices[meter].map { totals[$0].quantity } ?? 0 }

    /// Units of one kind over all services, skus and tiers.
    public func total(_ kind: Meter.Kind) -> Int {
        totals.reduce(0) { $0 + ($1.meter.kind == kind ? $1.quantity : 0) }
    }

    public var isEmpty: Bool { totals.isEmpty }
}

extension Ledger: Equatable {
    /// Equal totals by meter, in whatever order they came.
    public static func == (a: Self, b: Self) -> Bool { a.entries == b.entries }
}
