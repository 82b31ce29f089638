import Quantities
import RandomStreams
import SimulationKernel
import Testing

@Suite("A back-off doubles, is capped, jittered and ends")
struct BackoffTests {
    static let streams = Seed(3).streams("retries")

    @Test("without jitter the waits double up to the cap and stop with the attempts")
    func doubling() {
        let backoff = Backoff(base: .seconds(1), cap: .seconds(10), maximumAttempts: 6, jitter: .none)
        let waits = (1...7).map { backoff.delay(afterFailure: $0, request: 0, streams: Self.streams) }
        #expect(waits == [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(10), nil, nil])
    }

    @Test("one attempt means no retry")
    func single() {
        let backoff = Backoff(base: .seconds(1), cap: .seconds(1), maximumAttempts: 1)
        #expect(backoff.delay(afterFailure: 1, request: 0, streams: Self.streams) == nil)
    }

    @Test(
        "jittered waits stay within their bounds and fill them evenly",
        arguments: [Backoff.Jitter.full, .equal])
    func bounds(jitter: Backoff.Jitter) throws {
        let backoff = Backoff(base: .milliseconds(100), cap: .seconds(1), maximumAttempts: 9, jitter: jitter)
        for failures in 1...8 {
            let ceiling = min(100e-3 * Double(1 << (failures - 1)), 1)
            let floor = jitter == .equal ? ceiling / 2 : 0
            var sum = 0.0
            let requests = 2_000
            for request in 0..<requests {
                let wait = try #require(
                    backoff.delay(afterFailure: failures, request: request, streams: Self.streams)
                ).inSeconds
                #expect(wait >= floor && wait <= ceiling)
                sum += wait
            }
            let error = (ceiling - floor) / (12 * Double(requests)).squareRoot()
            #expect(abs(sum / Double(requests) - (floor + ceiling) / 2) < 4 * error)
        }
    }

    @Test("both ends of the range can be drawn")
    func ends() {
        let ceiling = SimulatedDuration(nanoseconds: 3)
        let backoff = Backoff(base: ceiling, cap: ceiling, maximumAttempts: 2)
        var counts = [0, 0, 0, 0]
        for request in 0..<4_000 {
            let wait = backoff.delay(afterFailure: 1, request: request, streams: Self.streams)
            counts[Int(wait?.nanoseconds ?? 0)] += 1
        }
        // Four cells of 1,000 with a standard deviation of 27.
        #expect(counts.allSatisfy { abs($0 - 1_000) < 110 }, "\(counts)")
    }

    @Test("the ceiling does not overflow however many failures there were")
    func manyFailures() {
        let cap = SimulatedDuration(nanoseconds: .max)
        let backoff = Backoff(base: .seconds(1), cap: cap, maximumAttempts: .max)
        #expect(backoff.ceiling(afterFailure: 34) == SimulatedDuration(nanoseconds: 1_000_000_000 << 33))
        for failures in [35, 62, 63, 64, 65, 1_000_000] {
            #expect(backoff.ceiling(afterFailure: failures) == cap)
        }
        let none = Backoff(base: .zero, cap: .seconds(1), maximumAttempts: 5)
        #expect(none.delay(afterFailure: 4, request: 1, streams: Self.streams) == .zero)
    }

    @Test("a wait depends on its request and failure alone")
    func keyed() {
        let backoff = Backoff(base: .seconds(1), cap: .seconds(60), maximumAttempts: 5)
        let forward = (0..<50).map { backoff.delay(afterFailure: 2, request: $0, streams: Self.streams) }
        let backward = (0..<50).reversed().map { request in
            _ = backoff.delay(afterFailure: 3, request: request, streams: Self.streams)
            return backoff.delay(afterFailure: 2, request: request, streams: Self.streams)
        }
        #expect(forward == Array(backward.reversed()))
        #expect(Set(forward).count == 50)
    }
}
