import Encodings
import Quantities

/// Turns the fields of one column into codes, and in the end into levels in their final order.
struct AttributeEncoder {
    let name: String
    private let bands: Bands?
    private let numbers: NumberStyle
    private let dictionary = LevelDictionary()
    /// Which bands, and behind them the missing value, have occurred.
    private var isUsed: [Bool]
    private var hasReportedExcess = false

    /// - Parameter numbers: how the numbers that go into bands are written.
    init(name: String, bands: Bands?, numbers: NumberStyle = .plain) {
        self.name = name
        self.bands = bands
        self.numbers = numbers
        isUsed = Array(repeating: false, count: (bands?.bands.count ?? 0) + 1)
    }

    /// One encoder a name, with the bands that are meant for it.
    static func encoders(
        _ names: [String], bands: [Bands], numbers: NumberStyle = .plain
    ) -> [AttributeEncoder] {
        names.map { name in
            AttributeEncoder(name: name, bands: bands.first { $0.attribute == name }, numbers: numbers)
        }
    }

    /// The temporary code of a field, or -1 when it has none: ask `problem` why.
    @inline(__always)
    mutating func encode(_ field: UnsafeBufferPointer<UInt8>) -> Int {
        if let bands { return encode(field, in: bands) }
        if field.isEmpty { return encodeMissing() }
        return dictionary.code(of: field) ?? -1
    }

    private func encodeMissing() -> Int {
        var text = LevelOrder.missing
        return text.withUTF8 { dictionary.code(of: $0) ?? -1 }
    }

    private mutating func encode(_ field: UnsafeBufferPointer<UInt8>, in bands: Bands) -> Int {
        var code = bands.bands.count
        if let value = numbers.value(of: field) {
            guard let index = bands.index(of: value) else { return -1 }
            code = index
        } else if !MissingMark.matches(field), !field.elementsEqual(LevelOrder.missing.utf8) {
            // Cells may carry the band itself instead of a number.
            guard let index = bands.bands.firstIndex(where: { field.elementsEqual($0.label.utf8) }) else {
                return -1
            }
            code = index
        }
        isUsed[code] = true
        return code
    }

    /// Why a field has no code. Too many levels are one problem of the column, not one of each row.
    mutating func problem(_ field: UnsafeBufferPointer<UInt8>, file: String?, line: Int?) -> Problem? {
        let text = String(decoding: field, as: UTF8.self)
        var message = "more than \(LevelDictionary.maximumLevels) different values"
        var remedy = "Put the numbers into bands (--bands '\(name)=...') or leave the attribute out."
        if let bands {
            let labels = bands.bands.map(\.label).joined(separator: ",")
            let isNumber = numbers.value(of: field) != nil
            message = isNumber ? "\(text) is outside all bands" : "\"\(text)\" is not a number"
            remedy =
                isNumber
                ? "Widen the bands \(labels), for example by an open end such as 13+."
                : WrittenNumber.plain(text) == nil
                    ? "Correct the value, or leave out the bands of this attribute."
                    : "Write digits with a point for decimals; a scenario may say otherwise in audience.numbers."
        } else if String(validating: field, as: UTF8.self) == nil {
            message = "\"\(text)\" is not UTF-8"
            remedy = "Save the file as UTF-8."
        } else {
            if hasReportedExcess { return nil }
            hasReportedExcess = true
        }
        return Problem(message, remedy: remedy, file: file, line: line, field: name)
    }

    /// The levels that occurred, in their order, and the final code of each temporary one.
    func finished() -> (levels: [String], codes: [UInt8]) {
        guard let bands else {
            let order = LevelOrder.sorted(dictionary.levels)
            var codes = [UInt8](repeating: 0, count: order.count)
            for (final, temporary) in order.enumerated() { codes[temporary] = UInt8(final) }
            return (order.map { dictionary.levels[$0] }, codes)
        }
        var levels: [String] = []
        var codes = [UInt8](repeating: 0, count: isUsed.count)
        for (temporary, label) in (bands.bands.map(\.label) + [LevelOrder.missing]).enumerated()
        where isUsed[temporary] {
            codes[temporary] = UInt8(levels.count)
            levels.append(label)
        }
        return (levels, codes)
    }
}
