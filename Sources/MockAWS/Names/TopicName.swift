import MockWire

/// Names and ARNs of topics, and where other services of the cloud publish to them.
enum TopicName {
    /// The path at which a service of this cloud publishes for a function or a bucket.
    static let innerPath = "/_sns"

    static func arn(_ name: String) -> String {
        "arn:aws:sns:\(AWSAccount.region):\(AWSAccount.id):\(name)"
    }

    /// Letters, digits, hyphens and underscores, 1 to 256.
    static func isName(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }
}
