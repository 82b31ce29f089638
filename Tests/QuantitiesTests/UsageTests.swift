import Quantities
import Testing

@Suite("Usage adds whole amounts by meter")
struct UsageTests {
    static let input = Meter(.bedrock, "haiku", .inputTokens)
    static let output = Meter(.bedrock, "haiku", .outputTokens)
    static let batchInput = Meter(.bedrock, "haiku", .inputTokens, tier: .batch)

    @Test("amounts of one meter are summed and meters keep the order of their first use")
    func adding() {
        var usage = Usage()
        usage.add(100, to: Self.output)
        usage.add(7, to: Self.input)
        usage.add(20, to: Self.output)
        #expect(usage.amounts.map(\.meter) == [Self.output, Self.input])
        #expect(usage.amounts.map(\.quantity) == [120, 7])
    }

    @Test("a zero leaves no trace")
    func zero() {
        var usage = Usage()
        usage.add(0, to: Self.input)
        #expect(usage.isEmpty)
    }

    @Test("a total covers all tiers of a kind and no other kind")
    func totals() {
        var usage = Usage()
        usage.add(5, to: Self.input)
        usage.add(11, to: Self.batchInput)
        usage.add(3, to: Self.output)
        var more = Usage()
        more.add(100, to: Self.batchInput)
        usage.add(more)
        #expect(usage.total(.inputTokens) == 116)
        #expect(usage.total(.outputTokens) == 3)
        #expect(usage.total(.requests) == 0)
        #expect(usage.amounts.count == 3)
    }

    @Test("negative usage ends the program")
    func negative() async {
        await #expect(processExitsWith: .failure) {
            var usage = Usage()
            usage.add(-1, to: Meter(.lambda, "", .requests))
        }
    }

    @Test("meters sort by the names of service, sku, kind and tier")
    func order() {
        let sorted = [
            Meter(.anthropic, "b", .inputTokens), Meter(.bedrock, "a", .outputTokens),
            Meter(.bedrock, "b", .inputTokens, tier: .batch), Meter(.bedrock, "b", .inputTokens),
            Meter(.bedrock, "b", .outputTokens), Meter(.cortex, "a", .inputTokens),
        ]
        #expect(sorted.reversed().sorted() == sorted)
        #expect(zip(sorted, sorted).allSatisfy { !($0 < $1) })
    }
}
