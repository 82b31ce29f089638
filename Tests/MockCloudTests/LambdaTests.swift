import Quantities
import ServiceModels
import Testing

@Suite struct LambdaTests {
    static func lambda(_ limits: LambdaLimits = LambdaLimits(), faults: FaultPlan = .none) -> Lambda {
        Lambda(
            functions: [
                LambdaFunction(
                    name: "generate-copy", memoryMegabytes: 512, coldStart: .fixed(.milliseconds(200)))
            ], limits: limits, faults: faults)
    }

    static func invoke(_ lambda: inout Lambda, at seconds: Double) -> Handled<Lambda.Invocation> {
        var stream = TestWorld.stream(0)
        return lambda.invoke(
            "generate-copy", payloadBytes: 100, at: TestWorld.seconds(seconds), using: &stream)
    }

    static func finish(_ lambda: inout Lambda, _ invocation: Lambda.Invocation, at seconds: Double) -> Usage {
        var stream = TestWorld.stream(0)
        return lambda.finish(invocation, at: TestWorld.seconds(seconds), using: &stream).usage
    }

    @Test func aBurstIsAllColdAndTheNextOneWarm() throws {
        var lambda = Self.lambda()
        let burst = try (0..<50).map { _ in try Self.invoke(&lambda, at: 0).result.get() }
        #expect(burst.allSatisfy { $0.isCold && $0.started == TestWorld.seconds(0.2) })
        #expect(lambda.concurrency == 50)
        for invocation in burst { _ = Self.finish(&lambda, invocation, at: 2) }
        #expect(lambda.concurrency == 0)
        let next = try (0..<60).map { _ in try Self.invoke(&lambda, at: 3).result.get() }
        #expect(next.prefix(50).allSatisfy { !$0.isCold && $0.started == TestWorld.seconds(3) })
        #expect(next.suffix(10).allSatisfy { $0.isCold })
    }

    @Test func environmentsThatIdleTooLongAreGone() throws {
        var lambda = Self.lambda()
        let first = try Self.invoke(&lambda, at: 0).result.get()
        let second = try Self.invoke(&lambda, at: 0).result.get()
        _ = Self.finish(&lambda, first, at: 1)
        _ = Self.finish(&lambda, second, at: 100)
        // At 650 s the first has idled 649 s of 600, the second 550 s.
        #expect(try !Self.invoke(&lambda, at: 650).result.get().isCold)
        #expect(try Self.invoke(&lambda, at: 650).result.get().isCold)
    }

    @Test func initAndWorkAreBilledInStartedMilliseconds() throws {
        var lambda = Self.lambda()
        let cold = try Self.invoke(&lambda, at: 0).result.get()
        // 200 ms INIT + 800.0001 ms of work: 1,000.0001 ms, billed as 1,001 at 512 MB.
        let usage = Self.finish(&lambda, cold, at: 1.0000001)
        #expect(usage.total(.megabyteMilliseconds) == 1_001 * 512)
        #expect(usage.total(.requests) == 1)
        let warm = try Self.invoke(&lambda, at: 2).result.get()
        #expect(Self.finish(&lambda, warm, at: 2.5).total(.megabyteMilliseconds) == 500 * 512)
    }

    @Test func concurrencyIsLimitedAndARefusalIsFree() throws {
        var lambda = Self.lambda(LambdaLimits(concurrency: 3))
        let running = try (0..<3).map { _ in try Self.invoke(&lambda, at: 0).result.get() }
        let refused = Self.invoke(&lambda, at: 0)
        #expect(refused.error?.code == "TooManyRequestsException")
        #expect(refused.error?.reason == "ConcurrentInvocationLimitExceeded")
        #expect(refused.usage.isEmpty)
        _ = Self.finish(&lambda, running[0], at: 1)
        #expect(Self.invoke(&lambda, at: 1).error == nil)
    }

    @Test func newEnvironmentsComeAtTheScalingRate() {
        // 100 in 10 s: a burst of 100, then one every 0.1 s.
        var lambda = Self.lambda(LambdaLimits(concurrency: 10_000, scaleUp: 100))
        let burst = (0..<150).filter { _ in Self.invoke(&lambda, at: 0).error == nil }
        #expect(burst.count == 100)
        #expect((0..<20).filter { _ in Self.invoke(&lambda, at: 1).error == nil }.count == 10)
        // The unused part is not saved up: after a long rest again 100, not more.
        #expect((0..<150).filter { _ in Self.invoke(&lambda, at: 1_000).error == nil }.count == 100)
    }

    @Test func unknownFunctionsLargePayloadsAndForeignInvocationsAreRefused() throws {
        var lambda = Self.lambda()
        var stream = TestWorld.stream(0)
        #expect(lambda.invoke("other", payloadBytes: 1, at: .start, using: &stream).error?.status == 404)
        let large = lambda.invoke("generate-copy", payloadBytes: 7_000_000, at: .start, using: &stream)
        #expect(large.error?.code == "RequestTooLargeException")
        let invocation = try Self.invoke(&lambda, at: 0).result.get()
        _ = Self.finish(&lambda, invocation, at: 1)
        #expect(lambda.finish(invocation, at: TestWorld.seconds(2), using: &stream).error?.status == 400)
    }
}
