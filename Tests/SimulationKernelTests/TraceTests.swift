import Quantities
import SimulationKernel
import Testing

@Suite("A trace tells runs apart by what happened and in what order")
struct TraceTests {
    enum Kind: UInt8, CaseIterable { case requested, answered, refused }

    typealias Step = (kind: Kind, entity: Int, time: Int64)

    private func digest(_ steps: [Step], keeping maximum: Int = 0) -> String {
        var trace = Trace<Kind>(keepingAtMost: maximum)
        for step in steps {
            trace.record(step.kind, entity: step.entity, at: SimulatedInstant(nanoseconds: step.time))
        }
        return trace.digest
    }

    @Test("all sequences of up to three steps have digests of their own")
    func distinct() {
        var steps: [Step] = []
        for kind in Kind.allCases {
            for entity in 0..<2 { for time in 0..<2 { steps.append((kind, entity, Int64(time))) } }
        }
        var sequences: [[Step]] = [[]]
        var digests = [digest([])]
        for _ in 0..<3 {
            sequences = sequences.flatMap { sequence in steps.map { sequence + [$0] } }
            digests += sequences.map { digest($0) }
        }
        #expect(digests.count == 1 + 12 + 144 + 1_728)
        #expect(Set(digests).count == digests.count)
    }

    @Test("the digest is the same in every process and whether or not entries are kept")
    func stable() {
        let steps: [Step] = [(.requested, 7, 0), (.answered, 7, 1_500), (.refused, -1, 2_000)]
        #expect(digest(steps) == digest(steps, keeping: 2))
        // Worked out in Python from the definition of Fingerprint.
        #expect(digest(steps) == "840a74ec5dffcd84")
    }

    @Test("the first entries are kept up to the bound and the rest are counted")
    func bound() {
        var trace = Trace<Kind>(keepingAtMost: 2)
        for entity in 0..<5 { trace.record(.answered, entity: entity, at: SimulatedInstant(nanoseconds: 9)) }
        #expect(trace.entries.map(\.entity) == [0, 1])
        #expect(trace.count == 5)
    }
}
