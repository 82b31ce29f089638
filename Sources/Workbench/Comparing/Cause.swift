public import Encodings
import Pricing
public import Quantities

/// Something that differs between what two runs were made from.
public struct Cause: Sendable {
    public enum Kind: String, Sendable { case version, input, scenario, price }

    public var kind: Kind
    /// The program, a file, a field of the scenario, or a meter.
    public var path: String
    /// Values on both sides, null where a side has none: versions, checksums, fields, USD for `unit`.
    public var a: JSONValue
    public var b: JSONValue
    /// For prices: what they are stated for, and who says so on side B.
    public var unit: String?
    public var source: String?
    public var date: String?
}

extension Cause {
    /// Everything that differs, in the order version, files, fields, prices.
    static func all(_ a: StoredRun, _ b: StoredRun, rows: [(a: Int, b: Int)], meters: MeterAlignment)
        -> [Cause]
    {
        version(a.header, b.header) + inputs(a.header.inputs, b.header.inputs)
            + fields(a.header.scenario, b.header.scenario) + prices(a, b, rows, meters)
    }

    private static func version(_ a: StoredRun.Header, _ b: StoredRun.Header) -> [Cause] {
        a.version == b.version
            ? [] : [Cause(kind: .version, path: "finegrain", a: .string(a.version), b: .string(b.version))]
    }

    /// Files by path; those that only moved have not changed, and of the rest equal names belong together.
    private static func inputs(_ a: [InputFile], _ b: [InputFile]) -> [Cause] {
        var left = a.filter { file in !b.contains { $0.sha256 == file.sha256 } }
        var causes: [Cause] = []
        for file in b where !a.contains(where: { $0.sha256 == file.sha256 }) {
            let place =
                left.firstIndex { $0.path == file.path }
                ?? left.firstIndex { name(of: $0.path) == name(of: file.path) }
            let old = place.map { left.remove(at: $0).sha256 }
            causes.append(
                Cause(
                    kind: .input, path: file.path, a: old.map { .string($0) } ?? .null,
                    b: .string(file.sha256)))
        }
        return causes
            + left.map { Cause(kind: .input, path: $0.path, a: .string($0.sha256), b: .null) }
    }

    private static func name(of path: String) -> Substring { path.split(separator: "/").last ?? "" }

    /// Fields of the scenario by path; its name and description change nothing.
    private static func fields(_ a: JSONValue, _ b: JSONValue) -> [Cause] {
        let (old, new) = (a.leaves(), b.leaves())
        let before = Dictionary(old.map { ($0.path, $0.value) }) { first, _ in first }
        let after = Dictionary(new.map { ($0.path, $0.value) }) { first, _ in first }
        let paths = new.map(\.path) + old.map(\.path).filter { after[$0] == nil }
        return paths.filter { $0 != "name" && $0 != "description" }.compactMap { path in
            let (x, y) = (before[path] ?? .null, after[path] ?? .null)
            return x.means(y) ? nil : Cause(kind: .scenario, path: path, a: x, b: y)
        }
    }

    /// Rates that differ between matching rows, meter by meter; each change once.
    private static func prices(
        _ a: StoredRun, _ b: StoredRun, _ rows: [(a: Int, b: Int)], _ meters: MeterAlignment
    ) -> [Cause] {
        var seen: Set<[Int]> = []
        var causes: [[Cause]] = Array(repeating: [], count: meters.entries.count)
        for pair in rows {
            let lists = [a.rows[pair.a].priceList, b.rows[pair.b].priceList]
            guard seen.insert(lists).inserted else { continue }
            let (old, new) = (a.header.priceLists[lists[0]], b.header.priceLists[lists[1]])
            for (place, entry) in meters.entries.enumerated() {
                guard let before = entry.a.flatMap({ old[$0] }), let after = entry.b.flatMap({ new[$0] }),
                    before.rate != after.rate
                else { continue }
                let cause = price(entry.meter, before, after)
                if !causes[place].contains(where: { $0.a == cause.a && $0.b == cause.b }) {
                    causes[place].append(cause)
                }
            }
        }
        return causes.flatMap { $0 }
    }

    private static func price(_ meter: Meter, _ before: StoredPrice, _ after: StoredPrice) -> Cause {
        Cause(
            kind: .price, path: StoredPrice.name(of: meter),
            a: .number(before.price(of: after.per).usd), b: .number(after.price(of: after.per).usd),
            unit: "USD per \(after.per) \(meter.kind.unit(count: after.per))", source: after.source,
            date: after.date)
    }
}

extension StoredPrice {
    /// A meter in words: service, product, what is counted, and a tier that is not the standard one.
    public static func name(of meter: Meter) -> String {
        ([meter.service.rawValue, meter.sku, meter.kind.rawValue].filter { !$0.isEmpty }
            + (meter.tier == .standard ? [] : ["(\(meter.tier.rawValue))"])).joined(separator: " ")
    }
}
