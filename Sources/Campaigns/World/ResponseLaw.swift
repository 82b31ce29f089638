import Audiences
import Quantities
import RandomStreams
import Scenarios
import Workers
import Writing

/// The law that a world's response is drawn from (`docs/model.md`, "The world's response").
struct ResponseLaw {
    let base: CustomerBase
    let settings: ResponseSettings
    let persona: PersonaSettings
    let seed: Seed
    /// Whether the writer's prejudices have their sign turned, as in the second world of a pair.
    var mirrorsPrejudice = false
    var workers = WorkerPool()

    var angles: Int { settings.angles.count }

    /// Draws the truth and the writer's beliefs about it.
    func draw(delivered: ([Double]) throws -> [Double]) throws -> (Response, Beliefs) {
        switch settings.from {
        case .synthetic: try drawSynthetic(delivered)
        case .results: try drawFromResults(delivered)
        }
    }

    /// μ: a random permutation of equally spaced values, scaled to the given standard deviation.
    private func drawTaste() -> [Double] {
        var values = (0..<angles).map { -1 + 2 * Double($0) / Double(angles - 1) }
        let deviation = (values.reduce(0) { $0 + $1 * $1 } / Double(angles)).squareRoot()
        var stream = seed.streams("response.taste").stream(entity: 0)
        for index in stride(from: angles - 1, to: 0, by: -1) {
            values.swapAt(index, Int(stream.below(UInt32(index + 1))))
        }
        return values.map { $0 / deviation * settings.tasteSD }
    }

    func drawTable(_ name: String) -> TasteTable {
        TasteTable(
            drawnFor: base.cells, attributes: base.audience.attributes, angles: angles, decay: settings.decay,
            streams: seed.streams(name))
    }

    /// B′: what a writer without knowledge would think.
    func drawPrejudice() -> TasteTable {
        var table = drawTable("response.prejudice")
        if mirrorsPrejudice { table.scale(by: -1) }
        return table
    }

    private func drawSynthetic(_ delivered: ([Double]) throws -> [Double]) throws -> (Response, Beliefs) {
        guard let baseRate = settings.baseRate else {
            throw FinegrainError.badInput("required for synthetic responses", field: "response.base_rate")
        }
        let taste = drawTaste()
        let table = drawTable("response.truth")
        var explained = table
        explained.scale(by: settings.explainedShare.squareRoot())
        let generic = PersonaBelief.softmax(taste, temperature: persona.mixTemperature)
        let residualShare = (1 - settings.explainedShare).squareRoot()
        var response = Response(
            angles: settings.angles, genericMix: generic, gamma: 1, taste: taste, explained: explained,
            surface: .additive(
                baseRate: baseRate, withoutMail: Math.logistic(Math.logit(baseRate) - settings.mailLogit)),
            residual: .init(
                scale: residualShare, angles: angles, customers: base.audience.count,
                streams: seed.streams("response.own"), workers: workers))
        let gains = personalGains(of: response, generic: generic)
        guard
            let gamma = Calibration.gamma(
                gains: gains.values, weights: gains.weights, baseRate: baseRate, lift: settings.lift)
        else {
            throw FinegrainError.badInput(
                "no strength of preference lifts outcomes by \(settings.lift)",
                remedy: "lower response.lift or response.base_rate", field: "response.lift")
        }
        response.gamma = gamma
        response.residual.scale = gamma * residualShare
        response.genericMix = try delivered(generic)
        let beliefs = Beliefs(
            taste: taste, truth: table, prejudice: drawPrejudice(),
            reference: base.cells.shares,
            scale: settings.explainedShare.squareRoot())
        return (response, beliefs)
    }

    /// (cᵢ − c₀)·θᵢ at γ = 1: for each customer by own preferences, or for each cell by what attributes explain.
    private func personalGains(of unit: Response, generic: [Double]) -> (values: [Double], weights: [Double])
    {
        let individual = settings.calibrateOn == .individual
        let count = individual ? base.audience.count : base.cells.counts.count
        let values = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            nonisolated(unsafe) let out = buffer.baseAddress!
            let chunk = 1 << 13
            workers.forEach((count + chunk - 1) / chunk) { _, index in
                var utilities = [Double](repeating: 0, count: angles)
                var row = [UInt8](repeating: 0, count: base.audience.attributes.count)
                for place in index * chunk..<min(count, (index + 1) * chunk) {
                    for j in row.indices {
                        row[j] =
                            individual
                            ? base.audience.columns[j][place] : base.cells.rows[place * row.count + j]
                    }
                    if individual {
                        _ = unit.utilities(customer: place, row: row, into: &utilities)
                    } else {
                        unit.sharedUtilities(row: row, into: &utilities)
                    }
                    let mix = PersonaBelief.softmax(utilities, temperature: persona.mixTemperature)
                    var gain = 0.0
                    for angle in 0..<angles { gain += (mix[angle] - generic[angle]) * utilities[angle] }
                    (out + place).initialize(to: gain)
                }
            }
            initialized = count
        }
        return (
            values, individual ? [Double](repeating: 1, count: count) : base.cells.counts.map(Double.init)
        )
    }

    /// Covariance of utilities over the audience: attributes' part over the cells, own part from its law.
    func utilityCovariance(of response: Response) -> [Double] {
        var mean = [Double](repeating: 0, count: angles)
        var square = [Double](repeating: 0, count: angles * angles)
        var utilities = mean
        let width = base.audience.attributes.count
        for cell in base.cells.counts.indices {
            let row = Array(base.cells.rows[cell * width..<(cell + 1) * width])
            response.sharedUtilities(row: row, into: &utilities)
            let weight = Double(base.cells.counts[cell]) / Double(base.cells.total)
            for a in 0..<angles {
                mean[a] += weight * utilities[a]
                for b in 0..<angles { square[a * angles + b] += weight * utilities[a] * utilities[b] }
            }
        }
        for a in 0..<angles {
            for b in 0..<angles { square[a * angles + b] -= mean[a] * mean[b] }
            square[a * angles + a] += response.residual.scale * response.residual.scale
        }
        return square
    }
}
