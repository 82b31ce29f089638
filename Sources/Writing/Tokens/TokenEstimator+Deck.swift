package import YAMLReading
package import Yams

extension TokenEstimator {
    package init?(_ root: Node, _ reader: YAMLReader) {
        guard let lengths = reader.member("characters_per_token", of: root, field: ""),
            let families = reader.member("families", of: root, field: "")
        else { return nil }
        let classes = ContentClass.allCases.map(\.rawValue)
        let perHundred = classes.compactMap { name in
            reader.number(name, of: lengths, field: "characters_per_token", in: 0.1...100)
                .map { Int(($0 * 100).rounded()) }
        }
        var read: [Family] = []
        for (name, node) in reader.members(families, field: "families") {
            let field = "families.\(name)"
            let parts = reader.texts("model_id_parts", of: node, field: field).map(\.text)
            guard let factors = reader.member("factors", of: node, field: field) else { continue }
            let thousandths = classes.compactMap { name in
                reader.number(name, of: factors, field: "\(field).factors", in: 0.1...10)
                    .map { Int(($0 * 1_000).rounded()) }
            }
            guard thousandths.count == classes.count else { continue }
            read.append(Family(name: name, modelIDParts: parts, factorThousandths: thousandths))
        }
        guard perHundred.count == classes.count else { return nil }
        self.init(charactersPerHundredTokens: perHundred, families: read)
    }
}
