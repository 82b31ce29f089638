import Encodings
import Workers

/// The parts of a file joined to whole columns.
struct FrameColumns {
    private let requests: [ColumnRequest]
    let isText: [Bool]
    private let rowCount: Int
    private let numbers: [[Double]]
    private let levels: [LevelColumn?]
    private let keys: [[UInt64]]
    private let rowHashes: [UInt64]

    /// Joins the parts in their order, one column a job.
    init(_ requests: [ColumnRequest], _ parts: [FramePass], jobs: Int) {
        self.requests = requests
        // Text in any part makes the column one of texts.
        let isText = requests.indices.map { index in parts.contains { $0.isText[index] } }
        self.isText = isText
        rowCount = parts.reduce(0) { $0 + $1.rowCount }
        if parts.count == 1 {
            numbers = requests.indices.map { isText[$0] ? [] : parts[0].numbers[$0] }
        } else {
            let count = rowCount
            let joined = try? WorkerPool(jobs: jobs).map(requests.count) { index -> [Double] in
                guard !isText[index], !parts[0].numbers[index].isEmpty else { return [] }
                var all: [Double] = []
                all.reserveCapacity(count)
                for part in parts { all.append(contentsOf: part.numbers[index]) }
                return all
            }
            numbers = joined ?? []
        }
        levels = requests.indices.map { index in
            requests[index].kind == .category || requests[index].kind == .level
                ? FrameColumns.levels(requests[index].name, index, parts) : nil
        }
        keys = requests.indices.map { index in parts.flatMap { $0.keys[index] } }
        rowHashes = parts.flatMap(\.rowHashes)
    }

    /// Levels of all parts in their final order.
    private static func levels(_ name: String, _ index: Int, _ parts: [FramePass]) -> LevelColumn {
        var known: [String: UInt32] = [:]
        var texts: [String] = []
        let common = parts.map { part in
            part.dictionaries[index].texts.map { text -> UInt32 in
                if let code = known[text] { return code }
                known[text] = UInt32(texts.count)
                texts.append(text)
                return UInt32(texts.count - 1)
            }
        }
        let order = LevelOrder.sorted(texts)
        var final = Array(repeating: UInt32(0), count: order.count)
        for (rank, temporary) in order.enumerated() { final[temporary] = UInt32(rank) }
        var codes: [UInt32] = []
        for (part, map) in zip(parts, common) {
            codes.append(contentsOf: part.codes[index].map { final[Int(map[Int($0)])] })
        }
        return LevelColumn(name: name, levels: order.map { texts[$0] }, codes: codes)
    }

    /// The columns in their final form; those that turned out to be text come from a second reading.
    func frame(with second: FrameColumns?, formats: [FileFormat.Column]) -> ColumnFrame {
        ColumnFrame(
            rowCount: rowCount,
            numbers: requests.indices.filter {
                requests[$0].kind == .number || (requests[$0].kind == .automatic && !isText[$0])
            }.map { NumericColumn(name: requests[$0].name, values: numbers[$0]) },
            categories: levels.compactMap(\.self) + (second?.levels.compactMap(\.self) ?? []),
            keyColumns: requests.indices.filter {
                requests[$0].kind == .key || requests[$0].kind == .optionalKey
            }.map {
                ColumnFrame.KeyColumn(name: requests[$0].name, values: keys[$0])
            },
            rowKeys: FrameColumns.counted(rowHashes), numberFormats: formats)
    }

    /// Mixes in the occurrence of each row among equal ones.
    private static func counted(_ hashes: [UInt64]) -> [UInt64] {
        var seen: [UInt64: UInt64] = [:]
        return hashes.map { hash in
            let occurrence = seen[hash, default: 0]
            seen[hash] = occurrence + 1
            return Fingerprint.mixed(hash ^ Fingerprint.mixed(occurrence))
        }
    }
}
