import Audiences

/// Turns calls into charges: each call is charged to its segment, a shared call's parts to theirs, and the rest of
/// it to the campaign.
///
/// The writer of the lineage and its reader use the same rule, the one on the run's journal in memory, the other on
/// the file.
struct ChargeBuilder {
    /// Units of a line of the invoice.
    struct Amount: Hashable {
        var line: Int
        var quantity: Int
    }

    /// One segment's part of a shared call.
    struct Part {
        var segment: SegmentIdentity
        var amounts: [Amount]
    }

    private(set) var charges: [CostAllocation.Charge] = []
    /// Calls whose parts use more than the call, by sequence.
    private(set) var overdrawn: [Int] = []

    /// - Parameter segment: who asked for the call alone; nil for a shared one.
    mutating func add(
        _ sequence: Int, campaign: Int, segment: SegmentIdentity?, _ amounts: [Amount], parts: [Part]
    ) {
        var rest = amounts
        for part in parts {
            let owner = CostAllocation.Owner(campaign: campaign, segment: part.segment)
            for amount in part.amounts {
                append(sequence, owner, amount)
                if let place = rest.firstIndex(where: { $0.line == amount.line }),
                    rest[place].quantity >= amount.quantity
                {
                    rest[place].quantity -= amount.quantity
                } else {
                    overdrawn.append(sequence)
                }
            }
        }
        let owner = CostAllocation.Owner(campaign: campaign, segment: segment)
        for amount in rest { append(sequence, owner, amount) }
    }

    private mutating func append(_ sequence: Int, _ owner: CostAllocation.Owner, _ amount: Amount) {
        guard amount.quantity > 0 else { return }
        charges.append(.init(sequence: sequence, owner: owner, line: amount.line, quantity: amount.quantity))
    }
}
