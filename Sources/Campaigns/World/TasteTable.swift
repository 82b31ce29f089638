import Audiences
import Encodings
import RandomStreams

/// Effects of attribute levels on the preference for each angle: b(x) = Σⱼ Bⱼ[xⱼ].
///
/// `effects[attribute][level * angles + angle]`, in standard deviations of preference
/// (`docs/model.md`, "The world's response"): Bⱼ[l] ~ N(0, 1), centred on the audience of week 0, scaled so that
/// attribute j has `decay`ʲ times the variance of the first, and the whole scaled to variance one
/// (mean over angles). Draws are keyed by the attribute's name, so that another attribute moves none.
struct TasteTable: Sendable {
    let angles: Int
    var effects: [[Double]]

    init(angles: Int, effects: [[Double]]) {
        self.angles = angles
        self.effects = effects
    }

    /// Draws a table for an audience.
    /// - Complexity: O(cells x attributes x angles) for the variance of the whole.
    init(
        drawnFor cells: WeightedCells, attributes: [Attribute], angles: Int, decay: Double,
        streams: StreamFamily
    ) {
        self.angles = angles
        effects = attributes.indices.map { j in
            var name = Fingerprint()
            name.combine(attributes[j].name)
            var stream = streams.stream(entity: name.value)
            var table = (0..<attributes[j].levels.count * angles).map { _ in stream.normal() }
            TasteTable.centre(&table, shares: cells.shares[j], angles: angles)
            let variance = TasteTable.variance(table, shares: cells.shares[j], angles: angles)
            let scale = variance > 0 ? Math.power(decay, Double(j) / 2) / variance.squareRoot() : 0
            for index in table.indices { table[index] *= scale }
            return table
        }
        let total = cells.meanVariance(of: self)
        if total > 0 { scale(by: 1 / total.squareRoot()) }
    }

    mutating func scale(by factor: Double) {
        for j in effects.indices { for index in effects[j].indices { effects[j][index] *= factor } }
    }

    /// ρ·self + √(1−ρ²)·other: a table correlated with this one.
    func blended(with other: TasteTable, correlation: Double) -> TasteTable {
        let complement = max(0, 1 - correlation * correlation).squareRoot()
        return TasteTable(
            angles: angles,
            effects: zip(effects, other.effects).map {
                zip($0, $1).map { correlation * $0 + complement * $1 }
            })
    }

    static func centre(_ table: inout [Double], shares: [Double], angles: Int) {
        for angle in 0..<angles {
            var mean = 0.0
            for level in shares.indices { mean += shares[level] * table[level * angles + angle] }
            for level in shares.indices { table[level * angles + angle] -= mean }
        }
    }

    /// Variance over the audience, averaged over angles, of a centred table.
    static func variance(_ table: [Double], shares: [Double], angles: Int) -> Double {
        var sum = 0.0
        for level in shares.indices {
            for angle in 0..<angles {
                let value = table[level * angles + angle]
                sum += shares[level] * value * value
            }
        }
        return sum / Double(angles)
    }
}
