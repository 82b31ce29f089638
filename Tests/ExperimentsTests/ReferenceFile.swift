import Encodings
import Foundation
import Testing

@testable import Experiments

/// Stored results of other libraries, see Tests/References.
enum ReferenceFile {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func path(_ name: String) -> String {
        root.appendingPathComponent("fixtures/reference/" + name).path
    }

    static func json(_ name: String) throws -> JSONValue {
        let text = try String(contentsOfFile: path(name), encoding: .utf8)
        return try JSONParser.parse(text)
    }

    /// The 64,000 rows, where they are.
    static var hillstrom: String? {
        let named = ProcessInfo.processInfo.environment["FINEGRAIN_HILLSTROM"]
        let path = named ?? root.appendingPathComponent("../shared/data/hillstrom.csv").standardized.path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}

/// Whether two numbers agree to a relative tolerance.
func agree(_ a: Double?, _ b: Double?, _ tolerance: Double) -> Bool {
    guard let a, let b else { return false }
    return abs(a - b) <= tolerance * max(abs(b), 1e-12)
}

extension UpliftPlan {
    /// The small experiment: three arms 5:3:2, visits and spend, three covariates.
    static var small: UpliftPlan {
        var plan = UpliftPlan()
        plan.treatment = "arm"
        plan.control = "none"
        plan.arms = ["short", "long"]
        plan.outcomes = ["visit", "spend"]
        plan.covariates = ["age", "history", "region"]
        plan.by = ["region"]
        plan.id = "id"
        plan.planned = [("none", 0.5), ("short", 0.3), ("long", 0.2)].map {
            UpliftPlan.PlannedShare(arm: $0.0, share: $0.1)
        }
        return plan
    }
}

extension UpliftReadout {
    static func of(_ path: String, _ plan: UpliftPlan) throws -> UpliftReadout {
        try UpliftAnalysis.readout(of: path, sha256: "", plan: plan)
    }

    func row(
        _ estimator: Estimator, _ metric: String, _ treatment: String, segment: String? = nil
    ) -> EffectResult? {
        results.first {
            $0.estimator == estimator && $0.metric == metric && $0.treatment == treatment
                && $0.segment?.parts.last?.value == segment
        }
    }
}
