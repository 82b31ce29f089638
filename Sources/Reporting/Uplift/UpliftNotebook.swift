public import Experiments

/// An uplift readout as a Jupyter notebook (nbformat 4.5): the answer, the table to act on, the charts, and code that
/// reads the CSV tables beside it. The code needs Python's standard library alone; it draws where matplotlib is installed.
///
/// Cell ids count up, so that the same readout gives the same bytes.
public struct UpliftNotebook {
    private let readout: UpliftReadout
    private let digest: String
    private let command: String

    public init(_ readout: UpliftReadout, command: String) {
        digest = readout.digest
        self.readout = readout.labelled
        self.command = command
    }

    public var text: String { Notebook(cells: cells).text }

    private var cells: [Notebook.Cell] {
        let summary = UpliftSummary(readout)
        let charts = UpliftCharts(readout: readout, metric: summary.primaryMetric)
        var cells: [Notebook.Cell] = [
            .markdown(
                "# What worked: \(MarkdownText.plain(readout.fileName))\n\n"
                    + (InputNotes(readout).guess.map { "**\(MarkdownText.plain($0))**\n\n" } ?? "")
                    + summary.sentences.map { "- " + MarkdownText.plain($0) }.joined(separator: "\n"))
        ]
        if !readout.decisions.isEmpty {
            let table = ActionTable(readout)
            cells.append(
                .markdown("## What to do\n\n" + table.markdown + "\n" + MarkdownText.plain(table.note)))
        }
        cells.append(
            .markdown(InputNotes(readout).sentences.map { MarkdownText.plain($0) }.joined(separator: "\n\n")))
        if !readout.warnings.isEmpty {
            cells.append(
                .markdown(
                    "**Warnings**\n\n"
                        + readout.warnings.map { "- \(MarkdownText.plain($0.message)) `\($0.code)`" }
                        .joined(separator: "\n")))
        }
        cells += [charts.effects].compactMap(\.self).map { .figure($0) }
        for treatment in readout.treatmentsBestFirst(summary.primaryMetric) {
            cells += [charts.forest(treatment), charts.qini(treatment), charts.profit(treatment)].compactMap(
                \.self
            )
            .map { .figure($0) }
        }
        cells += MetricSections(readout).figures(primary: summary.primaryMetric).map { .figure($0) }
        cells += [
            .markdown("## Work on with the tables\n\nThey lie beside this notebook."),
            .code(UpliftNotebook.reading),
        ]
        if !readout.decisions.isEmpty { cells.append(.code(UpliftNotebook.actions)) }
        cells.append(.code(UpliftNotebook.effects))
        if !readout.pooling.isEmpty { cells.append(.code(UpliftNotebook.forest)) }
        if !readout.ranking.isEmpty { cells.append(.code(UpliftNotebook.qini)) }
        cells.append(
            .markdown(
                "Made by `\(MarkdownText.plain(command))`, seed \(readout.plan.seed), digest `\(digest)`, input "
                    + "SHA-256 `\(readout.sha256)`."))
        return cells
    }

    private static let reading = """
        import csv, pathlib
        try:
            import matplotlib.pyplot as plt
        except ImportError:
            plt = None  # Tables are printed; charts need matplotlib.
        def read(name):
            path = pathlib.Path(name)
            return list(csv.DictReader(path.open(newline="", encoding="utf-8"))) if path.exists() else []
        def number(text):
            return float(text) if text else None
        def show(value, form):
            return format("-" if value is None else format(value, form), ">12")
        def groups(rows, *columns):
            found = {}
            for row in rows:
                found.setdefault(tuple(row[column] for column in columns), []).append(row)
            return found
        """

