import RandomStreams
import Testing

@testable import Tabular

@Suite struct NumberStyleTests {
    @Test(
        arguments: [
            ("1234.5", [1234.5, 1234.5, nil]), ("1,234.5", [nil, 1234.5, nil]),
            ("1.234,5", [nil, nil, 1234.5]),
            ("1.234", [1.234, 1.234, 1234]), ("1,234", [nil, 1234, 1.234]), ("12,5", [nil, nil, 12.5]),
            ("1 234 567", [nil, 1_234_567, 1_234_567]), ("1'234.5", [nil, 1234.5, nil]),
            ("1\u{202f}234,5", [nil, nil, 1234.5]), ("-1,234", [nil, -1234, -1.234]), ("7", [7, 7, 7]),
            ("1,23,456", [nil, nil, nil]), ("1234,567", [nil, nil, 1234.567]),
            ("1.2345", [1.2345, 1.2345, nil]),
            ("030 123 456", [nil, nil, nil]), ("", [nil, nil, nil]), ("abc", [nil, nil, nil]),
            (",5", [nil, nil, 0.5]),
            ("1,234,", [nil, nil, nil]), ("1,,234", [nil, nil, nil]), ("1e3", [1000, 1000, 1000]),
        ] as [(String, [Double?])]) func eachStyleReadsItsOwn(_ text: String, _ values: [Double?])
    {
        #expect(NumberStyle.allCases.map { $0.value(of: text) } == values)
    }

    @Test func writtenNumbersReadBack() {
        let streams = Seed(3).streams("number.styles")
        for trial in 0..<500 {
            var stream = streams.stream(entity: trial)
            let cents = Int(stream.below(2_000_000_000)) - 1_000_000_000
            let whole = String(cents.magnitude / 100)
            let fraction = String(cents.magnitude % 100 + 100).dropFirst()
            let sign = cents < 0 ? "-" : ""
            for (style, group, decimal) in [
                (NumberStyle.plain, "", "."), (.commaGroups, ",", "."), (.decimalComma, ".", ","),
                (.decimalComma, " ", ","),
            ] {
                var groups: [Substring] = []
                var rest = whole[...]
                while !rest.isEmpty {
                    groups.insert(rest.suffix(3), at: 0)
                    rest = rest.dropLast(3)
                }
                let text = sign + groups.joined(separator: group) + decimal + fraction
                #expect(style.value(of: text) == Double(cents) / 100, "\(text)")
            }
        }
    }

    @Test func bandsOfAnAudienceReadNumbersInTheirStyle() throws {
        let bands = try Bands(attribute: "Einkommen", labels: ["<1000", "1000+"])
        let text = "Einkommen;Ort\n1.234,50;a\n999,99;b\n;c\nNA;d\n"
        try withFile("german", text) { file in
            let table = try CategoricalTable.load(
                file, TableSelection(attributes: ["Einkommen"], bands: [bands], numberStyle: .decimalComma))
            #expect(table.columns[0].levels == ["<1000", "1000+", "(missing)"])
            #expect(table.columns[0].codes == [1, 0, 2, 2])
        }
    }
}
