import Quantities
import Workers

extension ColumnFrame {
    /// Reads the wanted columns.
    ///
    /// A number that is not finite is a problem, as is text in a column of numbers; a missing field is NaN or the
    /// level `(missing)`. A column of numbers or levels that turns out to be text is read again. Parts of a large file are
    /// read side by side; a file with problems, or with line ends inside quotes where it was cut, is read once more from
    /// the start by one reader, so that every problem has its line.
    /// - Parameters:
    ///   - rowKeys: whether to hash whole rows.
    ///   - memoryLimit: bytes that the columns may take.
    /// - Throws: bad input with the file's problems and their lines.
    /// - Complexity: O(bytes); eight bytes a row and column.
    public static func load(
        _ file: String, _ requests: [ColumnRequest], rowKeys: Bool = false, jobs: Int = 1,
        memoryLimit: Int = 8 << 30
    ) throws -> ColumnFrame {
        try load(
            file, requests, rowKeys: rowKeys, jobs: jobs, memoryLimit: memoryLimit, partSize: FileParts.size)
    }

    static func load(
        _ file: String, _ requests: [ColumnRequest], rowKeys: Bool, jobs: Int, memoryLimit: Int, partSize: Int
    ) throws -> ColumnFrame {
        var unique: [ColumnRequest] = []
        for request in requests where !unique.contains(request) { unique.append(request) }
        let first = try columns(
            file, unique, hashesRows: rowKeys, jobs: jobs, memoryLimit: memoryLimit, partSize: partSize)
        // Columns that were numbers until a text came: all of them in one more pass.
        let texts = unique.indices.filter { first.isText[$0] }.map {
            ColumnRequest(unique[$0].name, .category)
        }
        let second =
            texts.isEmpty
            ? nil
            : try columns(
                file, texts, hashesRows: false, jobs: jobs, memoryLimit: memoryLimit, partSize: partSize)
        return first.frame(with: second)
    }

    private static func columns(
        _ file: String, _ requests: [ColumnRequest], hashesRows: Bool, jobs: Int, memoryLimit: Int,
        partSize: Int
    ) throws -> FrameColumns {
        var reader = try CSVReader.open(file)
        let positions = reader.columns(requests.map(\.name))
        try reader.problems.throwIfAny()
        let (header, separator) = (reader.header, reader.separator)
        let rowLimit = memoryLimit / (8 * max(1, requests.count + (hashesRows ? 1 : 0)))
        let parts = jobs > 1 ? FileParts.cut(file, from: reader.offset, size: partSize) : []
        if parts.count > 1 {
            let read = try WorkerPool(jobs: jobs).map(parts.count) { index in
                var part = try CSVReader.open(
                    part: parts[index], of: file, header: header, separator: separator,
                    chunkSize: CSVReader.defaultChunkSize)
                var pass = FramePass(requests, positions, hashesRows: hashesRows, rowLimit: rowLimit)
                try pass.run(&part)
                let isWhole = index + 1 == parts.count || part.offset == parts[index + 1].lowerBound
                return (pass: pass, isSound: isWhole && part.problems.isEmpty)
            }
            let rowCount = read.reduce(0) { $0 + $1.pass.rowCount }
            if rowCount <= rowLimit, rowCount > 0, read.allSatisfy(\.isSound) {
                return FrameColumns(requests, read.map(\.pass), jobs: jobs)
            }
        }
        var pass = FramePass(requests, positions, hashesRows: hashesRows, rowLimit: rowLimit)
        try pass.run(&reader)
        if pass.rowCount == 0, reader.problems.isEmpty { reader.noteNoRows() }
        try reader.problems.throwIfAny()
        return FrameColumns(requests, [pass], jobs: 1)
    }
}
