public import Pricing
import Quantities

/// Credits a million tokens of Cortex's models, out of the price book, for Snowflake's account-usage views.
public enum CortexCredits {
    /// Input and output by model; models that are not priced in credits are left out.
    public static func rates(_ book: PriceBook) -> [String: (input: Double, output: Double)] {
        var rates: [String: (input: Double, output: Double)] = [:]
        for sku in book.skus(of: .cortex) {
            guard let input = credits(sku, .inputTokens, book), let output = credits(sku, .outputTokens, book)
            else { continue }
            rates[sku] = (input, output)
        }
        return rates
    }

    private static func credits(_ sku: String, _ kind: Meter.Kind, _ book: PriceBook) -> Double? {
        guard let row = book.row(for: Meter(.cortex, sku, kind)), row.currency == .credits,
            let price = row.price
        else { return nil }
        return Double(price.trillionths) / Double(row.per) * 1e-6
    }
}
