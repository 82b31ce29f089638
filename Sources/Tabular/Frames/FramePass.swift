import Encodings
import Quantities

/// The wanted columns of one part of a file as it is read.
struct FramePass: Sendable {
    private let requests: [ColumnRequest]
    private let positions: [Int]
    private let styles: [NumberStyle]
    private let hashesRows: Bool
    private let rowLimit: Int
    private(set) var numbers: [[Double]]
    /// Columns that were to be numbers and turned out to be text.
    private(set) var isText: [Bool]
    private(set) var codes: [[UInt32]]
    private(set) var dictionaries: [TextDictionary]
    private(set) var keys: [[UInt64]]
    private(set) var rowHashes: [UInt64] = []
    private(set) var rowCount = 0

    /// - Parameter styles: of the numbers of each column.
    init(
        _ requests: [ColumnRequest], _ positions: [Int], _ styles: [NumberStyle], hashesRows: Bool,
        rowLimit: Int
    ) {
        self.requests = requests
        self.positions = positions
        self.styles = styles
        self.hashesRows = hashesRows
        self.rowLimit = rowLimit
        numbers = Array(repeating: [], count: requests.count)
        isText = Array(repeating: false, count: requests.count)
        codes = Array(repeating: [], count: requests.count)
        dictionaries = requests.map { _ in TextDictionary() }
        keys = Array(repeating: [], count: requests.count)
    }

    /// Rows whose numbers are kept beside each other before they go to their columns.
    private static let blockRows = 512

    mutating func run(_ reader: inout CSVReader) throws {
        let kinds = requests.map(\.kind)
        let arePlain = styles.allSatisfy { $0 == .plain }
        let block = UnsafeMutableBufferPointer<Double>.allocate(
            capacity: FramePass.blockRows * requests.count)
        defer { block.deallocate() }
        var filled = 0
        let start = reader.offset
        while try reader.next() {
            rowCount += 1
            if rowCount > rowLimit { throw tooLarge(reader.file) }
            for position in 0..<kinds.count {
                let field = reader.field(positions[position])
                switch kinds[position] {
                case .number, .automatic:
                    let value = arePlain ? DecimalText.value(of: field) : styles[position].value(of: field)
                    block[position * FramePass.blockRows + filled] =
                        value ?? unusual(field, position, &reader)
                case .category: addLevel(field, position, isMissing: MissingMark.matches(field), &reader)
                case .level: addLevel(field, position, isMissing: field.isEmpty, &reader)
                case .key: addKey(field, position, &reader)
                case .optionalKey:
                    keys[position].append(MissingMark.matches(field) ? 0 : FramePass.hash(field))
                }
            }
            if hashesRows { rowHashes.append(FramePass.hash(&reader)) }
            filled += 1
            if filled == FramePass.blockRows {
                if rowCount == filled {
                    reserve(rowsAhead: reader.bytesAhead, a: (reader.offset - start) / filled)
                }
                empty(block, &filled)
            }
        }
        empty(block, &filled)
    }

    /// Room for the rest of the part, at the length of a row so far, so that columns need not move as they grow.
    private mutating func reserve(rowsAhead bytes: Int?, a rowBytes: Int) {
        guard let bytes else { return }
        let rows = min(rowLimit, rowCount + bytes / max(1, rowBytes) + bytes / max(1, rowBytes) / 32)
        for position in requests.indices {
            switch requests[position].kind {
            case .number, .automatic: numbers[position].reserveCapacity(rows)
            case .category, .level: codes[position].reserveCapacity(rows)
            case .key, .optionalKey: keys[position].reserveCapacity(rows)
            }
        }
    }

    /// Moves the block's numbers to their columns.
    private mutating func empty(_ block: UnsafeMutableBufferPointer<Double>, _ filled: inout Int) {
        guard let start = block.baseAddress else { return }
        for position in requests.indices where !isText[position] {
            guard requests[position].kind == .number || requests[position].kind == .automatic else {
                continue
            }
            numbers[position].append(
                contentsOf: UnsafeBufferPointer(start: start + position * FramePass.blockRows, count: filled))
        }
        filled = 0
    }

    private func tooLarge(_ file: String) -> FinegrainError {
        .badInput(
            "more than \(rowLimit) rows with \(requests.count) columns would take more memory than allowed",
            remedy: "make cells first with finegrain compress, which does not hold the file in memory",
            file: file)
    }

    @inline(__always)
    private mutating func addLevel(
        _ field: UnsafeBufferPointer<UInt8>, _ position: Int, isMissing: Bool, _ reader: inout CSVReader
    ) {
        let known = dictionaries[position].texts.count
        let code = dictionaries[position].code(of: field, isMissing: isMissing)
        codes[position].append(code ?? 0)
        if code == nil {
            reader.note(
                "more than \(TextDictionary.limit) different values", remedy: "name another column",
                column: positions[position])
        } else if dictionaries[position].texts.count > known,
            String(validating: field, as: UTF8.self) == nil
        {
            reader.note(
                "\"\(reader.text(positions[position]))\" is not UTF-8", remedy: "Save the file as UTF-8.",
                column: positions[position])
        }
    }

    private mutating func addKey(
        _ field: UnsafeBufferPointer<UInt8>, _ position: Int, _ reader: inout CSVReader
    ) {
        if MissingMark.matches(field) {
            reader.note(
                "the identifier is empty", remedy: "Name the unit of each row.", column: positions[position])
        }
        keys[position].append(FramePass.hash(field))
    }

    /// NaN for a missing number; an automatic column becomes one of texts, anything else is noted.
    private mutating func unusual(
        _ field: UnsafeBufferPointer<UInt8>, _ position: Int, _ reader: inout CSVReader
    ) -> Double {
        if MissingMark.matches(field) { return .nan }
        if FramePass.isInfinite(field) {
            reader.note(
                "\(reader.text(positions[position])) is not a finite number",
                remedy: "Leave the field empty if the number is not known.", column: positions[position])
        } else if requests[position].kind == .automatic {
            isText[position] = true
            numbers[position] = []
        } else {
            reader.noteNotANumber(column: positions[position])
        }
        return .nan
    }

    private static func isInfinite(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let value = Double(String(decoding: field, as: UTF8.self)) else { return false }
        return !value.isFinite
    }

    private static func hash(_ reader: inout CSVReader) -> UInt64 {
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
}
