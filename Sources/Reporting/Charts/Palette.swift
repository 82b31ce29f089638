/// Colours of charts, by the names of `DesignTokens`; red never stands beside green.
enum Palette {
    /// In the order in which series take them; the eighth is for what is left over.
    static let series = (1...8).map { "var(--series-\($0))" }
    static let muted = "var(--muted)"
    static let ink = "var(--ink)"
    static let grid = "var(--grid)"
    static let axis = "var(--axis)"
    static let surface = "var(--surface)"

    static func color(_ index: Int) -> String { series[index % series.count] }
}
