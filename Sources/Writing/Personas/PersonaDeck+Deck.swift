package import YAMLReading
package import Yams

extension PersonaDeck {
    package init?(_ root: Node, _ reader: YAMLReader) {
        let summaries = reader.texts("summaries", of: root, field: "")
        guard let angles = reader.member("angles", of: root, field: "") else { return nil }
        var read: [Angle] = []
        for (name, node) in reader.members(angles, field: "angles") {
            let field = "angles.\(name)"
            let motivations = reader.texts("motivations", of: node, field: field).map(\.text)
            let objections = reader.texts("objections", of: node, field: field).map(\.text)
            let tone = reader.member("tone", of: node, field: field)?.string
            if motivations.count < 2 {
                reader.report(
                    "an angle needs two motivations", at: node, field: field,
                    remedy: "add one under `motivations`")
            }
            if objections.isEmpty {
                reader.report(
                    "an angle needs an objection", at: node, field: field,
                    remedy: "add one under `objections`")
            }
            guard let tone else { continue }
            read.append(Angle(name: name, tone: tone, motivations: motivations, objections: objections))
        }
        self.init(angles: read, summaries: summaries.map(\.text))
    }
}
