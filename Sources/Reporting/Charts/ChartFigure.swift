/// A drawing, how to read it, and the data that it shows.
struct ChartFigure {
    var svg: String
    var reading: String
    /// File name of the data without its ending; empty where no file is written.
    var name = ""
    /// The data as CSV.
    var csv = ""

    var isEmpty: Bool { svg.isEmpty }

    /// Where the data lie, beside the page.
    var path: String { "charts/\(name).csv" }

    var html: String {
        let data = csv.isEmpty ? "" : " <a href=\"\(path)\">\(path)</a>"
        return
            "<figure><div class=\"drawing\">\(svg)</div><figcaption>\(HTML.escaped(reading))\(data)</figcaption></figure>\n"
    }
}
