/// A value goes under the name of its kind, so that a whole number stays what it is: `{"number": 2}`; null goes as null.
extension SQLValue: Codable {
    private enum Kind: String, CodingKey { case integer, number, text }

    public init(from decoder: any Decoder) throws {
        if try decoder.singleValueContainer().decodeNil() {
            self = .null
            return
        }
        let values = try decoder.container(keyedBy: Kind.self)
        switch values.allKeys.first {
        case .integer: self = .integer(try values.decode(Int64.self, forKey: .integer))
        case .number: self = .number(try values.decode(Double.self, forKey: .number))
        case .text, nil: self = .text(try values.decode(String.self, forKey: .text))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        if case .null = self {
            var value = encoder.singleValueContainer()
            return try value.encodeNil()
        }
        var values = encoder.container(keyedBy: Kind.self)
        switch self {
        case .null: break
        case .integer(let number): try values.encode(number, forKey: .integer)
        case .number(let number): try values.encode(number, forKey: .number)
        case .text(let text): try values.encode(text, forKey: .text)
        }
    }
}
