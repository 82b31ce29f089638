/// The part of an object that a `Range` header asks for (RFC 9110, section 14).
enum ByteRange: Hashable {
    case whole
    case part(Range<Int>)
    case unsatisfiable

    /// A header that is no single range of bytes is left alone, as servers may.
    init(_ header: String?, count: Int) {
        self = .whole
        guard let header, header.hasPrefix("bytes=") else { return }
        let parts = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        switch (Int(parts[0]), Int(parts[1])) {
        case (let first?, let last?) where first >= 0 && first <= last:
            self = first < count ? .part(first..<min(last, count - 1) + 1) : .unsatisfiable
        case (let first?, nil) where parts[1].isEmpty && first >= 0:
            self = first < count ? .part(first..<count) : .unsatisfiable
        case (nil, let last?) where parts[0].isEmpty && last >= 0:
            self = last > 0 && count > 0 ? .part(max(0, count - last)..<count) : .unsatisfiable
        default: break
        }
    }
}
