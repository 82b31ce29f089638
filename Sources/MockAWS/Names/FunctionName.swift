import MockWire

/// A function as requests name it: its name alone, a partial ARN or a whole one, each with or without a
/// qualifier.
struct FunctionName: Hashable {
    var name: String
    var qualifier: String?
    /// Nil where the text leaves it out.
    private(set) var partition: String?
    private(set) var region: String?
    private(set) var account: String?

    /// Nil for text that names no function.
    init?(_ text: String) {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count >= 3, parts[0] == "arn" {
            guard parts.count >= 6, parts[1].hasPrefix("aws"), parts[2] == "lambda" else { return nil }
            partition = parts[1]
            region = parts[3]
            parts.removeFirst(4)
        }
        if let first = parts.first, first.utf8.count == 12,
            first.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            parts.count > 1
        {
            account = parts.removeFirst()
        }
        if parts.count > 1, parts[0] == "function" { parts.removeFirst() }
        guard (1...2).contains(parts.count), FunctionName.isName(parts[0]), text.utf8.count <= 256 else {
            return nil
        }
        name = parts[0]
        guard parts.count == 2 else { return }
        guard parts[1] == "$LATEST" || FunctionName.isName(parts[1]) else { return nil }
        qualifier = parts[1]
    }

    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 140
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    static func arn(_ name: String, qualifier: String? = nil) -> String {
        "arn:aws:lambda:\(AWSAccount.region):\(AWSAccount.id):function:\(name)"
            + (qualifier.map { ":" + $0 } ?? "")
    }
}
