import Quantities
import SimulationKernel
import Testing

@Suite("A token bucket grants exactly what has flowed in")
struct TokenBucketTests {
    @Test("Bedrock's example by hand: reserve with max_tokens, settle with burndown")
    func bedrock() {
        // 60,000 tokens a minute are 1,000 a second.
        var bucket = TokenBucket(perMinute: 60_000)
        let start = SimulatedInstant.start
        // 1,500 in + 500 cache write + 8,000 cache read + 20,000 max_tokens.
        #expect(bucket.reserve(30_000, at: start) == .granted)
        #expect(bucket.reserve(30_000, at: start) == .granted)
        #expect(bucket.reserve(1, at: start) == .retry(at: start + .milliseconds(1)))
        #expect(bucket.reserve(30_000, at: start) == .retry(at: start + .seconds(30)))
        // The first call ends after two seconds with 400 tokens out and burndown 5: 1,500 + 500 + 2,000.
        bucket.settle(reserved: 30_000, actual: 4_000, at: start + .seconds(2))
        #expect(bucket.available(at: start + .seconds(1)) == 1_000)
        #expect(bucket.available(at: start + .seconds(2)) == 2_000 + 26_000)
        #expect(bucket.reserve(28_001, at: start + .seconds(2)) == .retry(at: start + .milliseconds(2_001)))
        #expect(bucket.reserve(28_000, at: start + .seconds(2)) == .granted)
    }

    @Test("a call that used more than it reserved leaves a debt that is refilled first")
    func debt() {
        var bucket = TokenBucket(perMinute: 6_000)
        #expect(bucket.reserve(6_000, at: .start) == .granted)
        bucket.settle(reserved: 6_000, actual: 9_000, at: .start)
        #expect(bucket.available(at: .start) == -3_000)
        #expect(bucket.reserve(100, at: .start) == .retry(at: .start + .seconds(31)))
        #expect(bucket.reserve(0, at: .start) == .retry(at: .start + .seconds(30)))
    }

    @Test("a later debt is taken from what the bucket holds then, not from what it could not hold")
    func laterDebt() {
        var bucket = TokenBucket(perMinute: 6_000)
        #expect(bucket.reserve(1_000, at: .start) == .granted)
        bucket.settle(reserved: 1_000, actual: 1_500, at: .start + .minutes(10))
        #expect(bucket.available(at: .start + .minutes(9)) == 6_000)
        #expect(bucket.available(at: .start + .minutes(10)) == 5_500)
        #expect(bucket.available(at: .start + .minutes(10) + .seconds(1)) == 5_600)
    }

    @Test("what can never be granted is said to be impossible")
    func impossible() {
        var bucket = TokenBucket(capacity: 10, refillPerMinute: 5)
        #expect(bucket.reserve(11, at: .start) == .impossible)
        var dry = TokenBucket(capacity: 10, refillPerMinute: 0)
        #expect(dry.reserve(10, at: .start) == .granted)
        #expect(dry.reserve(1, at: .start + .days(400)) == .impossible)
        #expect(dry.reserve(0, at: .start + .days(400)) == .granted)
    }

    @Test("three tokens a minute refill without rounding: one each twenty seconds")
    func noDrift() {
        var bucket = TokenBucket(capacity: 1, refillPerMinute: 3)
        var now = SimulatedInstant.start
        #expect(bucket.reserve(1, at: now) == .granted)
        for _ in 0..<1_000 {
            guard case .retry(let next) = bucket.reserve(1, at: now) else {
                Issue.record("granted")
                return
            }
            #expect(next == now + .seconds(20))
            now = next
            #expect(bucket.reserve(1, at: now) == .granted)
        }
        #expect(bucket.available(at: .start + .days(36_525)) == 1)
    }

    @Test("random traffic agrees with a bucket that is filled nanosecond by nanosecond", arguments: 0..<12)
    func reference(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let capacity = 20 + random.below(100)
        let perMinute = 500_000_000 + random.below(20_000_000_000)
        var bucket = TokenBucket(capacity: capacity, refillPerMinute: perMinute)
        var reference = SlowBucket(capacity: capacity, perMinute: perMinute)
        var open: [Int] = []
        for nanosecond in 0..<1_500 {
            let now = SimulatedInstant(nanoseconds: Int64(nanosecond))
            reference.advance(to: nanosecond)
            let isBusy = nanosecond / 250 % 2 == 0
            if random.below(isBusy ? 3 : 40) == 0 {
                let tokens = random.below(capacity / 2)
                let granted = reference.reserve(tokens)
                switch bucket.reserve(tokens, at: now) {
                case .granted:
                    #expect(granted)
                    open.append(tokens)
                case .retry(let instant):
                    #expect(!granted)
                    #expect(instant.nanoseconds == Int64(reference.firstNanosecond(with: tokens)))
                case .impossible:
                    Issue.record("\(tokens) of \(capacity) is not impossible")
                }
            }
            if random.below(6) == 0, let reserved = open.popLast() {
                let actual = random.below(reserved * 2 + 1)
                let delay = random.below(3) * random.below(40)
                bucket.settle(
                    reserved: reserved, actual: actual,
                    at: SimulatedInstant(nanoseconds: Int64(nanosecond + delay)))
                reference.settle(reserved - actual, at: nanosecond + delay)
            }
            #expect(bucket.available(at: now) == reference.wholeTokens)
        }
    }

    @Test("the clock of a bucket does not go back")
    func past() async {
        await #expect(processExitsWith: .failure) {
            var bucket = TokenBucket(perMinute: 10)
            _ = bucket.reserve(1, at: SimulatedInstant(nanoseconds: 5))
            _ = bucket.reserve(1, at: SimulatedInstant(nanoseconds: 4))
        }
    }
}

/// The same quota, one nanosecond at a time, in token-minutes.
private struct SlowBucket {
    static let minute = 60_000_000_000

    let capacity: Int
    let perMinute: Int
    var level: Int
    var now = 0
    var settlements: [(at: Int, tokens: Int)] = []

    init(capacity: Int, perMinute: Int) {
        self.capacity = capacity
        self.perMinute = perMinute
        level = capacity * SlowBucket.minute
    }

    var wholeTokens: Int {
        level >= 0 ? level / SlowBucket.minute : -((-level + SlowBucket.minute - 1) / SlowBucket.minute)
    }

    mutating func advance(to nanosecond: Int) {
        while now < nanosecond {
            now += 1
            level = min(level + perMinute, capacity * SlowBucket.minute)
            for settlement in settlements where settlement.at == now { give(settlement.tokens) }
        }
    }

    mutating func reserve(_ tokens: Int) -> Bool {
        guard tokens * SlowBucket.minute <= level else { return false }
        level -= tokens * SlowBucket.minute
        return true
    }

    mutating func settle(_ tokens: Int, at nanosecond: Int) {
        if nanosecond == now { give(tokens) } else { settlements.append((nanosecond, tokens)) }
    }

    /// When refill alone, without settlements to come, first covers `tokens`.
    func firstNanosecond(with tokens: Int) -> Int {
        var later = self
        later.settlements = []
        while later.level < tokens * SlowBucket.minute { later.advance(to: later.now + 1) }
        return later.now
    }

    private mutating func give(_ tokens: Int) {
        level = min(level + tokens * SlowBucket.minute, capacity * SlowBucket.minute)
    }
}
