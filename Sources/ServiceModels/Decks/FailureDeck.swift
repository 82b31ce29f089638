import YAMLReading
import Yams

/// The failure rates that hold unless a scenario says otherwise, and the latency of batch jobs.
struct FailureDeck {
    var cortex: FailureRates
    var bedrock: FailureRates
    var batchLatency: LatencyModel

    init?(_ root: Node, _ reader: YAMLReader) {
        let cortex = reader.member("cortex", of: root, field: "").map {
            FailureRates($0, reader, field: "cortex")
        }
        let bedrock = reader.member("bedrock", of: root, field: "").map {
            FailureRates($0, reader, field: "bedrock")
        }
        let batch = reader.member("batch", of: root, field: "").flatMap {
            ModelDeck.latency($0, reader, field: "batch", unit: 3_600, suffix: "hours")
        }
        guard let cortex, let bedrock, let batch else { return nil }
        self.cortex = cortex
        self.bedrock = bedrock
        batchLatency = batch
    }
}

extension FailureRates {
    init(_ node: Node, _ reader: YAMLReader, field: String) {
        func rate(_ name: String) -> Double {
            guard reader.optionalMember(name, of: node) != nil else { return 0 }
            return reader.number(name, of: node, field: field, in: 0...1) ?? 0
        }
        self.init(
            strict: rate("strict"), promptOnly: rate("prompt_only"), batch: rate("batch"),
            offBrand: rate("off_brand"), canaryLeak: rate("canary_leak"), overlong: rate("overlong"))
        let known = ["strict", "prompt_only", "batch", "off_brand", "canary_leak", "overlong"]
        for (name, member) in reader.members(node, field: field) where !known.contains(name) {
            reader.report(
                "`\(name)` is no failure rate", at: member, field: field,
                remedy: "use one of: \(known.joined(separator: ", "))")
        }
    }
}
