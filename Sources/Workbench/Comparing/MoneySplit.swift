import Pricing
public import Quantities

/// What moved the money between two invoices: prices, or what was used.
///
/// Each line of an invoice is L(q, p): quantity q at rate p, rounded half-even to the pico-dollar, once.
/// The price effect of a meter is L(q_A, p_B) − L(q_A, p_A), the quantity effect L(q_B, p_B) − L(q_A, p_B)
/// (Laspeyres' price and Paasche's quantity weights). They sum to L(q_B, p_B) − L(q_A, p_A) exactly, so
/// that their sum over meters is the difference of the two invoices to the pico-dollar. Each effect is a
/// difference of whole lines: the residue of rounding, below one pico-dollar per meter, stays within the
/// two, and equal quantities give a quantity effect of exactly zero, equal prices a price effect of zero.
/// A meter that only one side prices has the same price on both.
public struct MoneySplit: Sendable {
    /// The two effects on one service, or on all.
    public struct Effects: Hashable, Sendable {
        /// The invoice's sum on each side.
        public var a = Money.zero
        public var b = Money.zero
        public var price = Money.zero
        public var quantity = Money.zero

        public var difference: Money { b - a }
    }

    /// Services of either invoice, by name.
    public private(set) var services: [(service: String, effects: Effects)] = []
    /// Everybody's generic mail, which `cost_usd` does not count: to be taken off the total.
    public private(set) var baseline = Effects()
    /// The same number of worlds of both sides is summed.
    public let worlds: Int
    /// Campaigns of each of A's and B's worlds.
    public let campaigns: (a: Int, b: Int)

    /// All services together: the difference of the invoices.
    public var total: Effects {
        services.reduce(into: Effects()) { sum, entry in
            sum.a += entry.effects.a
            sum.b += entry.effects.b
            sum.price += entry.effects.price
            sum.quantity += entry.effects.quantity
        }
    }

    /// - Parameters:
    ///   - worlds: how many of the first worlds are summed on each side.
    ///   - meters: of both runs.
    /// - Throws: `FinegrainError` when an amount passes what money can hold.
    init(
        _ a: (run: StoredRun, row: StoredRow), _ b: (run: StoredRun, row: StoredRow), worlds: Int,
        meters: MeterAlignment
    ) throws {
        self.worlds = worlds
        campaigns = (a.row.campaigns, b.row.campaigns)
        let before = a.row.usage(ofFirst: worlds, meters: a.run.header.meters.count)
        let after = b.row.usage(ofFirst: worlds, meters: b.run.header.meters.count)
        let old = a.run.header.priceLists[a.row.priceList]
        let new = b.run.header.priceLists[b.row.priceList]
        for entry in meters.entries {
            let (p, q) = (entry.a.flatMap { old[$0]?.rate }, entry.b.flatMap { new[$0]?.rate })
            guard let priceA = p ?? q, let priceB = q ?? p else { continue }
            let effects = try MoneySplit.effects(
                entry.a.map { before.quantities[$0] } ?? 0, entry.b.map { after.quantities[$0] } ?? 0,
                priceA, priceB)
            if effects != Effects() { add(effects, to: entry.meter.service.rawValue) }
            if entry.meter == StoredRun.mailMeter {
                baseline = try MoneySplit.effects(before.mails, after.mails, priceA, priceB)
            }
        }
    }

    private mutating func add(_ effects: Effects, to service: String) {
        if services.last?.service != service { services.append((service, Effects())) }
        let place = services.count - 1
        services[place].effects.a += effects.a
        services[place].effects.b += effects.b
        services[place].effects.price += effects.price
        services[place].effects.quantity += effects.quantity
    }

    static func effects(_ quantityA: Int, _ quantityB: Int, _ priceA: Rate, _ priceB: Rate) throws -> Effects
    {
        let a = try priceA.cost(of: quantityA)
        let b = try priceB.cost(of: quantityB)
        let between = try priceB.cost(of: quantityA)
        return Effects(a: a, b: b, price: between - a, quantity: b - between)
    }
}

/// The meters of two runs side by side, in their order.
struct MeterAlignment {
    /// A meter and its place in each run; nil where the run does not have it.
    let entries: [(meter: Meter, a: Int?, b: Int?)]

    init(_ a: [Meter], _ b: [Meter]) {
        var all = a
        for meter in b where !a.contains(meter) { all.append(meter) }
        entries = all.sorted().map { ($0, a.firstIndex(of: $0), b.firstIndex(of: $0)) }
    }
}
