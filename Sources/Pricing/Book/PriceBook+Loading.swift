public import Foundation
public import Quantities

extension PriceBook {
    /// Reads price files, and folders of them in the order of their names, over `base`.
    ///
    /// A row that is read replaces all rows of `base` with the same meter, so a file of one's own
    /// prices need not repeat the rest; limits and credit prices likewise.
    /// - Parameters:
    ///   - paths: files, or folders whose `.yaml` files are read.
    ///   - contents: gives the bytes of a file, nil where it cannot be read.
    /// - Throws: `FinegrainError` (bad input) with every problem of every file: what cannot be read, an
    ///   unknown key, meter, tier or grade, a bad, negative or duplicate price, a missing source.
    public static func load(
        _ paths: [String], over base: PriceBook = PriceBook(),
        contents: (String) -> Data? = { FileManager.default.contents(atPath: $0) }
    ) throws(FinegrainError) -> PriceBook {
        var problems: [Problem] = []
        var texts: [(path: String, text: String)] = []
        for path in paths {
            for file in priceFiles(at: path) {
                if let text = contents(file).flatMap({ String(data: $0, encoding: .utf8) }) {
                    texts.append((file, text))
                } else {
                    problems.append(
                        Problem(
                            "the price file cannot be read", remedy: "check the path", file: file))
                }
            }
        }
        if texts.isEmpty, problems.isEmpty {
            problems.append(
                Problem(
                    "no price file found in \(paths.joined(separator: ", "))",
                    remedy: "name a .yaml file or a folder that has one"))
        }
        return try parse(texts, over: base, problems: problems)
    }

    /// Reads price files that are already in memory; as `load`.
    public static func parse(
        _ texts: [(path: String, text: String)], over base: PriceBook = PriceBook()
    ) throws(FinegrainError) -> PriceBook {
        try parse(texts, over: base, problems: [])
    }

    private static func parse(
        _ texts: [(path: String, text: String)], over base: PriceBook, problems: [Problem]
    ) throws(FinegrainError) -> PriceBook {
        var problems = problems
        var (rows, limits, credits, files) = ([PriceRow](), [LimitRow](), [CreditPrice](), base.files)
        for (path, text) in texts {
            let file = PriceFile(text: text, name: path)
            problems += file.problems
            rows += file.rows
            limits += file.limits
            credits += file.creditPrices
            files.append(File(path: path, service: file.services.first))
        }
        let read = PriceBook(rows: rows, limitRows: limits, creditPrices: credits, files: files)
        problems += read.duplicates()
        let book = base.replaced(by: read)
        // A file that could not be read in full would only add guesses here.
        if problems.isEmpty { problems = book.contradictions() }
        guard problems.isEmpty else { throw FinegrainError(.badInput, problems) }
        return book
    }

    private static func priceFiles(at path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let folder = path.hasSuffix("/") ? path : path + "/"
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { folder + $0 }
    }

    /// This book with the other's meters, limits and credits in place of its own.
    private func replaced(by other: PriceBook) -> PriceBook {
        let meters = Set(other.rows.map(\.meter))
        let credits = Set(other.creditPrices.map(PriceBook.creditName))
        let limits = Set(other.limitRows.map(PriceBook.limitName))
        return PriceBook(
            rows: rows.filter { !meters.contains($0.meter) } + other.rows,
            limitRows: limitRows.filter { !limits.contains(PriceBook.limitName($0)) } + other.limitRows,
            creditPrices: creditPrices.filter { !credits.contains(PriceBook.creditName($0)) }
                + other.creditPrices,
            files: other.files)
    }

    private static func limitName(_ row: LimitRow) -> String {
        "\(row.service.rawValue) \(row.sku) \(row.name.rawValue)"
    }

    private static func creditName(_ price: CreditPrice) -> String {
        "\(price.kind.rawValue) \(price.creditClass)"
    }

    private func duplicates() -> [Problem] {
        var problems: [Problem] = []
        func report(_ name: String, _ first: Provenance, _ second: Provenance) {
            problems.append(
                Problem(
                    "duplicate row: \(name) stands at \(first.file):\(first.line) too",
                    remedy: "keep one, or give the later one its own `from:`",
                    file: second.file, line: second.line))
        }
        for (a, b) in zip(rows, rows.dropFirst())
        where a.meter == b.meter && a.validity.from == b.validity.from {
            report(a.meter.label, a.provenance, b.provenance)
        }
        for (a, b) in zip(limitRows, limitRows.dropFirst()) where PriceBook.key(a) == PriceBook.key(b) {
            report("limit \(PriceBook.limitName(a))", a.provenance, b.provenance)
        }
        for (a, b) in zip(creditPrices, creditPrices.dropFirst())
        where PriceBook.key(a) == PriceBook.key(b) && a.validity.from == b.validity.from {
            report("credit price \(PriceBook.creditName(a))", a.provenance, b.provenance)
        }
        return problems
    }

    /// A long-context price without its threshold is never used, and the reverse is always missed.
    private func contradictions() -> [Problem] {
        var problems: [Problem] = []
        let priced = rows.filter { $0.meter.tier == .longContext }
        let thresholds = limitRows.filter { $0.name == .longContextThreshold }
        let pricedNames = Set(priced.map { "\($0.meter.service.rawValue) \($0.meter.sku)" })
        var limitedNames = Set(thresholds.map { "\($0.service.rawValue) \($0.sku)" })
        for row in priced
        where limitedNames.insert("\(row.meter.service.rawValue) \(row.meter.sku)").inserted {
            problems.append(
                Problem(
                    "'\(row.meter.sku)' has long-context prices but no threshold",
                    remedy: "add `limits: {long_context_threshold: TOKENS}`",
                    file: row.provenance.file, line: row.provenance.line))
        }
        for row in thresholds where !pricedNames.contains("\(row.service.rawValue) \(row.sku)") {
            problems.append(
                Problem(
                    "'\(row.sku)' has a long-context threshold but no long-context price",
                    remedy: "add `long_context: {input_tokens: PRICE, output_tokens: PRICE}`",
                    file: row.provenance.file, line: row.provenance.line))
        }
        for row in rows where (row.validity.from ?? "") > (row.validity.until ?? "9999-12-31") {
            problems.append(
                Problem(
                    "\(row.meter.label) ends before it starts", remedy: "swap `from:` and `until:`",
                    file: row.provenance.file, line: row.provenance.line))
        }
        return problems
    }
}
