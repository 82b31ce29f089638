import Audiences
import Foundation
import RandomStreams

import struct Audiences.Dimension

/// The 64,000 customers of Kevin Hillstrom's e-mail challenge of 2008, recency in four bands.
struct Hillstrom {
    let audience: Audience
    let dimensions: [Dimension]

    static let order = ["history_segment", "mens", "womens", "zip_code", "newbie", "channel", "recency"]

    /// The file that `FINEGRAIN_HILLSTROM` names, or the fixture of cells, or the copy with a row a
    /// customer beside the package; nil without any.
    static var file: String? {
        var candidates: [String] = []
        if let named = ProcessInfo.processInfo.environment["FINEGRAIN_HILLSTROM"] { candidates.append(named) }
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
                candidates.append(folder.appendingPathComponent("fixtures/email-campaign-2008.csv").path)
                candidates.append(folder.appendingPathComponent("../shared/data/hillstrom.csv").path)
            }
            folder.deleteLastPathComponent()
        }
        return candidates.first { FileManager.default.fileExists(atPath: $0) }
    }

    init(file: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        var columns = [[UInt8]](repeating: [], count: Hillstrom.order.count)
        var levels = [[String]](repeating: [], count: Hillstrom.order.count)
        levels[6] = ["1-3", "4-6", "7-9", "10-12"]
        var places: [Int] = []
        var countPlace: Int?
        var known = [[[UInt8]: UInt8]](repeating: [:], count: Hillstrom.order.count)
        for (number, line) in bytes.split(separator: 10).enumerated() {
            let fields = Hillstrom.fields(line)
            if number == 0 {
                let names = fields.map { String(decoding: $0, as: UTF8.self) }
                places = Hillstrom.order.map { names.firstIndex(of: $0)! }
                countPlace = names.firstIndex(of: "n")
                continue
            }
            let count = countPlace.map { Int(String(decoding: fields[$0], as: UTF8.self))! } ?? 1
            for (column, place) in places.enumerated() {
                let level =
                    known[column][fields[place]] ?? Hillstrom.level(fields[place], column, &levels[column])
                known[column][fields[place]] = level
                columns[column].append(contentsOf: repeatElement(level, count: count))
            }
        }
        let attributes = zip(Hillstrom.order, levels).map { Attribute(name: $0, levels: $1) }
        audience = try Audience(attributes: attributes, columns: columns)
        dimensions = Hillstrom.order.map { Dimension($0) }
    }

    /// The level of a value seen for the first time; months become bands of three.
    private static func level(_ field: [UInt8], _ column: Int, _ levels: inout [String]) -> UInt8 {
        let text = String(decoding: field, as: UTF8.self)
        if column == 6, let months = Int(text) { return UInt8((months - 1) / 3) }
        if let known = levels.firstIndex(of: text) { return UInt8(known) }
        levels.append(text)
        return UInt8(levels.count - 1)
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> [[UInt8]] {
        var fields: [[UInt8]] = [[]]
        var quoted = false
        for byte in line {
            switch byte {
            case UInt8(ascii: "\""): quoted.toggle()
            case UInt8(ascii: ",") where !quoted: fields.append([])
            case 13: continue
            default: fields[fields.count - 1].append(byte)
            }
        }
        return fields
    }
}
