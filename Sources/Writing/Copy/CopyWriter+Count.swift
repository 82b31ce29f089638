extension CopyWriter {
    /// The number before the first word `variants` in a prompt.
    package static func numberBeforeVariants(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let word: StaticString = " variant"
        let length = word.utf8CodeUnitCount
        guard bytes.count > length else { return nil }
        for start in 1...(bytes.count - length) where bytes[start] == UInt8(ascii: " ") {
            let before = bytes[start - 1]
            guard before >= 0x30, before <= 0x39 else { continue }
            guard (0..<length).allSatisfy({ bytes[start + $0] == word.utf8Start[$0] }) else { continue }
            var digit = start - 1
            while digit > 0, bytes[digit - 1] >= 0x30, bytes[digit - 1] <= 0x39 { digit -= 1 }
            let number = Int(String(decoding: bytes[digit..<start], as: UTF8.self)) ?? 0
            if number > 0 { return number }
        }
        return nil
    }
}
