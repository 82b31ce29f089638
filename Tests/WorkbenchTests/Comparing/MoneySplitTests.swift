import Encodings
import Pricing
import Quantities
import Testing

@testable import Workbench

@Suite struct MoneySplitTests {
    /// Tokens at 0.10 then 0.12 USD a million, review at the same price.
    private func sides(
        tokens: ([Int], [Int]), review: ([Int], [Int]), price: String
    ) throws -> (StoredRun, StoredRun) {
        var a = HandMadeRun()
        a.add(
            [("segmentation.depth", 2)], values: [tokens.0.map { _ in 1 }, tokens.0.map { _ in 1 }],
            usage: [tokens.0, review.0])
        var b = HandMadeRun()
        b.prices[0] = price
        b.add(
            [("segmentation.depth", 2)], values: [tokens.1.map { _ in 1 }, tokens.1.map { _ in 1 }],
            usage: [tokens.1, review.1])
        return (try a.run, try b.run)
    }

    @Test func priceAndQuantityAreThoseComputedByHand() throws {
        let (a, b) = try sides(
            tokens: ([3_000_000], [4_000_000]), review: ([1_000_000], [1_000_000]), price: "0.12")
        let money = try RunComparison(a, b).rows[0].money
        // 3 M at +0.02, then +1 M at 0.12.
        #expect(money.services.map(\.service) == ["bedrock", "review"])
        #expect(money.services[0].effects.price == Money(usd: 0.06))
        #expect(money.services[0].effects.quantity == Money(usd: 0.12))
        #expect(money.services[1].effects.price == .zero && money.services[1].effects.quantity == .zero)
        #expect(money.total.difference == Money(usd: 0.18))
    }

    @Test func aChangedPriceAloneHasAQuantityEffectOfExactlyZero() throws {
        let (a, b) = try sides(
            tokens: ([1_234_567, 7], [1_234_567, 7]), review: ([3, 5], [3, 5]), price: "0.123456789012")
        let total = try RunComparison(a, b).rows[0].money.total
        #expect(total.quantity == .zero && total.price > .zero && total.price == total.difference)
    }

    @Test func theEffectsSumToTheDifferenceOfTheInvoicesToThePicoDollar() throws {
        // Rates that do not divide: a third of a pico-dollar per unit and the like.
        let rates = [
            Rate(picoUSD: 1, per: 3), Rate(picoUSD: 2, per: 7),
            Rate(picoUSD: 100_000_000_001, per: 1_000_003),
        ]
        for old in rates {
            for new in rates {
                for (q, r) in [(0, 5), (1, 1), (2, 4), (1_000_001, 999_999), (7, 0)] {
                    let effects = try MoneySplit.effects(q, r, old, new)
                    let invoices = try new.cost(of: r) - (try old.cost(of: q))
                    #expect(effects.price + effects.quantity == invoices)
                    if q == r { #expect(effects.quantity == .zero) }
                    if old == new { #expect(effects.price == .zero) }
                }
            }
        }
    }

    @Test func onlyTheWorldsOfBothSidesAreSummed() throws {
        let (a, b) = try sides(
            tokens: ([1_000_000], [1_000_000, 1_000_000]), review: ([0], [0, 0]), price: "0.10")
        let money = try RunComparison(a, b).rows[0].money
        #expect(money.worlds == 1 && money.total.difference == .zero)
    }

    @Test func aMeterOfOneSideIsQuantityAlone() throws {
        var a = HandMadeRun()
        a.add([("segmentation.depth", 2)], values: [[1], [1]], usage: [[2_000_000], [0]])
        var b = HandMadeRun()
        b.meters = [Meter(.bedrock, "another", .inputTokens)]
        b.prices = ["0.50"]
        b.add([("segmentation.depth", 2)], values: [[1], [1]], usage: [[1_000_000]])
        let total = try RunComparison(try a.run, try b.run).rows[0].money.total
        #expect(total.price == .zero && total.quantity == Money(usd: 0.5 - 0.2))
    }
}
