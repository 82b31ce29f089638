import MockWire
import Testing

@Suite struct MarkupTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let root = Markup("a", [Markup("b", "x < y & \"z\" ü \r\n"), Markup("c", []), Markup("b", "2")])
        let read = try MarkupReader.read(root.document)
        #expect(read.all("b").map(\.text) == ["x < y & \"z\" ü \r\n", "2"])
        #expect(read["c"]?.children.isEmpty == true && read["d"] == nil)
    }

    @Test func whatClientsSendIsRead() throws {
        let text =
            "<?xml version='1.0'?><!-- c --><n:Delete xmlns:n=\"u\" a='>'><Key>a&#x26;&#98;&lt;</Key><E/></n:Delete>\n"
        let root = try MarkupReader.read(Array(text.utf8))
        #expect(root.name == "Delete" && root["Key"]?.text == "a&b<")
        #expect(root.children.count == 2)
    }

    @Test(arguments: [
        "", "<a>", "<a></b>", "<a", "text", "<a/><b/>", "<!DOCTYPE a><a/>", "<a>&unknown;</a>",
        "<a>&#xD800;</a>",
        "<a b></a>", "<a b=c/>", "<a><![CDATA[x]]></a>", "\u{feff}", "<a><!-- </a>",
        String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40),
    ])
    func whatIsNotWellFormedIsRefused(text: String) {
        #expect(throws: MarkupReader.Failure.self) { try MarkupReader.read(Array(text.utf8)) }
    }
}
