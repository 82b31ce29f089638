/// What names of tools are made of.
enum ToolName {
    /// Letters, digits, hyphens and underscores.
    static func isByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
