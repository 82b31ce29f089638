public import Experiments

/// An uplift readout as a Jupyter notebook (nbformat 4.5): the answer, the charts, and code that reads the CSV tables
/// beside it.
///
/// Cell ids count up, so that the same readout gives the same bytes.
public struct UpliftNotebook {
    private let readout: UpliftReadout
    private let command: String

    public init(_ readout: UpliftReadout, command: String) {
        self.readout = readout
        self.command = command
    }

    public var text: String { Notebook(cells: cells).text }

    private var cells: [Notebook.Cell] {
        let summary = UpliftSummary(readout)
        let charts = UpliftCharts(readout: readout, metric: summary.primaryMetric)
        var cells: [Notebook.Cell] = [
            .markdown(
                "# What worked: \(MarkdownText.plain(readout.fileName))\n\n"
                    + summary.sentences.map { "- " + MarkdownText.plain($0) }.joined(separator: "\n"))
        ]
        if !readout.warnings.isEmpty {
            cells.append(
                .markdown(
                    "**Warnings**\n\n"
                        + readout.warnings.map { "- \(MarkdownText.plain($0.message)) `\($0.code)`" }
                        .joined(separator: "\n")))
        }
        cells += [charts.effects].compactMap(\.self).map { .figure($0) }
        for treatment in readout.treatments {
            cells += [charts.forest(treatment), charts.qini(treatment), charts.profit(treatment)].compactMap(
                \.self
            )
            .map { .figure($0) }
        }
        cells += [
            .markdown("## Work on with the tables\n\nThey lie beside this notebook."),
            .code(
                """
                import pandas as pd
                results = pd.read_csv("results.csv")
                results[results.segment.isna()]
                """),
        ]
        if !readout.pooling.isEmpty { cells.append(.code(UpliftNotebook.forest)) }
        if !readout.ranking.isEmpty { cells.append(.code(UpliftNotebook.qini)) }
        cells.append(
            .markdown(
                "Made by `\(MarkdownText.plain(command))`, seed \(readout.plan.seed), digest `\(readout.digest)`, input "
                    + "SHA-256 `\(readout.sha256)`."))
        return cells
    }

    private static let forest = """
        import matplotlib.pyplot as plt
        segments = pd.read_csv("segments.csv")
        for (metric, treatment), part in segments[segments.method == "reml"].groupby(["metric", "treatment"]):
            figure, axes = plt.subplots(figsize=(7, 1 + 0.3 * len(part)))
            rows = range(len(part))
            axes.errorbar(part.effect_size, rows, xerr=1.96 * part.std_error, fmt="o", mfc="white", color="grey", label="as observed")
            axes.errorbar(part.shrunk, [row + 0.25 for row in rows], xerr=1.96 * part.shrunk_std_error, fmt="o", label="pooled")
            axes.set_yticks(list(rows), part.segment)
            axes.axvline(0, color="black", lw=0.5)
            axes.set_title(f"{treatment}: {metric}")
            axes.legend()
            plt.show()
        """

    private static let qini = """
        import matplotlib.pyplot as plt
        curves = pd.read_csv("qini.csv")
        for (metric, treatment), part in curves[curves.score == "DR"].groupby(["metric", "treatment"]):
            figure, axes = plt.subplots()
            axes.fill_between(part.share, part.ci_lower, part.ci_upper, alpha=0.2)
            axes.plot(part.share, part.gain_per_head, label="by predicted effect")
            axes.plot([0, 1], [0, part.gain_per_head.iloc[-1]], "--", color="grey", label="at random")
            axes.set_xlabel("share treated")
            axes.set_title(f"{treatment}: {metric} won a head")
            axes.legend()
            plt.show()
        """
}
