import Audiences
import RandomStreams
import Workers

/// The truth about what copy does, which only the world knows.
///
/// A copy with angle mix c moves the logit of customer i's outcome by (c − c₀)·uᵢ, where c₀ is the mix
/// of the generic copy and uᵢ the customer's utility for each angle, in logits:
/// uᵢ = γ(μ + √R²·b(xᵢ) + √(1−R²)·eᵢ), eᵢ fixed for life (`docs/model.md`, "The world's response"). In a world made
/// from results, uᵢ is the effect of each arm's mail in the customer's cell.
public struct Response: Sendable {
    public let angles: [String]
    /// Angle mix c₀ of the generic copy, as recovered from its text.
    public internal(set) var genericMix: [Double]
    /// γ, logit per standard deviation of preference.
    public internal(set) var gamma: Double
    /// Preferences that everybody shares, in standard deviations.
    let taste: [Double]
    /// What attributes add to them, in standard deviations.
    let explained: TasteTable
    let surface: Surface
    var residual: Residual

    /// How attributes make utilities and base rates.
    enum Surface: Sendable {
        /// Additive over attributes, one base rate: the synthetic world.
        case additive(baseRate: Double, withoutMail: Double)
        /// Drawn for each cell of the results: code of the row -> base logit, then an effect an angle.
        case cells(strides: [Int], values: [Double])
    }

    /// Own preferences that attributes do not explain: Int16 steps of 2⁻¹² of a standard deviation.
    struct Residual: Sendable {
        var scale: Double
        let streams: StreamFamily
        let table: [Int16]
        let angles: Int

        static let step = 0x1p-12

        /// - Complexity: O(customers x angles), shared out among the workers.
        init(
            scale: Double, angles: Int, customers: Int, streams: StreamFamily,
            workers: WorkerPool = WorkerPool()
        ) {
            self.scale = scale
            self.angles = angles
            self.streams = streams
            guard scale > 0 else {
                table = []
                return
            }
            table = [Int16](unsafeUninitializedCapacity: customers * angles) { buffer, count in
                nonisolated(unsafe) let base = buffer.baseAddress!
                let chunk = 1 << 14
                workers.forEach((customers + chunk - 1) / chunk) { _, index in
                    for customer in index * chunk..<min(customers, (index + 1) * chunk) {
                        Residual.draw(streams, customer, angles) { base[customer * angles + $0] = $1 }
                    }
                }
                count = customers * angles
            }
        }

        private static func draw(
            _ streams: StreamFamily, _ customer: Int, _ angles: Int, store: (Int, Int16) -> Void
        ) {
            var stream = streams.stream(entity: customer)
            for angle in 0..<angles { store(angle, Int16(clamping: Int((stream.normal() / step).rounded()))) }
        }

        /// Adds scale·eᵢ to each utility. Customers who arrived later are drawn when asked for.
        func add(_ customer: Int, to utilities: UnsafeMutablePointer<Double>) {
            guard scale > 0 else { return }
            let start = customer * angles
            let unit = scale * Residual.step
            if start < table.count {
                for angle in 0..<angles { utilities[angle] += unit * Double(table[start + angle]) }
            } else {
                Residual.draw(streams, customer, angles) { utilities[$0] += unit * Double($1) }
            }
        }
    }

    /// The part of the utilities that the attributes give, without what is the customer's own.
    func sharedUtilities(row: UnsafePointer<UInt8>, into utilities: UnsafeMutablePointer<Double>) {
        let count = angles.count
        switch surface {
        case .additive:
            for angle in 0..<count { utilities[angle] = gamma * taste[angle] }
            for j in explained.effects.indices {
                explained.effects[j].withUnsafeBufferPointer { effects in
                    let start = Int(row[j]) * count
                    for angle in 0..<count { utilities[angle] += gamma * effects[start + angle] }
                }
            }
        case .cells(let strides, let values):
            let start = Response.cell(row, strides) * (count + 1)
            for angle in 0..<count { utilities[angle] = values[start + 1 + angle] }
        }
    }

    /// Writes a customer's utilities and returns the outcome probability under the generic copy and without mail.
    /// - Complexity: O(attributes x angles).
    package func utilities(
        customer: Int, row: UnsafePointer<UInt8>, into utilities: UnsafeMutablePointer<Double>
    ) -> (generic: Double, withoutMail: Double) {
        sharedUtilities(row: row, into: utilities)
        switch surface {
        case .additive(let baseRate, let withoutMail):
            residual.add(customer, to: utilities)
            return (baseRate, withoutMail)
        case .cells(let strides, let values):
            let withoutMail = values[Response.cell(row, strides) * (angles.count + 1)]
            var logit = withoutMail
            for angle in angles.indices { logit += genericMix[angle] * utilities[angle] }
            return (Math.logistic(logit), Math.logistic(withoutMail))
        }
    }

    private static func cell(_ row: UnsafePointer<UInt8>, _ strides: [Int]) -> Int {
        var code = 0
        for j in strides.indices { code += Int(row[j]) * strides[j] }
        return code
    }
}