    private static let actions = """
        # What to do, everybody first: the arm to use, what it brings, what being wrong costs on average.
        places = groups(read("decisions.csv"), "segment")
        money = any(row["expected_net_usd"] for rows in places.values() for row in rows)
        net, loss, factor = ("expected_net_usd", "expected_loss_usd", 1) if money else ("expected_gain", "expected_regret", 1000)
        print(format("segment", "40"), format("use", "20"), *[format(head, ">12") for head in ["net per 1000" if money else "gain per 1000", "loss", "P(pays)"]], " evidence")
        for (segment,), rows in places.items():
            row = next((row for row in rows if row["treatment"] == row["action"]), None)
            row = row or max(rows, key=lambda row: number(row["probability_positive"]) or -1)
            amounts = [None if number(row[column]) is None else factor * number(row[column]) for column in [net, loss]]
            print(format(segment or "everybody", "40"), format(row["action"], "20"), show(amounts[0], ",.2f"), show(amounts[1], ",.2f"),
                  show(number(row["probability_positive"]), ".1%"), "", row["decision"])
        """

    private static let effects = """
        for row in read("results.csv"):
            if not row["segment"]:
                print(format(row["metric"], "16"), format(row["treatment"], "20"), format(row["estimator"], "20"),
                      *[show(number(row[column]), ".5f") for column in ["effect_size", "effect_size_ci_lower", "effect_size_ci_upper"]])
        """

    private static let forest = """
        # Pooled effects that decide, with their own intervals.
        deciding = [row for row in read("segments.csv") if row["decides"] == "true"]
        for (metric, treatment), part in groups(deciding, "metric", "treatment").items():
            part.sort(key=lambda row: float(row["shrunk"]))
            values = [[float(row[column]) for column in ["effect_size", "shrunk", "shrunk_ci_lower", "shrunk_ci_upper"]] for row in part]
            if plt is None:
                print(f"{treatment}: {metric}, pooled by {part[0]['method']}")
                for row, (raw, pooled, low, high) in reversed(list(zip(part, values))):
                    print(format(row["segment"], "40"), show(raw, ".5f"), show(pooled, ".5f"), show(low, ".5f"), show(high, ".5f"))
                continue
            figure, axes = plt.subplots(figsize=(7, 1.5 + 0.3 * len(part)))
            places = list(range(len(part)))
            middle = [pooled for _, pooled, _, _ in values]
            reach = [[pooled - low for _, pooled, low, _ in values], [high - pooled for _, pooled, _, high in values]]
            axes.plot([raw for raw, _, _, _ in values], places, "o", mfc="white", color="grey", label="as observed")
            axes.errorbar(middle, places, xerr=reach, fmt="o", label="pooled: what to act on")
            axes.set_yticks(places, [row["segment"] for row in part])
            axes.axvline(0, color="black", lw=0.5)
            axes.set_xlabel(f"effect on {metric}")
            axes.set_title(f"{treatment}: {metric}, pooled by {part[0]['method']}")
            axes.legend()
            plt.show()
        """

    private static let qini = """
        curves = [row for row in read("qini.csv") if row["score"] == "DR"]
        for (metric, treatment), part in groups(curves, "metric", "treatment").items():
            share, gain, low, high = [[number(row[column]) for row in part] for column in ["share", "gain_per_head", "ci_lower", "ci_upper"]]
            if plt is None:
                print(f"{treatment}: {metric} gained per unit by treating everybody {gain[-1]:.5f}, the best half {gain[len(gain) // 2]:.5f}")
                continue
            figure, axes = plt.subplots()
            band = [index for index in range(len(share)) if low[index] is not None and high[index] is not None]
            axes.fill_between([share[index] for index in band], [low[index] for index in band], [high[index] for index in band], alpha=0.2)
            axes.plot(share, gain, label="by predicted effect")
            axes.plot([0, 1], [0, gain[-1]], "--", color="grey", label="at random")
            axes.set_xlabel("share treated, highest predicted effect first")
            axes.set_ylabel(f"{metric} per unit of the audience")
            axes.set_title(f"{treatment}: {metric}")
            axes.legend()
            plt.show()
        """
}
