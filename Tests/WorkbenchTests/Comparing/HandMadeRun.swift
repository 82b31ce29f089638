import Encodings
import Pricing
import Quantities
import Scenarios

@testable import Workbench

/// A stored run whose every number is given: rows of one metric or more, with ledgers and prices.
struct HandMadeRun {
    var digest = "0123456789abcdef"
    var kind = StoredRun.Kind.sweep
    var metrics = ["cost_usd", "net_value_usd"]
    var meters = [Meter(.bedrock, "m", .inputTokens), Meter(.review, "", .reviewMilliseconds)]
    /// USD per million units by meter.
    var prices = ["0.10", "16.6666667"]
    var scenario: JSONValue = .members([
        "name": "hand", "segmentation": .members(["depth": .integer(3)]),
        "privacy": .members(["k": .integer(50)]),
    ])
    var decision: JSONValue = .object([])
    var inputs = [InputFile(path: "hand.yaml", sha256: "aa")]
    var version = FinegrainVersion.current
    private(set) var rows: [StoredRow] = []

    /// Adds a row.
    /// - Parameters:
    ///   - values: metric by metric, each a value per world; nil where a world has none.
    ///   - usage: meter by meter, units per world.
    mutating func add(
        _ vary: [(String, JSONValue)], seed: Int = 7, world: String = "w", campaigns: Int = 4,
        values: [[Double?]], usage: [[Int]] = [], mails: [Int] = []
    ) {
        let worlds = values[0].count
        rows.append(
            StoredRow(
                vary: vary.map { Named($0.0, $0.1) }, isBaseline: vary.first?.0 == "baseline", seed: seed,
                campaigns: campaigns, world: world, priceList: 0, replications: worlds,
                measures: (0..<worlds).flatMap { world in
                    HorizonPart.allCases.flatMap { _ in values.map { $0[world] ?? .nan } }
                },
                usage: (0..<worlds).flatMap { world in
                    meters.indices.map { $0 < usage.count ? usage[$0][world] : 0 }
                        + [mails.isEmpty ? 0 : mails[world]]
                }))
    }

    var run: StoredRun {
        get throws {
            let list = try prices.map { price in
                StoredPrice(
                    rate: Rate(picoUSD: try DecimalPrice(price).trillionths, per: 1_000_000),
                    row: PriceRow(
                        meter: meters[0], price: nil, per: 1_000_000,
                        provenance: Provenance(
                            source: "by hand", date: "2026-01-01", grade: .c, file: "prices.yaml", line: 1)))
            }
            return StoredRun(
                header: StoredRun.Header(
                    digest: digest, name: "hand", command: "finegrain sweep hand.yaml", kind: kind,
                    version: version, seed: rows.first?.seed ?? 7, rowCount: rows.count,
                    replications: rows.map(\.replications).max() ?? 0, inputs: inputs, scenario: scenario,
                    decision: decision, metrics: metrics, meters: meters, priceLists: [list]),
                rows: rows)
        }
    }

    /// A run of one row of two metrics over the given worlds.
    static func oneRow(_ values: [[Double?]], seed: Int = 7, world: String = "w") throws -> StoredRun {
        var hand = HandMadeRun()
        hand.add([("segmentation.depth", 2)], seed: seed, world: world, values: values)
        return try hand.run
    }
}
