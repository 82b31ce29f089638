import Pricing
import Quantities
import Scenarios
public import Workbench

/// A comparison as a comment on a pull request.
///
/// The last line is a hidden tag, by which a job finds its own comment and replaces it.
public struct CompareMarkdown {
    /// What a comment may hold on GitHub.
    public static let mostCharacters = 65_536

    private let comparison: RunComparison
    private let command: String
    private let tag: String
    private let words: ComparisonText

    /// - Parameters:
    ///   - command: what remakes the comparison.
    ///   - tag: names the comment among others; by default B's scenario.
    /// - Throws: `FinegrainError` for a tag that would end its own comment.
    public init(_ comparison: RunComparison, command: String, tag: String?) throws {
        self.comparison = comparison
        self.command = command
        words = ComparisonText(comparison)
        if let tag, tag.isEmpty || CompareMarkdown.cleaned(tag) != tag {
            throw FinegrainError.badInput(
                "'\(tag)' is not a tag", remedy: "use letters, digits, '.', '_', '/' and single '-'",
                field: "--tag")
        }
        self.tag = tag ?? CompareMarkdown.cleaned(comparison.b.header.name)
    }

    /// A name as a tag: what could end an HTML comment becomes a single dash.
    private static func cleaned(_ name: String) -> String {
        var out = ""
        for character in name {
            let isPlain =
                character.isASCII && (character.isLetter || character.isNumber || "._/".contains(character))
            if isPlain { out.append(character) } else if out.last != "-" { out.append("-") }
        }
        return out
    }

    public var text: String {
        var pages = MarkdownPages()
        pages.add("**Finegrain, \(MarkdownText.escaped(comparison.b.header.name)).** ")
        pages.add(MarkdownText.escaped(words.sentence, limit: 1_000) + "\n")
        addBudget(to: &pages)
        addMetrics(to: &pages)
        addCauses(to: &pages)
        addMoney(to: &pages)
        pages.add(
            "\n"
                + ([words.pairing] + words.unmatched).filter { !$0.isEmpty }
                .map { MarkdownText.escaped($0, limit: 2_000) }.joined(separator: " ") + "\n")
        addRows(to: &pages)
        addPrices(to: &pages)
        addInputs(to: &pages)
        addAssumptions(to: &pages)
        addCommands(to: &pages)
        pages.add("\n<!-- finegrain-compare:\(tag) -->\n")
        return pages.text(limit: CompareMarkdown.mostCharacters)
    }

    private func addBudget(to pages: inout MarkdownPages) {
        pages.table(
            ["budget", "value", "row", ""], numbers: [1],
            comparison.budget.map { result in
                [
                    code(result.expression.text),
                    result.value.map { words.number($0, result.expression) }
                        ?? MarkdownText.escaped(result.why ?? ""),
                    MarkdownText.escaped(
                        result.row.map { MetricText.row(comparison.b.rows[$0].vary) } ?? "-"),
                    result.holds ? "holds" : "**broken**",
                ]
            })
    }

    /// The row that the sentence speaks of: metrics that changed, or may have.
    private func addMetrics(to pages: inout MarkdownPages) {
        guard let focus = comparison.focus else { return }
        let row = comparison.rows[focus]
        let moved = row.metrics.filter { $0.verdict != .unchanged }
        guard !moved.isEmpty else { return }
        let name = MarkdownText.escaped(MetricText.row(row.vary))
        pages.table(
            [name, "A", "B", "difference", "", "95 % interval", "B better in", ""], numbers: [1, 2, 3, 4, 6],
            moved.map { metric in
                [
                    code(metric.name), MetricText.value(metric.name, metric.a),
                    MetricText.value(metric.name, metric.b),
                    MetricText.difference(metric.name, metric.difference),
                    MetricText.percent(metric.relative), MetricText.interval(metric.name, metric),
                    Digits.percent(metric.betterShare, 0), metric.verdict.rawValue,
                ]
            })
    }

    private func addCauses(to pages: inout MarkdownPages) {
        pages.table(
            ["changed", "", "A", "B"], numbers: [],
            comparison.causes.map { cause in
                [
                    cause.kind.rawValue, code(cause.path),
                    MarkdownText.escaped(MetricText.cause(cause, cause.a)),
                    MarkdownText.escaped(MetricText.after(cause)),
                ]
            })
    }

