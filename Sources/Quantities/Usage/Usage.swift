/// What one call consumed: whole amounts by meter, in the order in which they were metered.
///
/// A call has a handful of meters, so a small array beats a dictionary and keeps its order.
public struct Usage: Hashable, Sendable {
    public struct Amount: Hashable, Sendable {
        public var meter: Meter
        public var quantity: Int
    }

    public private(set) var amounts: [Amount] = []

    public init() {}

    /// Adds `quantity` to `meter`; a zero leaves no trace.
    /// - Precondition: `quantity >= 0`; usage is never taken back.
    public mutating func add(_ quantity: Int, to meter: Meter) {
        precondition(quantity >= 0, "usage is never negative: \(meter) \(quantity)")
        guard quantity > 0 else { return }
        if let index = amounts.firstIndex(where: { $0.meter == meter }) {
            amounts[index].quantity += quantity
        } else {
            amounts.append(Amount(meter: meter, quantity: quantity))
        }
    }

    public mutating func add(_ other: Usage) {
        for amount in other.amounts { add(amount.quantity, to: amount.meter) }
    }

    /// The total over all meters of one kind, any service and tier.
    public func total(_ kind: Meter.Kind) -> Int {
        amounts.reduce(0) { $0 + ($1.meter.kind == kind ? $1.quantity : 0) }
    }

    public var isEmpty: Bool { amounts.isEmpty }
}
