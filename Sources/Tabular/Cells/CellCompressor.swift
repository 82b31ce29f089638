import Quantities

/// Aggregates a file with one row per customer to cells, in one pass and in memory that depends on
/// the number of cells only.
///
/// A file of cells, which has a column `n`, is aggregated to coarser cells by the same options.
///
/// Cells are in the order of their attribute levels, then of the arm. Sums are compensated and made
/// in the order of rows, for a large file part by part (parts of fixed size, side by side on `jobs` threads). An empty attribute becomes the level `(missing)`; an empty arm, outcome or
/// covariate is a problem.
public struct CellCompressor: Sendable {
    public let by: [String]
    public let arm: String?
    public let outcomes: [String]
    public let covariates: [String]
    public let bands: [Bands]
    /// Threads; the cells do not depend on it.
    public let jobs: Int
    /// How the numbers of the file are written; detected when nil.
    public var numbers: NumberStyle?
    var chunkSize = CSVReader.defaultChunkSize
    var partSize = FileParts.size

    /// - Parameters:
    ///   - by: the attribute columns, first the one that varies slowest.
    ///   - arm: the column of the experiment's arm, which becomes the column `arm`.
    ///   - outcomes: columns of numbers to sum.
    ///   - covariates: columns of numbers to sum, with their products with each other and the outcomes.
    ///   - bands: how the numbers of attributes become levels.
    public init(
        by: [String], arm: String?, outcomes: [String], covariates: [String], bands: [Bands], jobs: Int = 1
    ) {
        self.by = by
        self.arm = arm
        self.outcomes = outcomes
        self.covariates = covariates
        self.bands = bands
        self.jobs = jobs
    }

    /// The cells of `file`.
    /// - Throws: bad input with all problems of the options, or else of the file, with their lines.
    /// - Complexity: O(bytes + cells · log cells).
    public func compress(file: String) throws -> CellTable {
        try read(file).cells
    }

    /// The cells of `file`, and how the file is written.
    /// - Throws: bad input with all problems of the options, or else of the file, with their lines.
    public func read(_ file: String) throws -> (cells: CellTable, format: FileFormat) {
        var problems = ProblemLog()
        checkOptions(&problems)
        try problems.throwIfAny()
        var opened = try CSVReader.open(file, chunkSize: chunkSize)
        var format = opened.format
        let metrics = outcomes + covariates + by.filter { name in bands.contains { $0.attribute == name } }
        guard opened.canBeReadAgain else {
            // A pipe is read once: its numbers are plain unless the caller knows better.
            if let numbers { opened.setStyles(metrics.map { ($0, numbers) }) }
            let isCells = CellTable.isCells(header: opened.header)
            return (try isCells ? regroup(CellTable(&opened), file: file) : compress(&opened), format)
        }
        if CellTable.isCells(header: opened.header) {
            let (cells, columns) = try CellTable.read(file, numbers: numbers, chunkSize: chunkSize)
            format.columns = columns
            return (try regroup(cells, file: file), format)
        }
        let (cells, columns) = try NumberReading.read(
            file, separator: format.separator, columns: metrics, given: numbers
        ) { styles in
            var reader = try CSVReader.open(file, chunkSize: chunkSize)
            reader.setStyles(Array(zip(metrics, styles)))
            return (try compressParts(file, reader) ?? compress(&reader), [])
        }
        format.columns = columns
        return (cells, format)
    }

    /// The cells of the units that a reader has before it.
    private func compress(_ reader: inout CSVReader) throws -> CellTable {
        var pass = CompressionPass(self, &reader)
        try reader.problems.throwIfAny()
        try pass.run(&reader)
        try reader.problems.throwIfAny()
        return try pass.table(file: reader.file)
    }

    private func checkOptions(_ problems: inout ProblemLog) {
        if by.isEmpty {
            problems.add(
                Problem("no attributes", remedy: "Name the columns that make a cell.", field: "--by"))
        }
        if outcomes.isEmpty, !covariates.isEmpty {
            problems.add(
                Problem(
                    "covariates without an outcome", remedy: "Name the outcomes that they explain.",
                    field: "--outcomes"))
        }
        for (option, names) in [
            ("--by", by + (arm.map { [$0] } ?? [])), ("--outcomes", outcomes + covariates),
        ] {
            for (index, name) in names.enumerated() where names[..<index].contains(name) {
                problems.add(
                    Problem("\(name) is named twice", remedy: "Name each column once.", field: option))
            }
        }
        for name in by where CellTable.isReserved(name) {
            problems.add(
                Problem(
                    "\(name) cannot be the name of an attribute: it means something else in a file of cells",
                    remedy: name == CellTable.armColumn ? "Pass it as --arm." : "Rename the column.",
                    field: "--by"))
        }
        checkSumNames(&problems)
        Bands.check(bands, attributes: by, log: &problems)
    }

    /// A metric may be named like the product of two others, as x_y beside x and y.
    private func checkSumNames(_ problems: inout ProblemLog) {
        let metrics = outcomes + covariates
        guard Set(metrics).count == metrics.count else { return }
        let pairs = CellTable.productNames(outcomes: outcomes, covariates: covariates)
        let header = CellTable.header(
            attributes: [], hasArm: false, outcomes: outcomes, covariates: covariates, products: pairs)
        for (index, name) in header.enumerated() where header[..<index].contains(name) {
            problems.add(
                Problem(
                    "two columns of sums would both be named \(name)",
                    remedy: "Rename one of the outcomes or covariates.", field: "--covariates"))
        }
    }
}
