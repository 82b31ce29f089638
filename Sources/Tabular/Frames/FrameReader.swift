import Quantities

extension ColumnFrame {
    /// Reads the wanted columns.
    ///
    /// A number that is not finite is a problem, as is text in a column of numbers; a missing field is NaN or the
    /// level `(missing)`. A column of numbers or levels that turns out to be text is read again.
    /// - Parameters:
    ///   - rowKeys: whether to hash whole rows.
    ///   - memoryLimit: bytes that the columns may take.
    /// - Throws: bad input with the file's problems and their lines.
    /// - Complexity: O(bytes); eight bytes a row and column.
    public static func load(
        _ file: String, _ requests: [ColumnRequest], rowKeys: Bool = false, jobs: Int = 1,
        memoryLimit: Int = 8 << 30
    ) throws -> ColumnFrame {
        var unique: [ColumnRequest] = []
        for request in requests where !unique.contains(request) { unique.append(request) }
        var pass = try FramePass(file, unique, hashesRows: rowKeys, memoryLimit: memoryLimit)
        try pass.run()
        // Columns that were numbers until a text came: all of them in one more pass.
        let texts = pass.textColumns
        var second: FramePass?
        if !texts.isEmpty {
            let again = texts.map { ColumnRequest($0, .category) }
            second = try FramePass(file, again, hashesRows: false, memoryLimit: memoryLimit)
            try second?.run()
        }
        return pass.frame(with: second)
    }
}

/// One reading of a file.
private struct FramePass {
    private let file: String
    private let requests: [ColumnRequest]
    private let hashesRows: Bool
    private let memoryLimit: Int
    private var numbers: [[Double]]
    private var isText: [Bool]
    private var codes: [[UInt32]]
    private var dictionaries: [[String: UInt32]]
    private var levels: [[String]]
    private var keys: [[UInt64]]
    private var rowHashes: [UInt64] = []
    private var rowCount = 0

    init(_ file: String, _ requests: [ColumnRequest], hashesRows: Bool, memoryLimit: Int) throws {
        self.file = file
        self.requests = requests
        self.hashesRows = hashesRows
        self.memoryLimit = memoryLimit
        numbers = Array(repeating: [], count: requests.count)
        isText = Array(repeating: false, count: requests.count)
        codes = Array(repeating: [], count: requests.count)
        dictionaries = Array(repeating: [:], count: requests.count)
        levels = Array(repeating: [], count: requests.count)
        keys = Array(repeating: [], count: requests.count)
    }

    var textColumns: [String] { requests.indices.filter { isText[$0] }.map { requests[$0].name } }

    mutating func run() throws {
        var reader = try CSVReader.open(file)
        let columns = reader.columns(requests.map(\.name))
        try reader.problems.throwIfAny()
        let rowLimit = memoryLimit / (8 * max(1, requests.count + (hashesRows ? 1 : 0)))
        while try reader.next() {
            rowCount += 1
            if rowCount > rowLimit {
                throw FinegrainError.badInput(
                    "more than \(rowLimit) rows with \(requests.count) columns would take more than "
                        + "\(memoryLimit >> 20) MiB",
                    remedy: "make cells first with finegrain compress, which does not hold the file in memory",
                    file: file)
            }
            for position in requests.indices { take(position, columns[position], &reader) }
            if hashesRows { rowHashes.append(hash(&reader)) }
        }
        if rowCount == 0, reader.problems.isEmpty { reader.noteNoRows() }
        try reader.problems.throwIfAny()
    }

    private mutating func take(_ position: Int, _ column: Int, _ reader: inout CSVReader) {
        let field = reader.field(column)
        switch requests[position].kind {
        case .number:
            numbers[position].append(number(field, column, &reader))
        case .automatic:
            guard !isText[position] else { return }
            if isMissing(field) {
                numbers[position].append(.nan)
            } else if let value = reader.number(column) {
                numbers[position].append(value)
            } else if FramePass.isInfinite(field) {
                numbers[position].append(number(field, column, &reader))
            } else {
                isText[position] = true
                numbers[position] = []
            }
        case .category:
            let text = isMissing(field) ? LevelColumn.missing : reader.text(column)
            if let code = dictionaries[position][text] {
                codes[position].append(code)
            } else {
                let code = UInt32(levels[position].count)
                dictionaries[position][text] = code
                levels[position].append(text)
                codes[position].append(code)
            }
        case .key:
            if isMissing(field) {
                reader.note("the identifier is empty", remedy: "Name the unit of each row.", column: column)
            }
            keys[position].append(FramePass.hash(field))
        }
    }

    private func number(
        _ field: UnsafeBufferPointer<UInt8>, _ column: Int, _ reader: inout CSVReader
    ) -> Double {
        if isMissing(field) { return .nan }
        if let value = reader.number(column) { return value }
        if FramePass.isInfinite(field) {
            reader.note(
                "\(reader.text(column)) is not a finite number",
                remedy: "Leave the field empty if the number is not known.", column: column)
        } else {
            reader.noteNotANumber(column: column)
        }
        return .nan
    }

    private func isMissing(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        guard field.count <= 4 else { return false }
        return ColumnFrame.missingMarks.contains { mark in
            mark.utf8CodeUnitCount == field.count
                && field.elementsEqual(
                    UnsafeBufferPointer(start: mark.utf8Start, count: mark.utf8CodeUnitCount))
        }
    }

    private static func isInfinite(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let value = Double(String(decoding: field, as: UTF8.self)) else { return false }
        return !value.isFinite
    }

    private func hash(_ reader: inout CSVReader) -> UInt64 {
        var hash = Fingerprint()
        for column in reader.header.indices { hash.combine(FramePass.hash(reader.field(column))) }
        return hash.value
    }

    /// FNV-1a of the bytes, mixed once more.
    private static func hash(_ field: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in field { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Fingerprint.mixed(hash)
    }

    /// The columns in their final form; those that turned out to be text come from the second reading.
    func frame(with second: FramePass?) -> ColumnFrame {
        let own = requests.indices.filter { requests[$0].kind == .category }.map { levelColumn($0) }
        let again = second.map { pass in pass.requests.indices.map { pass.levelColumn($0) } } ?? []
        return ColumnFrame(
            rowCount: rowCount,
            numbers: requests.indices.filter {
                requests[$0].kind == .number || (requests[$0].kind == .automatic && !isText[$0])
            }.map { NumericColumn(name: requests[$0].name, values: numbers[$0]) },
            categories: own + again,
            keyColumns: requests.indices.filter { requests[$0].kind == .key }.map {
                ColumnFrame.KeyColumn(name: requests[$0].name, values: keys[$0])
            },
            rowKeys: FramePass.counted(rowHashes))
    }

    private func levelColumn(_ position: Int) -> LevelColumn {
        let order = LevelOrder.sorted(levels[position])
        var final = Array(repeating: UInt32(0), count: order.count)
        for (rank, temporary) in order.enumerated() { final[temporary] = UInt32(rank) }
        return LevelColumn(
            name: requests[position].name, levels: order.map { levels[position][$0] },
            codes: codes[position].map { final[Int($0)] })
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
