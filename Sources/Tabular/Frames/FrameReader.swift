import Workers

extension ColumnFrame {
    /// Reads the wanted columns.
    ///
    /// A number that is not finite is a problem, as is text in a column of numbers; a missing field is NaN or the
    /// level `(missing)`. A column of numbers or levels that turns out to be text is read again. Parts of a large file are
    /// read side by side; a file with problems, or with line ends inside quotes where it was cut, is read once more from
    /// the start by one reader, so that every problem has its line.
    /// - Parameters:
    ///   - numbers: how all numbers are written; detected when nil.
    ///   - rowKeys: whether to hash whole rows.
    ///   - memoryLimit: bytes that the columns may take.
    /// - Throws: bad input with the file's problems and their lines.
    /// - Complexity: O(bytes); eight bytes a row and column.
    public static func load(
        _ file: String, _ requests: [ColumnRequest], numbers: NumberStyle? = nil, rowKeys: Bool = false,
        jobs: Int = 1, memoryLimit: Int = 8 << 30
    ) throws -> ColumnFrame {
        try load(
            file, requests, numbers: numbers, rowKeys: rowKeys, jobs: jobs, memoryLimit: memoryLimit,
            partSize: FileParts.size)
    }

    static func load(
        _ file: String, _ requests: [ColumnRequest], numbers: NumberStyle? = nil, rowKeys: Bool, jobs: Int,
        memoryLimit: Int, partSize: Int
    ) throws -> ColumnFrame {
        var unique: [ColumnRequest] = []
        for request in requests where !unique.contains(request) { unique.append(request) }
        let numeric = unique.indices.filter { unique[$0].kind == .number || unique[$0].kind == .automatic }
        func columns(_ requests: [ColumnRequest], _ styles: [NumberStyle], keys: Bool) throws -> FrameColumns
        {
            try self.columns(
                file, requests, styles, hashesRows: keys, jobs: jobs, memoryLimit: memoryLimit,
                partSize: partSize)
        }
        let separator = try CSVReader.open(file).separator
        let (first, formats) = try NumberReading.read(
            file, separator: separator, columns: numeric.map { unique[$0].name }, given: numbers
        ) { styles in
            var all = unique.map { _ in NumberStyle.plain }
            for (index, style) in zip(numeric, styles) { all[index] = style }
            let read = try columns(unique, all, keys: rowKeys)
            return (read, unique.indices.filter { read.isText[$0] }.map { unique[$0].name })
        }
        // Columns that were numbers until a text came: all of them in one more pass.
        let texts = unique.indices.filter { first.isText[$0] }.map { ColumnRequest(unique[$0].name, .level) }
        let second = texts.isEmpty ? nil : try columns(texts, texts.map { _ in .plain }, keys: false)
        return first.frame(with: second, formats: formats)
    }

    private static func columns(
        _ file: String, _ requests: [ColumnRequest], _ styles: [NumberStyle], hashesRows: Bool, jobs: Int,
        memoryLimit: Int, partSize: Int
    ) throws -> FrameColumns {
        var reader = try CSVReader.open(file)
        let positions = reader.columns(requests.map(\.name))
        try reader.problems.throwIfAny()
        let (header, separator) = (reader.header, reader.separator)
        let rowLimit = memoryLimit / (8 * max(1, requests.count + (hashesRows ? 1 : 0)))
        let parts =
            jobs > 1 && reader.canBeCut ? FileParts.cut(file, from: reader.offset, size: partSize) : []
        if parts.count > 1 {
            let read = try WorkerPool(jobs: jobs).map(parts.count) { index in
                var part = try CSVReader.open(
                    part: parts[index], of: file, header: header, separator: separator,
                    chunkSize: CSVReader.defaultChunkSize)
                var pass = FramePass(requests, positions, styles, hashesRows: hashesRows, rowLimit: rowLimit)
                try pass.run(&part)
                let isWhole = index + 1 == parts.count || part.offset == parts[index + 1].lowerBound
                return (pass: pass, isSound: isWhole && part.problems.isEmpty)
            }
            let rowCount = read.reduce(0) { $0 + $1.pass.rowCount }
            if rowCount <= rowLimit, rowCount > 0, read.allSatisfy(\.isSound) {
                return FrameColumns(requests, read.map(\.pass), jobs: jobs)
            }
        }
        var pass = FramePass(requests, positions, styles, hashesRows: hashesRows, rowLimit: rowLimit)
        try pass.run(&reader)
        if pass.rowCount == 0, reader.problems.isEmpty { reader.noteNoRows() }
        try reader.problems.throwIfAny()
        return FrameColumns(requests, [pass], jobs: 1)
    }
}
