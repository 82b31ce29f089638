#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Cuts a file into parts that may be read side by side.
///
/// A part starts after the first line end behind each multiple of the part's size, so the parts do not depend on how many
/// readers there are. A line end inside a quoted field makes a wrong cut: whoever reads the part before finds its last record
/// ending elsewhere, which is how wrong cuts are told.
enum FileParts {
    static let size = 8 << 20
    /// How far behind a multiple a line end is looked for.
    private static let reach = 1 << 20

    /// The parts of a file from `start` on; one when it is small or has very long lines.
    static func cut(_ file: String, from start: Int, size: Int = FileParts.size) -> [Range<Int>] {
        let descriptor = open(file, O_RDONLY)
        guard descriptor >= 0 else { return [start..<Int.max] }
        defer { close(descriptor) }
        let end = Int(lseek(descriptor, 0, SEEK_END))
        var borders = [start]
        var buffer = [UInt8](repeating: 0, count: min(reach, max(1, size)))
        while let last = borders.last, last + size < end {
            let received = pread(descriptor, &buffer, buffer.count, off_t(last + size))
            guard received > 0,
                let position = buffer[..<received].firstIndex(of: UInt8(ascii: "\n"))
            else { break }
            let border = last + size + position + 1
            guard border < end else { break }
            borders.append(border)
        }
        return borders.indices.map { index in
            borders[index]..<(index + 1 < borders.count ? borders[index + 1] : Int.max)
        }
    }
}