    private func addMoney(to pages: inout MarkdownPages) {
        let entries = MoneyTable(comparison).entries
        pages.table(
            ["USD, \(MoneyTable(comparison).period)", "by price", "by quantity", "together"],
            numbers: [1, 2, 3],
            entries.map { entry in
                [entry.name, entry.price, entry.quantity, entry.together].map { MarkdownText.escaped($0) }
            })
    }

    private func addRows(to pages: inout MarkdownPages) {
        pages.add("\n<details><summary>All rows</summary>\n")
        pages.table(
            ["row", "cost A", "cost B", "difference", "net value A", "net value B", "difference", "changed"],
            numbers: [1, 2, 3, 4, 5, 6, 7],
            comparison.rows.map { row in
                let changed = row.metrics.filter { $0.verdict == .changed }.count
                return [MarkdownText.escaped(MetricText.row(row.vary))]
                    + ["cost_usd", "net_value_usd"].flatMap { name in
                        [
                            MetricText.value(name, row[name]?.a), MetricText.value(name, row[name]?.b),
                            MetricText.difference(name, row[name]?.difference),
                        ]
                    } + ["\(changed) of \(row.metrics.count)"]
            })
        pages.add("\n</details>\n")
    }

    private func addPrices(to pages: inout MarkdownPages) {
        guard let focus = comparison.focus else { return }
        let header = comparison.b.header
        let prices = header.priceLists[comparison.b.rows[comparison.rows[focus].places.b].priceList]
        pages.add("\n<details><summary>Prices of B</summary>\n")
        pages.table(
            ["meter", "USD", "per", "as of", "grade", "source"], numbers: [1],
            zip(header.meters, prices).compactMap { meter, price in
                price.map {
                    [
                        MarkdownText.escaped(StoredPrice.name(of: meter)), $0.price(of: $0.per).decimalText,
                        MetricText.unit(meter, per: $0.per), MarkdownText.escaped($0.date), $0.grade.rawValue,
                        MarkdownText.escaped($0.source),
                    ]
                }
            })
        pages.add("\n</details>\n")
    }

    private func addInputs(to pages: inout MarkdownPages) {
        pages.add("\n<details><summary>Inputs of B</summary>\n")
        pages.table(
            ["file", "sha256"], numbers: [],
            comparison.b.header.inputs.map { file in
                // Where the folders stand is the machine's matter.
                [
                    code(file.path.split(separator: "/").suffix(3).joined(separator: "/")),
                    String(file.sha256.prefix(12)),
                ]
            })
        pages.add("\n</details>\n")
    }

    private func addAssumptions(to pages: inout MarkdownPages) {
        let assumptions = WeakAssumptions(comparison.b).entries
        guard !assumptions.isEmpty else { return }
        pages.add("\n<details><summary>Assumptions of grade C: confirm them</summary>\n")
        pages.table(
            ["assumption", "value", ""], numbers: [],
            assumptions.map {
                [code($0.path), MarkdownText.escaped($0.value), MarkdownText.escaped($0.note)]
            })
        pages.add("\n</details>\n")
    }

    private func addCommands(to pages: inout MarkdownPages) {
        let lines = [
            ("this comparison", command), ("A", comparison.a.header.command),
            ("B", comparison.b.header.command),
        ]
        pages.add("\n<details><summary>Commands</summary>\n\n")
        for (name, line) in lines { pages.add("- \(name): \(code(line, limit: 2_000))\n") }
        pages.add("\n</details>\n")
    }

    /// A code span that no text can leave: backticks become apostrophes, and pipes keep to their cell.
    private func code(_ text: String, limit: Int = 200) -> String {
        let cut = text.count > limit ? text.prefix(limit - 1) + "…" : text[...]
        var out = ""
        for character in cut {
            switch character {
            case "`": out += "'"
            case "|": out += "\\|"
            default: out += character.isNewline ? " " : String(character)
            }
        }
        return "`\(out)`"
    }
}
