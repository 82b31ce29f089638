import RandomStreams
import Testing

@testable import Tabular

@Suite struct CompensatedSumTests {
    @Test func keepsWhatCancellationWouldLose() {
        var sum = CompensatedSum()
        for term in [1e16, 1, -1e16, 1e-3] { sum.add(term) }
        #expect(sum.value == 1.001)
    }

    /// Terms are whole multiples of 2^-30, so that Int128 holds their exact sum.
    @Test func equalsTheExactSumRoundedOnce() {
        let streams = Seed(3).streams("sums")
        for trial in 0..<200 {
            var stream = streams.stream(entity: trial)
            var sum = CompensatedSum()
            var exact: Int128 = 0
            for _ in 0..<400 {
                var term = Int64(bitPattern: stream.next() >> UInt64(11 + stream.below(40)))
                if stream.happens(0.5) { term.negate() }
                sum.add(Double(term) * 0x1p-30)
                exact += Int128(term)
            }
            #expect(sum.value == Double(exact) * 0x1p-30)
        }
    }

    @Test func equalsTheExactSumOfProductsRoundedOnce() {
        let streams = Seed(4).streams("products")
        for trial in 0..<200 {
            var stream = streams.stream(entity: trial)
            var sum = CompensatedSum()
            var exact: Int128 = 0
            for _ in 0..<300 {
                let a = Int64(bitPattern: stream.next() >> UInt64(11 + stream.below(50)))
                let b = -Int64(bitPattern: stream.next() >> UInt64(11 + stream.below(50)))
                sum.addProduct(Double(a) * 0x1p-30, Double(b))
                exact += Int128(a) * Int128(b)
            }
            #expect(sum.value == Double(exact) * 0x1p-30)
        }
    }
}
