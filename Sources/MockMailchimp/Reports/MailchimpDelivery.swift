public import Encodings

/// A campaign as it was sent.
public struct MailchimpDelivery: Hashable, Sendable {
    /// A contact that it was sent to.
    public struct Recipient: Hashable, Sendable {
        public var email: String
        /// Values of merge fields by tag, in the order of the list's fields.
        public var mergeFields: [JSONValue.Member]

        public init(email: String, mergeFields: [JSONValue.Member] = []) {
            self.email = email
            self.mergeFields = mergeFields
        }
    }

    public var campaignID: String
    public var listID: String
    /// Nil where the campaign goes to the whole list or to conditions of its own.
    public var segmentID: Int?
    public var subject: String
    public var html: String
    public var plainText: String
    public var recipients: [Recipient]

    public init(
        campaignID: String, listID: String, segmentID: Int? = nil, subject: String = "", html: String = "",
        plainText: String = "", recipients: [Recipient]
    ) {
        self.campaignID = campaignID
        self.listID = listID
        self.segmentID = segmentID
        self.subject = subject
        self.html = html
        self.plainText = plainText
        self.recipients = recipients
    }

    /// Whether every recipient reads the same.
    public var isSameForAll: Bool { !source.contains("*|") }

    /// What a recipient reads: the HTML's visible text, or the plain text where there is no HTML.
    public func text(for recipient: Recipient) -> String {
        let filled = isSameForAll ? source : MessageText.filled(source, for: recipient)
        return html.isEmpty ? filled : MessageText.visible(filled)
    }

    private var source: String { html.isEmpty ? plainText : html }
}
