public import Experiments
import Foundation
import Quantities

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

    private enum Cell {
        case markdown(String)
        case figure(UpliftCharts.Figure)
        case code(String)
    }

    public var text: String {
        JSONValue.members([
            "cells": .array(cells.enumerated().map { json($0.element, number: $0.offset) }),
            "metadata": .members([
                "kernelspec": .members(["display_name": "Python 3", "language": "python", "name": "python3"]),
                "language_info": .members(["name": "python"]),
            ]), "nbformat": 4, "nbformat_minor": 5,
        ]).text(indent: 1) + "\n"
    }

    private var cells: [Cell] {
        let summary = UpliftSummary(readout)
        let charts = UpliftCharts(readout: readout, metric: summary.primaryMetric)
        var cells: [Cell] = [
            .markdown(
                "# What worked: \(UpliftNotebook.plain(readout.fileName))\n\n"
                    + summary.sentences.map { "- " + UpliftNotebook.plain($0) }.joined(separator: "\n"))
        ]
        if !readout.warnings.isEmpty {
            cells.append(
                .markdown(
                    "**Warnings**\n\n"
                        + readout.warnings.map { "- \(UpliftNotebook.plain($0.message)) `\($0.code)`" }
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
                "Made by `\(UpliftNotebook.plain(command))`, seed \(readout.plan.seed), digest `\(readout.digest)`, input "
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

    private func json(_ cell: Cell, number: Int) -> JSONValue {
        let id = JSONValue.string("cell-\(number)")
        switch cell {
        case .markdown(let text):
            return .members([
                "cell_type": "markdown", "id": id, "metadata": .object([]), "source": lines(text),
            ])
        case .figure(let figure):
            let image = Data(UpliftNotebook.standalone(figure.svg).utf8).base64EncodedString()
            return .members([
                "attachments": .members(["figure.svg": .members(["image/svg+xml": .string(image)])]),
                "cell_type": "markdown", "id": id, "metadata": .object([]),
                "source": lines("![chart](attachment:figure.svg)\n\n\(UpliftNotebook.plain(figure.reading))"),
            ])
        case .code(let text):
            return .members([
                "cell_type": "code", "execution_count": .null, "id": id, "metadata": .object([]),
                "outputs": [],
                "source": lines(text),
            ])
        }
    }

    private func lines(_ text: String) -> JSONValue {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        return .array(
            parts.enumerated().map { .string($0.element + ($0.offset + 1 < parts.count ? "\n" : "")) })
    }

    /// A drawing as a file of its own.
    private static func standalone(_ svg: String) -> String {
        svg.replacing(
            "<svg ",
            with:
                "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"12\" "
                + "width=\"\(Int(Chart.width))\" ", maxReplacements: 1)
    }

    /// Names of columns and arms must not become markup.
    private static func plain(_ text: String) -> String {
        var out = ""
        for character in text {
            if "\\`*_<>|$[]".contains(character) { out.append("\\") }
            out.append(character)
        }
        return out
    }
}
