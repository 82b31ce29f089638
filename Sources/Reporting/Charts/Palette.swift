/// Colours of charts: each has a contrast of at least 3 to 1 on white, and red never stands beside green.
enum Palette {
    /// In the order in which series take them; the eighth is for what is left over.
    static let series = [
        "#1b6ca8", "#c2410c", "#3a7d44", "#7c4dbc", "#b7791f", "#a6325d", "#00798c", "#7a7a7a",
    ]
    static let muted = "#7a7a7a"
    static let ink = "#1c1c1c"
    static let grid = "#e4e4e4"
    static let axis = "#777777"

    static func color(_ index: Int) -> String { series[index % series.count] }
}
