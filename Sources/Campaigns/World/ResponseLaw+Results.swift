import Audiences
import Quantities
import RandomStreams
import Scenarios
import Uplift
import Writing

extension ResponseLaw {
    /// A world that the measured results allow: base rates and effects of each cell drawn from their
    /// partially pooled posterior, never set to the raw estimates.
    ///
    /// Each angle stands for one arm's mail, so that uᵢ is that mail's effect in customer i's cell, in
    /// logits against no mail, and a mix of angles works as the mixture of the mails' effects. One
    /// standard deviation of preference is the spread of those effects over the audience; the writer's
    /// beliefs concern the part of them that attributes add up to.
    func drawFromResults(_ delivered: ([Double]) throws -> [Double]) throws -> (Response, Beliefs) {
        guard let results = base.results else {
            throw FinegrainError.badInput(
                "responses from results need an audience with results",
                remedy: "load cells that have arms and outcomes",
                field: "response.from")
        }
        let world = results.posterior.draw(using: seed.streams("response.results"))
        let arms = try results.arms(of: settings)
        var values = [Double](repeating: 0, count: world.baseLogits.count * (angles + 1))
        for cell in world.baseLogits.indices {
            values[cell * (angles + 1)] = world.baseLogits[cell]
            for angle in 0..<angles {
                values[cell * (angles + 1) + 1 + angle] = world.effects[cell * world.armCount + arms[angle]]
            }
        }
        let spread = try split(values, results)
        let generic = PersonaBelief.softmax(spread.taste, temperature: persona.mixTemperature)
        let prejudice = rescaled(drawPrejudice(), like: spread.table)
        let response = Response(
            angles: settings.angles, genericMix: try delivered(generic), gamma: spread.unit,
            taste: spread.taste, explained: spread.table,
            surface: .cells(strides: results.strides, values: values),
            residual: .init(scale: 0, angles: angles, customers: 0, streams: seed.streams("response.own")))
        let beliefs = Beliefs(
            taste: spread.taste, truth: spread.table, prejudice: prejudice, reference: base.cells.shares,
            scale: 1)
        return (response, beliefs)
    }

    /// Splits drawn effects into their mean, the part that attributes add up to, and their spread.
    private func split(
        _ values: [Double], _ results: MeasuredResults
    ) throws -> (unit: Double, taste: [Double], table: TasteTable) {
        let width = base.cells.width
        let cells = base.cells.counts.indices
        let attributes = cells.map { Array(base.cells.rows[$0 * width..<($0 + 1) * width]) }
        let weights = base.cells.counts.map(Double.init)
        let total = weights.reduce(0, +)
        var variance = 0.0
        var fits: [AdditiveFit] = []
        for angle in 0..<angles {
            let effects = attributes.map { values[results.cell(of: $0) * (angles + 1) + 1 + angle] }
            let fit = try AdditiveFit(attributes: attributes, values: effects, weights: weights)
            for cell in cells {
                variance += weights[cell] * (effects[cell] - fit.intercept) * (effects[cell] - fit.intercept)
            }
            fits.append(fit)
        }
        let unit = max(ResponseLaw.stable((variance / total / Double(angles)).squareRoot()), 1e-9)
        let effects = base.audience.attributes.indices.map { j in
            base.audience.attributes[j].levels.indices.flatMap { level in
                fits.map { ResponseLaw.stable($0.effects[j][level] / unit) }
            }
        }
        return (
            unit, fits.map { ResponseLaw.stable($0.intercept / unit) },
            TasteTable(angles: angles, effects: effects)
        )
    }

    /// Rounded to 2⁻³²: the last bits of a fit depend on the BLAS in use, and no result may.
    private static func stable(_ value: Double) -> Double { (value * 0x1p32).rounded() * 0x1p-32 }

    /// A drawn table with each attribute's variance that of `model`.
    private func rescaled(_ table: TasteTable, like model: TasteTable) -> TasteTable {
        var table = table
        for j in table.effects.indices {
            let shares = base.cells.shares[j]
            let own = TasteTable.variance(table.effects[j], shares: shares, angles: angles)
            let wanted = TasteTable.variance(model.effects[j], shares: shares, angles: angles)
            let factor = own > 0 ? (wanted / own).squareRoot() : 0
            for index in table.effects[j].indices { table.effects[j][index] *= factor }
        }
        return table
    }
}
