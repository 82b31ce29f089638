import Audiences
import RandomStreams

/// The drift of a world, one customer at a time, from the same keyed words by the slowest rules.
struct ReferencePopulation {
    let world: ReferenceWorld
    /// Levels of each customer; nil once it has left.
    var rows: [[UInt8]?]
    var classes: [UInt8]
    var week = 0
    private let marginals: [[Double]]

    init(_ world: ReferenceWorld) {
        self.world = world
        marginals = zip(world.attributes, world.audience.columns).map { attribute, column in
            attribute.levels.indices.map { level in Double(column.count { $0 == level }) }
        }
        rows = (0..<world.audience.count).map { customer in world.audience.columns.map { $0[customer] } }
        if case .withinClass(let given) = world.drift.kernel {
            classes = given.classOfCustomer
        } else {
            classes = [UInt8](repeating: 0, count: world.audience.count)
        }
    }

    mutating func advance() {
        week += 1
        let slots = rows.count
        for block in 0..<(slots + 4095) / 4096 {
            let size = min(4096, slots - block * 4096)
            if world.drift.departureRate > 0 {
                var stream = world.seed.streams("departures").stream(entity: block, step: week)
                var place = gap(stream.nextWord(), world.drift.departureRate)
                while place < size {
                    rows[block * 4096 + place] = nil
                    place += 1 + gap(stream.nextWord(), world.drift.departureRate)
                }
            }
            for attribute in world.attributes.indices {
                let rate = world.drift.rate(of: attribute)
                if rate == 0 { continue }
                var stream = world.seed.streams("drift").stream(entity: block * 65536 + attribute, step: week)
                var place = gap(stream.nextWord(), rate)
                while place < size {
                    let word = stream.nextWord()
                    let customer = block * 4096 + place
                    if let row = rows[customer] {
                        let new = level(word, shares(attribute, customer, row))
                        rows[customer]?[attribute] = new
                    }
                    place += 1 + gap(stream.nextWord(), rate)
                }
            }
        }
        let total = Double(world.audience.count) * world.drift.arrivalRate
        let arriving = Int(total * Double(week)) - Int(total * Double(week - 1))
        for _ in 0..<arriving {
            var stream = world.seed.streams("arrivals").stream(entity: rows.count)
            let model = Int(stream.below(UInt32(world.audience.count)))
            rows.append(world.audience.columns.map { $0[model] })
            classes.append(classes[model])
        }
    }

    private func shares(_ attribute: Int, _ customer: Int, _ row: [UInt8]) -> [Double] {
        switch world.drift.kernel {
        case .marginal: return marginals[attribute]
        case .withinClass(let given): return given.shares[Int(classes[customer])][attribute]
        case .transition(let matrices): return matrices[attribute][Int(row[attribute])]
        }
    }

    /// The smallest g with P(gap <= g) above the word, as a share of 2^32.
    private func gap(_ word: UInt32, _ rate: Double) -> Int {
        var survival = 1.0
        for gap in 0..<4096 {
            survival *= 1 - rate
            if Double(word) < ((1 - survival) * 4_294_967_296).rounded(.down) { return gap }
        }
        return 4096
    }

    private func level(_ word: UInt32, _ shares: [Double]) -> UInt8 {
        let sum = shares.reduce(0, +)
        var cumulative = 0.0
        for level in shares.indices {
            cumulative += shares[level] / sum
            if Double(word) < (cumulative * 4_294_967_296).rounded(.down) { return UInt8(level) }
        }
        return UInt8(shares.lastIndex { $0 > 0 } ?? 0)
    }
}
