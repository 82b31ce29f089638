public import Encodings
public import Quantities

/// A finished sweep or run as the store keeps it: where it came from, and its values in every world.
public struct StoredRun: Sendable {
    public enum Kind: String, Sendable { case sweep, run }

    /// Everything but the rows.
    public struct Header: Sendable {
        /// Hash of all result values.
        public var digest: String
        /// The scenario's name.
        public var name: String
        /// What remakes the run.
        public var command: String
        public var kind: Kind
        /// Version of the program that made it.
        public var version: String
        public var seed: Int
        /// Rows, the baseline among them.
        public var rowCount: Int
        /// Worlds of the row that has most.
        public var replications: Int
        public var inputs: [InputFile]
        /// The scenario with every field, as it was read.
        public var scenario: JSONValue
        /// Members `decision`, `recommended` and `recommendation` of the sweep's document; empty for a run.
        public var decision: JSONValue
        /// Names of the metrics, in the order of the rows' values.
        public var metrics: [String]
        /// Meters that any row used, in their order.
        public var meters: [Meter]
        /// Prices by meter; rows with the same prices share a list.
        public var priceLists: [[StoredPrice?]]
        /// The folder of the store that it was read from.
        public var folder = ""
        /// Place among the runs of its store: later runs have larger ones.
        public var sequence = 0

        /// The first twelve digits of the digest.
        public var id: String { String(digest.prefix(12)) }
    }

    public var header: Header
    /// In the order of the sweep's rows: the baseline first, where there is one.
    public var rows: [StoredRow]
}

extension StoredRun.Header {
    /// What stands in the database beside the columns.
    var document: JSONValue {
        .members([
            "format": .integer(StoredRun.Header.format), "inputs": .array(inputs.map(\.json)),
            "scenario": scenario, "decision": decision,
            "metrics": .array(metrics.map { .string($0) }),
            "meters": .array(
                meters.map {
                    .array([
                        .string($0.service.rawValue), .string($0.sku), .string($0.kind.rawValue),
                        .string($0.tier.rawValue),
                    ])
                }),
            "prices": .array(priceLists.map { .array($0.map { $0?.json ?? .null }) }),
        ])
    }

    /// Counted up when a stored run can no longer be read by the code before it.
    static let format = 1

    /// Reads the document into the members that it holds; false when it is of another version.
    mutating func read(_ document: JSONValue) -> Bool {
        guard document["format"]?.integer == StoredRun.Header.format,
            let inputs = document["inputs"]?.array, let scenario = document["scenario"],
            let decision = document["decision"], let metrics = document["metrics"]?.array,
            let meters = document["meters"]?.array, let prices = document["prices"]?.array
        else { return false }
        self.scenario = scenario
        self.decision = decision
        self.inputs = inputs.compactMap { input in
            guard let path = input["path"]?.string, let sum = input["sha256"]?.string else { return nil }
            return InputFile(path: path, sha256: sum)
        }
        self.metrics = metrics.compactMap(\.string)
        self.meters = meters.compactMap { meter in
            guard let parts = meter.array, parts.count == 4,
                let service = parts[0].string.flatMap(Meter.Service.init), let sku = parts[1].string,
                let kind = parts[2].string.flatMap(Meter.Kind.init),
                let tier = parts[3].string.flatMap(Meter.Tier.init)
            else { return nil }
            return Meter(service, sku, kind, tier: tier)
        }
        priceLists = prices.map { list in (list.array ?? []).map(StoredPrice.init(json:)) }
        return self.inputs.count == inputs.count && self.metrics.count == metrics.count
            && self.meters.count == meters.count && priceLists.allSatisfy { $0.count == meters.count }
    }
}
