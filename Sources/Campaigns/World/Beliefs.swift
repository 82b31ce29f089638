import Audiences

/// What the writer of personas believes about who likes which message.
///
/// B̂ = ρB + √(1−ρ²)B′ with B′ an independent draw of the same law: at ρ = 1 the writer knows the
/// truth, at 0 it has prejudices of the right size and no knowledge. How much it knows is a property of
/// the system, so that rows with different ρ share a world.
struct Beliefs: Sendable {
    /// Preferences that everybody shares, μ, in standard deviations; known to the writer.
    let taste: [Double]
    /// B: what attributes truly add, in standard deviations.
    let truth: TasteTable
    /// B′: what a writer without knowledge would think.
    let prejudice: TasteTable
    /// Shares of the audience at week 0, x̄₀.
    let reference: [[Double]]
    /// √R²: the share of the preferences' spread that attributes explain.
    let scale: Double

    /// B̂ of a writer with knowledge ρ.
    func table(knowledge: Double) -> TasteTable { truth.blended(with: prejudice, correlation: knowledge) }

    /// The believed effect of a group of levels: the mean over the audience's levels in it.
    func effect(of table: TasteTable, attribute: Int, levels: [Int]) -> [Double] {
        let angles = table.angles
        var sum = [Double](repeating: 0, count: angles)
        var weight = 0.0
        for level in levels {
            let share = reference[attribute][level]
            weight += share
            for angle in 0..<angles { sum[angle] += share * table.effects[attribute][level * angles + angle] }
        }
        return weight > 0 ? sum.map { $0 / weight } : sum
    }
}
