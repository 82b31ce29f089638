import Campaigns
public import Encodings
import Pricing
import Quantities
import Scenarios

extension StoredRun {
    /// A finished sweep.
    /// - Parameters:
    ///   - command: what remakes it.
    ///   - document: the sweep as JSON, of which the decision is kept.
    /// - Throws: `FinegrainError` when a row's prices cannot be read anew.
    public init(_ result: SweepResult, command: String, document: JSONValue) throws {
        var builder = try StoredRunBuilder(workspace: result.workspace, cells: result.cells)
        builder.addBaseline(result.rows[0], replications: result.replications)
        for (row, cells) in zip(result.rows.dropFirst(), result.cells) {
            try builder.add(try result.workspace.design(row.values), cells)
        }
        let decision = ["decision", "recommended", "recommendation"].map {
            JSONValue.Member($0, document[$0] ?? .null)
        }
        self = builder.run(.sweep, digest: result.digest, command: command, decision: .object(decision))
    }

    /// A finished run: one row in one world.
    /// - Throws: `FinegrainError` when its prices cannot be read anew.
    public init(_ run: SingleRun, command: String) throws {
        var builder = try StoredRunBuilder(workspace: run.workspace, cells: [[run.cell]])
        try builder.add(try run.workspace.design([]), [run.cell])
        var digest = Fingerprint()
        digest.value = run.digest
        self = builder.run(.run, digest: digest.hex, command: command, decision: .object([]))
    }
}

/// Collects the rows of a run in the form in which they are stored.
private struct StoredRunBuilder {
    private let workspace: Workspace
    private let meters: [Meter]
    private var rows: [StoredRow] = []
    private var priceLists: [[StoredPrice?]] = []
    /// Places of the price lists by what decides them.
    private var places: [PriceKey: Int] = [:]

    private struct PriceKey: Hashable {
        var prices: PriceSettings
        var wage: Double
    }

    init(workspace: Workspace, cells: [[CellResult]]) throws {
        self.workspace = workspace
        var ledger = Ledger()
        for row in cells { for cell in row { ledger.add(cell.usage) } }
        // The baseline's mail has a price even where no row sends any.
        ledger.add(1, to: StoredRun.mailMeter)
        meters = ledger.entries.map(\.meter)
        _ = try priceList(of: workspace.scenario)
    }

    private mutating func priceList(of scenario: Scenario) throws -> Int {
        let key = PriceKey(prices: scenario.prices, wage: scenario.review.wageUSDPerHour)
        if let place = places[key] { return place }
        let card = try Tariff(book: try workspace.book(for: scenario), scenario: scenario).card
        let list = StoredPrice.list(meters, on: card)
        let place = priceLists.firstIndex(of: list) ?? priceLists.count
        if place == priceLists.count { priceLists.append(list) }
        places[key] = place
        return place
    }

    /// The generic copy for everybody: the same values in every world.
    mutating func addBaseline(_ row: SweepRow, replications: Int) {
        let scenario = workspace.scenario
        let parts = [row.metrics, row.firstCampaign, row.horizonTotal]
        let values = parts.flatMap { list in
            Metric.allCases.map { metric in list.first { $0.metric == metric }?.band.mean ?? .nan }
        }
        rows.append(
            StoredRow(
                vary: [Named("baseline", .bool(true))], isBaseline: true, seed: scenario.seed,
                campaigns: scenario.run.campaigns, world: "", priceList: 0, replications: replications,
                measures: (0..<replications).flatMap { _ in values },
                usage: [Int](repeating: 0, count: replications * (meters.count + 1))))
    }

    mutating func add(_ design: Design, _ cells: [CellResult]) throws {
        let scenario = design.scenario
        let canonical = scenario.canonical
        let vary = design.values.map { Named($0.name, canonical.value(at: $0.name) ?? $0.value.json) }
        rows.append(
            StoredRow(
                vary: vary, isBaseline: false, seed: scenario.seed, campaigns: scenario.run.campaigns,
                world: try world(of: design),
                priceList: try priceList(of: scenario), replications: cells.count,
                measures: cells.flatMap { cell in
                    HorizonPart.allCases.flatMap { part in
                        let values = part.values(of: cell)
                        return Metric.allCases.map { values[$0] ?? .nan }
                    }
                },
                usage: cells.flatMap { cell in
                    meters.map { cell.usage.quantity(of: $0) } + [cell.mails]
                }))
    }

    /// Rows of equal worlds have the same customers, in the same draws.
    private func world(of design: Design) throws -> String {
        let customers = try workspace.library.customerFiles(of: design.scenario).map(\.sha256)
        return String(
            SHA256.hex(([design.worldKey] + customers).joined(separator: "|").utf8).prefix(16))
    }

    func run(_ kind: StoredRun.Kind, digest: String, command: String, decision: JSONValue) -> StoredRun {
        var scenario = workspace.scenario
        // Every dimension is a depth too: a run without one equals the row that names it.
        scenario.segmentation.depth = scenario.segmentation.depth ?? scenario.segmentation.dimensions.count
        return StoredRun(
            header: StoredRun.Header(
                digest: digest, name: scenario.name, command: command, kind: kind,
                version: FinegrainVersion.current, seed: scenario.seed, rowCount: rows.count,
                replications: rows.map(\.replications).max() ?? 0, inputs: workspace.inputs,
                scenario: scenario.canonical, decision: decision, metrics: Metric.allCases.map(\.rawValue),
                meters: meters, priceLists: priceLists),
            rows: rows)
    }
}

extension StoredRun {
    /// What everybody's generic mail is billed by.
    static let mailMeter = Meter(.marketing, "email", .sends)
}
