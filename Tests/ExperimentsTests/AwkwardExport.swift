import Foundation
import Synchronization

@testable import Experiments

private let exportCount = Atomic<Int>(0)

/// One small experiment, written as exports write it: 240 customers in two arms, three towns, with spends above 1,000.
struct AwkwardExport {
    /// A customer as written in a plain file.
    struct Row {
        var id: String
        var arm: String
        var town: String
        var spend: String
        var visit: String
    }

    static let header = ["id", "arm", "town", "spend", "visit"]

    static let rows: [Row] = (0..<240).map { unit in
        Row(
            id: "u\(1000 + unit)", arm: unit / 3 % 2 == 0 ? "none" : "mail",
            town: ["Köln", "Aix", "Leeds"][unit % 3],
            spend: unit % 4 == 0 ? "0" : "\(Double((unit * 7919) % 6007) / 4)",
            visit: unit * 7 % 11 < 4 ? "0" : "1")
    }

    /// The rows as text.
    static func text(
        separator: String = ",", header: [String] = header, rows: [Row] = rows, lineEnd: String = "\n",
        _ fields: (Row) -> [String] = { [$0.id, $0.arm, $0.town, $0.spend, $0.visit] }
    ) -> String {
        ([header] + rows.map(fields)).map { $0.joined(separator: separator) + lineEnd }.joined()
    }

    /// With a comma for decimals, and points between thousands if wanted.
    static func comma(_ number: String, grouped: Bool = false) -> String {
        let sides = number.split(separator: ".")
        var whole = String(sides[0])
        if grouped, whole.count > 3 { whole.insert(".", at: whole.index(whole.endIndex, offsetBy: -3)) }
        return sides.count > 1 && sides[1] != "0" ? "\(whole),\(sides[1])" : whole
    }

    static func plan(_ change: (inout UpliftPlan) -> Void = { _ in }) -> UpliftPlan {
        var plan = UpliftPlan()
        plan.outcomes = ["spend", "visit"]
        plan.by = ["town"]
        change(&plan)
        return plan
    }

    /// The readout of a file with these bytes.
    static func readout(_ bytes: [UInt8], _ plan: UpliftPlan) throws -> UpliftReadout {
        let number = exportCount.add(1, ordering: .relaxed).newValue
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("finegrain-export-\(getpid())-\(number).csv").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        return try UpliftReadout.of(path, plan)
    }

    static func readout(_ text: String, _ plan: UpliftPlan = plan()) throws -> UpliftReadout {
        try readout(Array(text.utf8), plan)
    }

    /// Effects of the plain file, computed from the rows above without any reader.
    static func effect(_ metric: KeyPath<Row, String>, rows: [Row] = rows) -> Double {
        func mean(_ arm: String) -> Double {
            let values = rows.filter { $0.arm == arm }.compactMap { Double($0[keyPath: metric]) }
            return values.reduce(0, +) / Double(values.count)
        }
        return mean("mail") - mean("none")
    }
}
