public import Foundation
import Quantities
public import Writing

/// The fixed parts of the prompts: instructions and the brand's voice, as files that people edit.
public struct PromptTemplates: Sendable {
    public let persona: PromptPart
    public let copy: PromptPart
    public let brand: PromptPart

    /// Reads `prompts/persona.md`, `prompts/copy.md` and the brand's file.
    /// - Parameter contents: gives the bytes of a file, nil where it cannot be read.
    /// - Throws: `FinegrainError` naming every file that is missing or empty.
    public init(
        folder: String, brand: String,
        contents: (String) -> Data? = { FileManager.default.contents(atPath: $0) }
    ) throws {
        var problems: [Problem] = []
        func read(_ path: String, _ field: String) -> PromptPart {
            let text = contents(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
            if text.isEmpty {
                problems.append(
                    Problem("no such file, or it is empty", remedy: "give a text", file: path, field: field))
            }
            return PromptPart(text)
        }
        persona = read(folder + "/persona.md", "persona prompt")
        copy = read(folder + "/copy.md", "copy prompt")
        self.brand = read(brand, "campaign.brand")
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
    }
}
