import Foundation
import Pricing
import Quantities

/// The shipped price book, found by walking up from this file.
enum Fixtures {
    static let pricesFolder: String = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("fixtures/prices").path
            if FileManager.default.fileExists(atPath: candidate + "/aws-bedrock.yaml") { return candidate }
            folder.deleteLastPathComponent()
        }
        fatalError("no fixtures/prices above \(#filePath)")
    }()

    static let book: PriceBook = {
        do { return try PriceBook.load([pricesFolder]) } catch { fatalError("\(error)") }
    }()

    static let card: RateCard = {
        do { return try book.rateCard() } catch { fatalError("\(error)") }
    }()

    static let haiku45 = "anthropic.claude-haiku-4-5-20251001-v1:0"
    static let sonnet45 = "anthropic.claude-sonnet-4-5-20250929-v1:0"
    static let haiku55 = "anthropic.claude-haiku-5-5"

    /// A Bedrock meter.
    static func meter(_ sku: String, _ kind: Meter.Kind, _ tier: Meter.Tier = .standard) -> Meter {
        Meter(.bedrock, sku, kind, tier: tier)
    }
}

/// A book of one file, whose head is given.
func bookOf(_ skus: String, service: String = "bedrock", file: String = "test.yaml") throws -> PriceBook {
    try PriceBook.parse([(file, priceFile(skus, service: service))])
}

/// Six lines of head, so that the first line of `skus` is line 7.
func priceFile(_ skus: String, service: String = "bedrock") -> String {
    """
    service: \(service)
    per: 1_000_000
    source: a test
    date: 2026-11-01
    grade: A
    skus:
    \(skus)
    """
}

/// The pico-dollars of an invoice over the given quantities.
func bill(_ amounts: [(Meter, Int)], at card: RateCard = Fixtures.card, free: Bool = false) throws -> Int128 {
    var ledger = Ledger()
    for (meter, quantity) in amounts { ledger.add(quantity, to: meter) }
    return try Invoice(ledger, at: card, applyingFreeGrants: free).total.picoUSD
}

/// Whole micro-dollars as pico-dollars, the unit of the hand computations.
func micro(_ amount: Int) -> Int128 { Int128(amount) * 1_000_000 }

/// The problems that `body` throws; empty where it does not throw.
func problems(_ body: () throws -> Void) -> [Problem] {
    do { try body() } catch let error as FinegrainError { return error.problems } catch { return [] }
    return []
}
