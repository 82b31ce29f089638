import Scenarios
public import Workbench

/// A sweep as a Jupyter notebook: the answer, the charts, and code that reads `sweep.json` and, where it is there,
/// `replicates.csv` beside it. The code needs Python's standard library alone.
public struct SweepNotebook {
    private let result: SweepResult
    private let command: String

    /// - Parameter command: what remakes the result; it is shown, never run.
    public init(_ result: SweepResult, command: String) {
        self.result = result
        self.command = command
    }

    public var text: String {
        let text = DecisionText(result)
        let answer = text.firstSentences
        let charts = SweepCharts(result)
        let figures = ([charts.first] + charts.main).filter { !$0.isEmpty }
        var cells: [Notebook.Cell] = [
            .markdown(
                "# How fine to segment: \(MarkdownText.plain(result.scenario.name))\n\n"
                    + "**\(MarkdownText.plain(answer[0]))**\n\n"
                    + answer.dropFirst().map { "- " + MarkdownText.plain($0) }.joined(separator: "\n"))
        ]
        cells += figures.map { .figure($0) }
        cells += [
            .markdown("## Work on with the numbers\n\n`sweep.json` lies beside this notebook."),
            .code(SweepNotebook.reading), .code(SweepNotebook.table), .code(SweepNotebook.choice),
            .code(SweepNotebook.worlds),
            .markdown(
                "Made by `\(MarkdownText.plain(command))`, seed \(result.scenario.seed), digest `\(result.digest)`."
            ),
        ]
        return Notebook(cells: cells).text
    }

    private static let reading = """
        import csv, json, pathlib
        sweep = json.loads(pathlib.Path("sweep.json").read_text(encoding="utf-8"))
        decision, rows = sweep["decision"], sweep["rows"]
        def name(index):
            vary = rows[index]["vary"]
            return "generic copy" if vary.get("baseline") else ", ".join(f"{path.split('.')[-1]} {value}" for path, value in vary.items())
        print(sweep["recommendation"])
        """

    private static let table = """
        def text(value, form):
            return format("-" if value is None else format(value, form), ">10")
        print(format("row", "30"), *[format(head, ">10") for head in ["net USD", "error", "P5", "P95", "beats", "segments", "cost USD"]])
        for index, row in enumerate(rows):
            metrics = row["metrics"]
            print(format(name(index)[:30], "30"), text(row["net_mean_usd"], ",.2f"), text(row["net_error_usd"], ",.2f"),
                  text(row["net_p5_usd"], ",.2f"), text(row["net_p95_usd"], ",.2f"), text(row["beats_baseline_share"], ".0%"),
                  text(metrics["segments"]["mean"], ",.1f"), text(metrics["cost_usd"]["mean"], ",.2f"), " ".join(row["breaks"]))
        """

    private static let choice = """
        # The rule of the decision, for another tolerance: the coarsest feasible row that is close enough to the best.
        tolerance = decision["tolerance"]
        feasible = [index for index, row in enumerate(rows) if row["feasible"] and index > 0]
        best = max(feasible, key=lambda index: rows[index]["net_mean_usd"], default=None)
        if best is not None and rows[best]["net_mean_usd"] > 0:
            close = [index for index in feasible if rows[index]["net_mean_usd"] >= (1 - tolerance) * rows[best]["net_mean_usd"]]
            coarsest = min(close, key=lambda index: (rows[index]["metrics"]["segments"]["mean"], -rows[index]["net_mean_usd"]))
            print("highest mean:", name(best), "| coarsest within", format(tolerance, ".0%"), "of it:", name(coarsest))
        print("recommended:", "nothing can be concluded" if not decision["conclusive"] else name(decision["recommended"] or 0))
        """

    private static let worlds = """
        # Values per world, where they were kept.
        replicates = pathlib.Path("replicates.csv")
        if replicates.exists():
            worlds = {}
            with replicates.open(newline="", encoding="utf-8") as file:
                for line in csv.DictReader(file):
                    if line["metric"] == "net_value_usd" and line["part"] == "total" and line["value"]:
                        worlds.setdefault(int(line["row"]), {})[int(line["replication"])] = float(line["value"])
            for index, values in sorted(worlds.items()):
                wins = sum(value > 0 for value in values.values())
                print(format(name(index)[:30], "30"), f"beats the generic copy in {wins} of {len(values)} worlds")
        else:
            print("replicates.csv is not here: sweep.json holds means and percentiles over worlds")
        """
}
