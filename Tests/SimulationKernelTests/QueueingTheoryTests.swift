import SimulationKernel
import Testing

@Suite("Queues behave as queueing theory says")
struct QueueingTheoryTests {
    static let customers = 12_000
    static let seeds = 0..<10

    /// Servers and arrival rate; the service rate is 1.
    @Test(
        "the mean time in an M/M/c queue is Erlang's, within three standard errors of ten runs",
        arguments: [(1, 0.5), (2, 1.4), (8, 6.4)])
    func erlangC(servers: Int, rate: Double) {
        let truth = 1 + erlangC(servers, rate) / (Double(servers) - rate)
        let runs = Self.seeds.map { seed -> MarkovianQueue in
            var queue = MarkovianQueue(
                servers: servers, arrivalRate: rate, customers: Self.customers, seed: seed)
            _ = queue.run()
            return queue
        }
        expect(runs.map(\.meanTimeInSystem), meet: truth)
        expect(runs.map { Double($0.waited) / Double(Self.customers) }, meet: erlangC(servers, rate))
    }

    @Test("without a waiting room, customers are refused as often as Erlang B says")
    func erlangB() {
        let (servers, rate) = (4, 3.0)
        let shares = Self.seeds.map { seed -> Double in
            var queue = MarkovianQueue(
                servers: servers, arrivalRate: rate, customers: Self.customers, maximumQueue: 0, seed: seed)
            _ = queue.run()
            #expect(queue.resource.refusedRequests + queue.served == Self.customers)
            return Double(queue.resource.refusedRequests) / Double(Self.customers)
        }
        expect(shares, meet: erlangB(servers, rate))
    }

    @Test("Little's law holds to the nanosecond on every path that starts and ends empty", arguments: seeds)
    func little(seed: Int) {
        var queue = MarkovianQueue(servers: 3, arrivalRate: 2.7, customers: 2_000, seed: seed)
        let end = queue.run()
        let integral =
            queue.resource.busyNanoseconds(until: end) + queue.resource.waitingNanoseconds(until: end)
        #expect(integral == Int128(queue.timeInSystem))
        #expect(queue.served == 2_000)
        #expect(queue.resource.busyServers == 0)
    }

    /// The probability that an arrival waits in M/M/c, for offered load `a` (Erlang 1917).
    private func erlangC(_ servers: Int, _ a: Double) -> Double {
        let blocked = erlangB(servers, a)
        return blocked / (1 - a / Double(servers) * (1 - blocked))
    }

    /// The probability that an arrival is lost in M/M/c/c, from the sum of a^k / k!.
    private func erlangB(_ servers: Int, _ a: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for k in 1...servers {
            term *= a / Double(k)
            sum += term
        }
        return term / sum
    }

    private func expect(
        _ values: [Double], meet truth: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let error = (variance / count).squareRoot()
        #expect(
            abs(mean - truth) < 3 * error, "mean \(mean), truth \(truth), standard error \(error)",
            sourceLocation: sourceLocation)
        #expect(error < 0.05 * truth, "too noisy to tell", sourceLocation: sourceLocation)
    }
}
