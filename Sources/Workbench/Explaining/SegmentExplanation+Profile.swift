import Audiences
import Encodings

extension SegmentExplanation {
    /// Shares as they are and as they are cached, with what is left until one of them misses.
    ///
    /// With w the bucket's width and h the hysteresis, a share s that is cached as b·w misses when |s/w − b| > h + 1/2:
    /// the distance to the edge is (h + 1/2)·w − |s − b·w|, in shares; see "Profiles" in docs/explain.md.
    var profile: JSONValue {
        let stored = record["profile"]
        let histogram = SegmentExplanation.numbers(stored?["histogram"])
        let buckets = SegmentExplanation.numbers(stored?["buckets"])
        let before = SegmentExplanation.numbers(stored?["before"])
        let smoothed = SegmentExplanation.numbers(stored?["smoothed"])
        let width = reader.run["bucket_width"]?.double ?? 0
        let limit = ((reader.run["hysteresis"]?.double ?? 0) + 0.5) * width
        var attributes: [JSONValue] = []
        var bin = 0
        for attribute in reader.run["attributes"]?.array ?? [] {
            var levels: [JSONValue] = []
            for level in attribute["levels"]?.array ?? [] {
                guard histogram.indices.contains(bin) else { break }
                let share = histogram[bin] / Double(max(1, row.customers))
                let compared = smoothed.indices.contains(bin) ? smoothed[bin] * width : share
                let rounded = buckets.indices.contains(bin) ? buckets[bin] * width : .nan
                let cached = before.indices.contains(bin) ? before[bin] * width : .nan
                levels.append(
                    .members([
                        "level": level, "customers": .integer(Int(histogram[bin])), "share": .number(share),
                        "compared": .number(compared), "rounded": .optional(rounded),
                        "cached_before": .optional(cached),
                        "distance_to_edge": .optional(limit - abs(compared - rounded)),
                        "beyond_edge_before": .optional(abs(compared - cached) - limit),
                    ]))
                bin += 1
            }
            attributes.append(.members(["attribute": attribute["name"] ?? .null, "levels": .array(levels)]))
        }
        return .members([
            "lookup": .text(row.persona), "fingerprint": stored?["fingerprint"] ?? .null,
            "bucket_width": .number(width), "hysteresis": reader.run["hysteresis"] ?? .null,
            "smoothed": .bool(!smoothed.isEmpty), "moved": moved(attributes),
            "attributes": .array(attributes),
        ])
    }

    /// The share that left its bucket the farthest, where that is why the look-up missed.
    private func moved(_ attributes: [JSONValue]) -> JSONValue {
        guard let cause = row.persona, cause.hasPrefix("persona.share_moved.") else { return .null }
        let name = String(cause.dropFirst("persona.share_moved.".count))
        let levels = attributes.first { $0["attribute"]?.string == name }?["levels"]?.array ?? []
        var farthest: JSONValue?
        for level in levels {
            let beyond = level["beyond_edge_before"]?.double ?? -.infinity
            if beyond > farthest?["beyond_edge_before"]?.double ?? -.infinity { farthest = level }
        }
        guard let farthest else { return .null }
        return .members([
            "attribute": .string(name), "level": farthest["level"] ?? .null,
            "compared": farthest["compared"] ?? .null, "cached_before": farthest["cached_before"] ?? .null,
            "beyond_edge": farthest["beyond_edge_before"] ?? .null,
        ])
    }

    private static func numbers(_ value: JSONValue?) -> [Double] { (value?.array ?? []).compactMap(\.double) }
}
