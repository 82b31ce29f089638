import Foundation
import Testing

@testable import Reporting

@Suite struct DesignTokenTests {
    /// Relative luminance and contrast as WCAG 2.1 defines them.
    private func luminance(_ colour: String) -> Double {
        let value = UInt32(colour.dropFirst(), radix: 16) ?? 0
        func linear(_ shift: UInt32) -> Double {
            let part = Double(value >> shift & 255) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }

    private func contrast(_ a: String, _ b: String) -> Double {
        let (light, dark) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
        return (light + 0.05) / (dark + 0.05)
    }

    private func token(_ name: String) throws -> DesignTokens.Token {
        try #require(DesignTokens.all.first { $0.name == name }, "\(name)")
    }

    @Test func theContrastOfKnownPairsIsWhatTheStandardSays() {
        #expect(abs(contrast("#000000", "#ffffff") - 21) < 1e-9)
        // The well-known grey that just passes.
        #expect(abs(contrast("#767676", "#ffffff") - 4.54) < 0.005)
    }

    @Test func textIsReadableOnEveryBackgroundInBothModes() throws {
        for ink in DesignTokens.inks {
            for surface in DesignTokens.surfaces {
                let (text, ground) = (try token(ink), try token(surface))
                #expect(contrast(text.light, ground.light) >= 4.5, "\(ink) on \(surface), light")
                #expect(contrast(text.dark, ground.dark) >= 4.5, "\(ink) on \(surface), dark")
            }
        }
    }

    @Test func shapesOfChartsStandOutInBothModes() throws {
        let ground = try token("surface")
        for name in (1...8).map({ "series-\($0)" }) + ["muted", "axis", "alarm", "good", "notice"] {
            let shape = try token(name)
            #expect(contrast(shape.light, ground.light) >= 3, "\(name), light")
            #expect(contrast(shape.dark, ground.dark) >= 3, "\(name), dark")
        }
    }

    /// Names of tokens that a style or a drawing uses.
    private func used(_ text: String) -> Set<String> {
        Set(text.matches(of: /var\(--([a-z0-9-]+)\)/).map { String($0.output.1) })
    }

    @Test func pagesAndDrawingsUseTokensOnly() throws {
        let names = Set(DesignTokens.all.map(\.name))
        let result = try DocumentTests.sweep.get()
        let drawings = SweepCharts(result).all.map(\.svg).joined()
        let style = PageStyle.css.components(separatedBy: "\n").filter { !$0.contains(":root{") }.joined()
        for text in [drawings, style] {
            #expect(text.firstMatch(of: /#[0-9a-fA-F]{3,8}\b/) == nil)
            #expect(text.firstMatch(of: /rgba?\(|hsla?\(/) == nil)
            #expect(!used(text).isEmpty && used(text).isSubset(of: names), "\(used(text).subtracting(names))")
        }
        // What a text is written in and what it stands on are all in the lists that are checked above.
        let inks = Set(style.matches(of: /[;{]color:var\(--([a-z0-9-]+)\)/).map { String($0.output.1) })
        #expect(inks.isSubset(of: Set(DesignTokens.inks)))
    }

    @Test func printStaysLight() {
        let css = PageStyle.css
        let dark = css.components(separatedBy: "prefers-color-scheme")
        #expect(dark.count == 2 && dark[0].hasSuffix("@media screen and ("))
    }
}
