import Quantities
import SimulationKernel
import Testing

@Suite("A resource serves in order and counts what it did")
struct ResourceTests {
    private func second(_ count: Int) -> SimulatedInstant { .start + .seconds(count) }

    @Test("servers are granted, then the queue fills, then requests are refused")
    func grants() {
        var resource = Resource<String>(servers: 2, maximumQueue: 2)
        #expect(resource.request("a", at: second(0)) == .granted)
        #expect(resource.request("b", at: second(0)) == .granted)
        #expect(resource.request("c", at: second(1)) == .queued)
        #expect(resource.request("d", at: second(1)) == .queued)
        #expect(resource.request("e", at: second(1)) == .refused)
        #expect(resource.release(at: second(2)) == "c")
        #expect(resource.request("f", at: second(2)) == .queued)
        #expect(resource.release(at: second(3)) == "d")
        #expect(resource.release(at: second(3)) == "f")
        #expect(resource.release(at: second(5)) == nil)
        #expect(resource.release(at: second(6)) == nil)
        #expect(resource.grantedRequests == 5)
        #expect(resource.refusedRequests == 1)
        #expect(resource.queuePeak == 2)
    }

    @Test("busy and waiting time are integrated over time, by hand")
    func integrals() {
        var resource = Resource<Int>(servers: 2)
        _ = resource.request(1, at: second(0))  // 1 busy in 0..<2
        _ = resource.request(2, at: second(2))  // 2 busy in 2..<10
        _ = resource.request(3, at: second(4))  // 1 waits in 4..<10
        #expect(resource.busyNanoseconds(until: second(10)) == 18_000_000_000)
        #expect(resource.waitingNanoseconds(until: second(10)) == 6_000_000_000)
        #expect(resource.utilisation(until: second(10)) == 0.9)
        _ = resource.release(at: second(10))  // still 2 busy in 10..<11
        #expect(resource.queueLength == 0)
        #expect(resource.busyNanoseconds(until: second(11)) == 20_000_000_000)
        #expect(resource.waitingNanoseconds(until: second(11)) == 6_000_000_000)
    }

    @Test("the queue agrees with a plain list while it grows, wraps and drains", arguments: 0..<10)
    func queueOrder(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var resource = Resource<Int>(servers: 1)
        var waiting: [Int] = []
        var peak = 0
        _ = resource.request(-1, at: second(0))
        for token in 0..<1_000 {
            let growing = (token / 250) % 2 == 0
            if random.below(10) < (growing ? 7 : 3) || waiting.isEmpty {
                #expect(resource.request(token, at: second(token)) == .queued)
                waiting.append(token)
            } else {
                #expect(resource.release(at: second(token)) == waiting.removeFirst())
            }
            peak = max(peak, waiting.count)
            #expect(resource.queueLength == waiting.count)
        }
        #expect(resource.queuePeak == peak)
    }

    @Test("a release without a grant is a defect of the model and ends the program")
    func unmatchedRelease() async {
        await #expect(processExitsWith: .failure) {
            var resource = Resource<Int>(servers: 1)
            _ = resource.release(at: .start)
        }
    }
}
