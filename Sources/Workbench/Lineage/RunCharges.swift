import Audiences
import Campaigns
import Pricing
import Quantities
import ServiceModels

/// A run's invoice split over the calls of its journal.
struct RunCharges {
    let billed: [BilledMeter]
    private let charges: [CostAllocation.Charge]
    /// The charges of call i are `charges[starts[i]..<starts[i + 1]]`; those of one owner lie side by side.
    private let starts: [Int]
    private let places: [Meter: Int]

    /// - Throws: `FinegrainError` when the charges do not sum to the invoice, which is a defect.
    init(_ run: SingleRun, _ lineage: Lineage) throws {
        billed = run.invoice.lines.map { BilledMeter($0, card: run.invoice.card) }
        var places: [Meter: Int] = [:]
        for (place, line) in run.invoice.lines.enumerated() { places[line.meter] = place }
        self.places = places
        var builder = ChargeBuilder()
        for campaign in lineage.campaigns {
            let published = Set(campaign.segments.map(\.identity))
            var parts = campaign.parts[...]
            for entry in run.journal.entries[campaign.calls] {
                var own: [ChargeBuilder.Part] = []
                while let part = parts.first, part.sequence == entry.sequence {
                    own.append(
                        .init(segment: part.segment, amounts: RunCharges.amounts(part.usage, places)))
                    parts.removeFirst()
                }
                let segment = CallOwner.segment(of: entry.service, entry.operation, entity: entry.entity)
                builder.add(
                    entry.sequence, campaign: campaign.index,
                    segment: segment.flatMap { published.contains($0) ? $0 : nil },
                    RunCharges.amounts(entry.usage, places), parts: own)
            }
        }
        var charges = builder.charges
        CostAllocation.allocate(&charges, over: billed)
        guard builder.overdrawn.isEmpty,
            charges.reduce(Money.zero, { $0 + $1.cost }) == run.invoice.total
        else { throw FinegrainError.defect("the charges of the segments do not sum to the invoice") }
        var starts = [Int](repeating: 0, count: run.journal.count + 1)
        for charge in charges { starts[charge.sequence + 1] += 1 }
        for call in 0..<run.journal.count { starts[call + 1] += starts[call] }
        self.charges = charges
        self.starts = starts
    }

    /// The charges of a call.
    subscript(sequence: Int) -> ArraySlice<CostAllocation.Charge> {
        charges[starts[sequence]..<starts[sequence + 1]]
    }

    /// Usage by the lines of the invoice.
    func amounts(_ usage: Usage) -> [ChargeBuilder.Amount] { RunCharges.amounts(usage, places) }

    private static func amounts(_ usage: Usage, _ places: [Meter: Int]) -> [ChargeBuilder.Amount] {
        usage.amounts.compactMap { amount in
            places[amount.meter].map { .init(line: $0, quantity: amount.quantity) }
        }
    }
}
