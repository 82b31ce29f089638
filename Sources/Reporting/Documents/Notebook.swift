import Encodings
import Foundation

/// A Jupyter notebook (nbformat 4.5) of text, charts and code that was not run yet.
///
/// Cell ids count up, so that the same cells give the same bytes.
struct Notebook {
    enum Cell {
        case markdown(String)
        case figure(ChartFigure)
        case code(String)
    }

    var cells: [Cell]

    var text: String {
        JSONValue.members([
            "cells": .array(cells.enumerated().map { json($0.element, number: $0.offset) }),
            "metadata": .members([
                "kernelspec": .members(["display_name": "Python 3", "language": "python", "name": "python3"]),
                "language_info": .members(["name": "python"]),
            ]), "nbformat": 4, "nbformat_minor": 5,
        ]).text(indent: 1) + "\n"
    }

    private func json(_ cell: Cell, number: Int) -> JSONValue {
        let id = JSONValue.string("cell-\(number)")
        switch cell {
        case .markdown(let text):
            return .members([
                "cell_type": "markdown", "id": id, "metadata": .object([]), "source": lines(text),
            ])
        case .figure(let figure):
            let image = Data(Notebook.standalone(figure.svg).utf8).base64EncodedString()
            return .members([
                "attachments": .members(["figure.svg": .members(["image/svg+xml": .string(image)])]),
                "cell_type": "markdown", "id": id, "metadata": .object([]),
                "source": lines("![chart](attachment:figure.svg)\n\n\(MarkdownText.plain(figure.reading))"),
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

    /// A drawing as a file of its own, with the light colours: a notebook's page does not tell it which to take.
    static func standalone(_ svg: String) -> String {
        let style = "<style>svg{\(DesignTokens.light);background:var(--surface)}</style>"
        guard let end = svg.firstIndex(of: ">") else { return svg }
        return
            "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"12\" "
            + "width=\"\(Int(Chart.width))\" \(svg[..<end].dropFirst("<svg ".count))>\(style)"
            + svg[svg.index(after: end)...]
    }
}
