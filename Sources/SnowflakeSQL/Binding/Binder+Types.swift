extension Binder {
    /// The type of a type's name, with Snowflake's synonyms and defaults.
    func dataType(_ name: TypeName) throws -> DataType {
        let first = name.parameters.first
        switch name.name {
        case "NUMBER", "DECIMAL", "NUMERIC", "DEC":
            let (precision, scale) = (first ?? 38, name.parameters.count > 1 ? name.parameters[1] : 0)
            guard (1...38).contains(precision), (0...37).contains(scale), scale <= precision else {
                throw SnowError.compilation(
                    "invalid precision or scale for NUMBER", code: "002245", sqlState: "42601")
            }
            return .fixed(precision, scale)
        case "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT": return .integer
        case "FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "REAL": return .real
        case "VARCHAR", "STRING", "TEXT", "NVARCHAR", "NVARCHAR2":
            return DataType(kind: .text, length: first.flatMap { $0 >= DataType.maximumText ? nil : $0 })
        case "CHAR", "CHARACTER", "NCHAR": return DataType(kind: .text, length: first ?? 1)
        case "BOOLEAN": return .boolean
        case "DATE": return .date
        case "TIME": return DataType(kind: .time, precision: first ?? 9)
        case "DATETIME", "TIMESTAMP", "TIMESTAMP_NTZ", "TIMESTAMPNTZ":
            return DataType(kind: .timestampNTZ, precision: first ?? 9)
        case "TIMESTAMP_LTZ", "TIMESTAMPLTZ": return DataType(kind: .timestampLTZ, precision: first ?? 9)
        case "TIMESTAMP_TZ", "TIMESTAMPTZ": return DataType(kind: .timestampTZ, precision: first ?? 9)
        case "VARIANT": return .variant
        case "OBJECT": return .object
        case "ARRAY": return .array
        case "BINARY", "VARBINARY": return DataType(kind: .binary, length: first)
        case "GEOGRAPHY", "GEOMETRY", "VECTOR", "MAP", "FILE", "DECFLOAT":
            throw SnowError.unsupported(name.name)
        default:
            throw SnowError.compilation(
                "Unsupported data type '\(name.name)'.", code: "002040", sqlState: "42601")
        }
    }
}
