import Foundation
import Quantities
import Testing

@Suite struct BadInputTests {
    /// What is wrong, and words that the message must hold.
    static let cases: [(String, [String], [String])] = [
        (
            "a dimension that the data lacks", ["segmentation.dimensions=[region, hobby]"],
            ["hobby", "attributes are"]
        ),
        ("exported attributes that all cut", ["profile.attributes=[region]"], ["profile"]),
        ("k larger than the audience", ["privacy.k=5000"], ["5000", "4000"]),
        ("an unknown persona model", ["persona.model=gpt-99"], ["gpt-99", "known models"]),
        ("an unknown copy model", ["copy.model=nova-99"], ["nova-99", "known models"]),
        (
            "a negative price",
            ["prices.overrides={anthropic.claude-haiku-4-5-20251001-v1:0/input_tokens: -1}"], ["-1"]
        ),
        ("a missing audience", ["audience.from=nowhere.csv"], ["nowhere.csv"]),
        ("a missing brand", ["campaign.brand=nowhere.md"], ["nowhere.md"]),
        ("one campaign", ["run.campaigns=1"], ["run.campaigns", "2"]),
    ]

    @Test(arguments: cases.indices) func badInputIsSaid(_ index: Int) throws {
        let (name, overrides, words) = BadInputTests.cases[index]
        let error = #expect(throws: FinegrainError.self) {
            _ = try SmallScenario.sweep(SmallScenario.workspace("bad-\(index)", overrides))
        }
        #expect(error?.kind == .badInput, "\(name)")
        for word in words {
            #expect(error?.description.contains(word) == true, "\(name): \(String(describing: error))")
        }
    }

    /// A customer file, and words that the message must hold.
    static let files: [(String, [String])] = [
        ("", ["empty"]),
        ("region,plan,season\n", ["row"]),
        ("region,plan,season\nnorth,basic\n", [":2"]),
        ("region,plan,season,n\nnorth,basic,steady,ten\n", ["ten"]),
        ("region,plan,season,n\nnorth,basic,steady,60\nnorth,basic,steady,70\n", [":3"]),
    ]

    @Test(arguments: files.indices) func aBadCustomerFileIsSaid(_ index: Int) throws {
        let (file, words) = BadInputTests.files[index]
        let folder = try SmallScenario.folder("customers-\(index)")
        try file.write(toFile: folder + "/customers.csv", atomically: true, encoding: .utf8)
        let error = #expect(throws: FinegrainError.self) {
            _ = try SmallScenario.workspace(
                "bad-file-\(index)",
                [
                    "audience.from=\(folder)/customers.csv", "segmentation.dimensions=[region]",
                    "profile.attributes=[plan, season]",
                ])
        }
        #expect(error?.kind == .badInput)
        for word in words {
            #expect(error?.description.contains(word) == true, "\(String(describing: error))")
        }
    }

    @Test func allProblemsAreSaidAtOnce() throws {
        let error = #expect(throws: FinegrainError.self) {
            _ = try SmallScenario.workspace(
                "many", ["privacy.q=1", "run.campaigns=x", "review.wage_usd_per_hour=-4"])
        }
        #expect(error?.problems.count == 3)
    }
}
