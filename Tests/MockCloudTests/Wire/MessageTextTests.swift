import Encodings
import Testing

@testable import MockMailchimp

@Suite struct MessageTextTests {
    @Test(arguments: [
        ("plain", "plain"),
        ("<p>One <b>bold</b> word.</p><p>Two</p>", "\nOne bold word.\n\nTwo\n"),
        ("a<br/>b<BR>c", "a\nb\nc"),
        ("Tom &amp; Ann &lt;3 &#233;&#xE9; &rsquo;", "Tom & Ann <3 éé ’"),
        ("3 < 4 & 5 &unknown; &amp", "3 < 4 & 5 &unknown; &amp"),
        ("<head><title>T</title><style>p {}</style></head><body>seen", "\nseen"),
        ("x<script>if (a<b) {}</SCRIPT>y", "xy"),
        ("<!-- <p>hidden</p> -->shown", "shown"),
        ("<!DOCTYPE html>shown", "shown"),
        ("<style>never closed", ""),
        ("over\nlines", "over lines"),
        ("ends in <", "ends in <"),
    ]) func markupIsLeftOut(html: String, text: String) {
        #expect(MessageText.visible(html) == text)
    }

    @Test func mergeTagsAreFilledForEachReader() {
        let reader = MailchimpDelivery.Recipient(
            email: "a@example.com",
            mergeFields: [.init("FNAME", "Ada"), .init("BAND", .integer(3)), .init("COPY", "*|FNAME|*")])
        func filled(_ text: String) -> String { MessageText.filled(text, for: reader) }
        #expect(filled("Hi *|FNAME|*, *|BAND|* at *|EMAIL|*.") == "Hi Ada, 3 at a@example.com.")
        #expect(filled("*|LNAME|*nobody") == "nobody")
        // What a contact wrote is no template.
        #expect(filled("*|COPY|*") == "*|FNAME|*")
        #expect(filled("*|FNAME") == "*|FNAME")
    }

    @Test func aMessageWithoutHTMLIsItsPlainText() {
        let reader = MailchimpDelivery.Recipient(email: "a@example.com")
        let plain = MailchimpDelivery(
            campaignID: "c", listID: "l", plainText: "1 < 2 <p>", recipients: [reader])
        #expect(plain.text(for: reader) == "1 < 2 <p>")
        let both = MailchimpDelivery(
            campaignID: "c", listID: "l", html: "<i>H</i>", plainText: "P", recipients: [reader])
        #expect(both.text(for: reader) == "H")
    }
}
