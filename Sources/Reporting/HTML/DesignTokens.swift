/// Every colour of a page and of its charts, by name, for light and for dark screens.
///
/// Pages and drawings name colours as `var(--name)` and nothing else, so that a reader's preference changes all of
/// them. Paper stays light.
enum DesignTokens {
    struct Token {
        var name: String
        var light: String
        var dark: String
    }

    static let all: [Token] = [
        Token(name: "surface", light: "#ffffff", dark: "#15181c"),
        Token(name: "ink", light: "#1c1c1c", dark: "#e9e9e6"),
        Token(name: "ink-soft", light: "#555555", dark: "#b6bac0"),
        Token(name: "link", light: "#1b5f94", dark: "#7db9ec"),
        Token(name: "rule", light: "#cccccc", dark: "#434a52"),
        Token(name: "rule-strong", light: "#555555", dark: "#9aa0a6"),
        Token(name: "shadow", light: "#a8adb3", dark: "#5f6770"),
        Token(name: "grid", light: "#e4e4e4", dark: "#2b3037"),
        Token(name: "axis", light: "#777777", dark: "#8d939b"),
        Token(name: "muted", light: "#757575", dark: "#9a9fa6"),
        Token(name: "answer", light: "#f3f9f4", dark: "#182520"),
        Token(name: "chosen", light: "#d9ecdc", dark: "#1f3f2a"),
        Token(name: "member", light: "#eff7f0", dark: "#19291f"),
        Token(name: "weak", light: "#fff1d6", dark: "#43340f"),
        Token(name: "good", light: "#3a7d44", dark: "#7cc58a"),
        Token(name: "notice", light: "#a3690f", dark: "#e0b050"),
        Token(name: "alarm", light: "#c2410c", dark: "#f58a55"),
        Token(name: "series-1", light: "#1b6ca8", dark: "#6fb1e8"),
        Token(name: "series-2", light: "#c2410c", dark: "#f58a55"),
        Token(name: "series-3", light: "#3a7d44", dark: "#7cc58a"),
        Token(name: "series-4", light: "#7c4dbc", dark: "#b99af0"),
        Token(name: "series-5", light: "#a3690f", dark: "#e0b050"),
        Token(name: "series-6", light: "#a6325d", dark: "#ec82a8"),
        Token(name: "series-7", light: "#00798c", dark: "#4fc3d2"),
        Token(name: "series-8", light: "#6f6f6f", dark: "#b0b0b0"),
    ]

    /// Backgrounds that text stands on.
    static let surfaces = ["surface", "answer", "chosen", "member", "weak"]
    /// Colours that text has.
    static let inks = ["ink", "ink-soft", "link"]

    /// The style rules that give every token its colour.
    static var css: String {
        ":root{\(list(\.light))}\n"
            + "@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;\(list(\.dark))}}"
    }

    /// The light colours, for a drawing that stands alone.
    static var light: String { list(\.light) }

    private static func list(_ colour: (Token) -> String) -> String {
        all.map { "--\($0.name):\(colour($0))" }.joined(separator: ";")
    }
}
