import Quantities
import Workbench

/// What moved the money of the row that a comparison speaks of, as amounts per campaign.
struct MoneyTable {
    struct Entry {
        var name: String
        var price: String
        var quantity: String
        var together: String
    }

    private let split: MoneySplit?

    init(_ comparison: RunComparison) { split = comparison.focus.map { comparison.rows[$0].money } }

    /// What the amounts are of.
    var period: String {
        guard let split else { return "" }
        return split.campaigns.a == split.campaigns.b ? "per campaign, first ones included" : "per run"
    }

    /// Services whose bill moved, then everybody's generic mail, which cost does not count, then the sum.
    var entries: [Entry] {
        guard let split else { return [] }
        var entries = split.services.filter { $0.effects.price != .zero || $0.effects.quantity != .zero }
            .map { entry($0.service, $0.effects, sign: 1, split) }
        guard !entries.isEmpty else { return [] }
        var total = split.total
        if split.baseline.price != .zero || split.baseline.quantity != .zero {
            entries.append(entry("less everybody's generic mail", split.baseline, sign: -1, split))
            total.price -= split.baseline.price
            total.quantity -= split.baseline.quantity
        }
        return entries + [entry("together", total, sign: 1, split)]
    }

    private func entry(_ name: String, _ effects: MoneySplit.Effects, sign: Double, _ split: MoneySplit)
        -> Entry
    {
        let count =
            Double(split.worlds) * (split.campaigns.a == split.campaigns.b ? Double(split.campaigns.b) : 1)
        func text(_ money: Money) -> String {
            MetricText.difference("money_usd", sign * money.usd / max(1, count))
        }
        return Entry(
            name: name, price: text(effects.price), quantity: text(effects.quantity),
            together: text(effects.price + effects.quantity))
    }
}
