import Audiences
import Encodings
import Foundation
import MockCloud
import MockSnowflake
import RandomStreams
import ScenarioAccounts
import ServiceModels
import Testing
import Workers
import Writing

@testable import Campaigns
@testable import MockMailchimp
@testable import Workbench

/// Reports of the marketing platform out of a loaded scenario's world.
@Suite struct ScenarioAccountTests {
    private static let settings = ["response.base_rate=0.3", "response.lift=0.1", "response.knowledge=1"]
    private static let rates = ReportRates.none(open: 0.6)

    private static func setup(_ name: String, _ overrides: [String] = settings) throws -> CloudSetup {
        var setup = try CloudSetup(directory: SmallScenario.root + "/mocks")
        setup.reportRates = rates
        let workspace = try SmallScenario.workspace("account-" + name, overrides)
        try ScenarioAccount(workspace).apply(
            to: &setup, folder: try SmallScenario.folder("account-" + name + "-data"))
        return setup
    }

    private static func contacts(_ count: Int = 4_000) -> [MailchimpDelivery.Recipient] {
        (0..<count).map { .init(email: AudienceReports.email(of: $0)) }
    }

    /// Ten sentences of one angle.
    private static func text(_ angle: String, _ setup: CloudSetup) throws -> String {
        let found = try #require(setup.decks.copy.angles.first { $0.name == angle })
        return found.sentences.prefix(10).map { "<p>\($0)</p>" }.joined()
    }

    /// Mean counts over many sends.
    private static func clicks(
        _ setup: CloudSetup, _ html: String, _ contacts: [MailchimpDelivery.Recipient], sends: Int = 20
    ) -> Double {
        let delivery = MailchimpDelivery(campaignID: "c", listID: "l", html: html, recipients: contacts)
        let total = (0..<sends).reduce(0) { sum, send in
            var stream = Seed(5).streams("send").stream(entity: send)
            return sum + setup.reports.counts(delivery, using: &stream).uniqueClicks
        }
        return Double(total) / Double(sends)
    }

    /// The pipeline's own sums of the same world, for every customer in one group.
    @Test func aTextDoesWhatItDoesInARunOfTheSameScenario() throws {
        let setup = try ScenarioAccountTests.setup("truth")
        let workspace = try SmallScenario.workspace("account-run", ScenarioAccountTests.settings)
        let runner = ReplicationRunner(workspace: workspace, detail: .totals)
        let first = try runner.firstCampaign(try workspace.design([]), WorkerPool())
        let angles = first.world.response.angles
        var clicks: [Double] = []
        for place in angles.indices {
            let mix = angles.indices.map { $0 == place ? 1.0 : 0.0 }
            let expected = first.expectedOutcomes(mix: mix)
            let found = try ScenarioAccountTests.clicks(
                setup, ScenarioAccountTests.text(angles[place], setup), ScenarioAccountTests.contacts())
            // Four standard errors of the mean of twenty sends, and the expansion's third order.
            let error = 4 * (4_000 * 0.3 * 0.7 / 20.0).squareRoot()
            #expect(abs(found - expected) < error + 0.005 * expected, "\(angles[place])")
            clicks.append(expected)
        }
        // The test can tell texts apart.
        #expect(clicks.max()! > clicks.min()! + 100)
    }

    @Test func textWithoutTheDecksSentencesWorksAsTheGenericCopy() throws {
        let setup = try ScenarioAccountTests.setup("plain")
        let found = ScenarioAccountTests.clicks(setup, "<p>Hello</p>", ScenarioAccountTests.contacts())
        #expect(abs(found - 1_200) < 4 * (4_000 * 0.3 * 0.7 / 20.0).squareRoot())
    }

    @Test func inAWorldWithoutEffectsTextsDoNothing() throws {
        let setup = try ScenarioAccountTests.setup("null", ["response.base_rate=0.3", "response.lift=0"])
        let contacts = ScenarioAccountTests.contacts()
        let counts = try ["price", "quality", "novelty"].map {
            ScenarioAccountTests.clicks(setup, try ScenarioAccountTests.text($0, setup), contacts, sends: 3)
        }
        #expect(counts[0] == counts[1] && counts[1] == counts[2])
    }

    @Test func copyThatBreaksTheBrandLosesClicks() throws {
        let setup = try ScenarioAccountTests.setup(
            "brand", ["response.base_rate=0.3", "response.offbrand_logit=0.5"])
        let contacts = ScenarioAccountTests.contacts()
        let plain = ScenarioAccountTests.clicks(setup, "<p>Hello</p>", contacts)
        let broken = ScenarioAccountTests.clicks(
            setup, "<p>Hello</p><p>\(setup.decks.copy.offBrand[0])</p>", contacts)
        // logistic(logit 0.3 - 0.5) = 0.2063
        #expect(abs(plain - 1_200) < 26 && abs(broken - 4_000 * 0.2063) < 26)
    }

    @Test func mergeTagsGiveEachContactItsOwnText() throws {
        let setup = try ScenarioAccountTests.setup("tags")
        let contacts = ScenarioAccountTests.contacts()
        let quality = try ScenarioAccountTests.text("quality", setup)
        let own = contacts.map {
            MailchimpDelivery.Recipient(email: $0.email, mergeFields: [.init("COPY", .string(quality))])
        }
        #expect(
            ScenarioAccountTests.clicks(setup, "*|COPY|*", own, sends: 3)
                == ScenarioAccountTests.clicks(setup, quality, contacts, sends: 3))
    }

    @Test func contactsFromElsewhereAnswerByTheirMergeFields() throws {
        // Every preference comes from the attributes, so that equal attributes answer alike.
        let setup = try ScenarioAccountTests.setup(
            "others",
            ScenarioAccountTests.settings + [
                "response.explained_share=1", "response.calibrate_on=attributes",
            ])
        let workspace = try SmallScenario.workspace("account-others-base", ScenarioAccountTests.settings)
        let audience = workspace.base.audience
        let tags = AudienceReports.mergeTags(of: audience.attributes)
        let known = ScenarioAccountTests.contacts()
        let others = known.indices.map { customer in
            MailchimpDelivery.Recipient(
                email: "somebody-\(customer)@example.org",
                mergeFields: tags.indices.map { j in
                    .init(tags[j], .string(audience.attributes[j].levels[Int(audience.columns[j][customer])]))
                })
        }
        let text = try ScenarioAccountTests.text("price", setup)
        #expect(
            ScenarioAccountTests.clicks(setup, text, others, sends: 3)
                == ScenarioAccountTests.clicks(setup, text, known, sends: 3))
    }

    @Test func opensKeepTheirRateAndClicksAreAmongThem() throws {
        let setup = try ScenarioAccountTests.setup("opens")
        let delivery = MailchimpDelivery(
            campaignID: "c", listID: "l", html: "<p>Hello</p>", recipients: ScenarioAccountTests.contacts())
        var opens = 0
        for send in 0..<40 {
            var stream = Seed(6).streams("send").stream(entity: send)
            let counts = setup.reports.counts(delivery, using: &stream)
            #expect(counts.uniqueClicks <= counts.uniqueOpens && counts.uniqueOpens <= 4_000)
            opens += counts.uniqueOpens
        }
        #expect(abs(Double(opens) / 160_000 - 0.6) < 4 * (0.6 * 0.4 / 160_000).squareRoot())
    }

    @Test func tagsAreShortAndDiffer() {
        let names = ["history_segment", "history_season", "größe", "fname", "x"]
        let tags = AudienceReports.mergeTags(of: names.map { Attribute(name: $0, levels: ["a"]) })
        #expect(tags == ["HISTORY_SE", "HISTORY_S2", "GR_SSE", "FNAME2", "X"])
    }

    @Test func theAccountHasTheScenariosQuotasAndCustomers() throws {
        let setup = try ScenarioAccountTests.setup(
            "quotas", ["limits.lambda_concurrency=7", "copy.failure_rate=0.25"])
        #expect(setup.tokensPerMinute == 100_000 && setup.seed == Seed(7))
        #expect(setup.lambdaLimits.concurrency == 7 && setup.bedrockRates.strict == 0.25)
        #expect(setup.audience?.contacts.count == 4_000)
        #expect(setup.belief?.attributes.map(\.name) == ["region", "plan", "age", "season"])
        let table = try #require(setup.tables.first)
        let lines = try String(contentsOfFile: table.path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 4_001 && lines[0] == "CUSTOMER_ID,EMAIL,region,plan,age,season")
        #expect(lines[1].hasPrefix("0,customer-0@example.com,"))
    }
}

extension ReportRates {
    /// Only opens.
    fileprivate static func none(open: Double) -> ReportRates {
        ReportRates(
            open: open, clickOfOpens: 0, unsubscribe: 0, hardBounce: 0, softBounce: 0, abuse: 0,
            repeatOpens: 0,
            repeatClicks: 0)
    }
}

extension FirstCampaign {
    /// Outcomes if every published customer of every arm got a copy, by the sums that the pipeline uses.
    fileprivate func expectedOutcomes(mix: [Double]) -> Double {
        let response = world.response
        return publication.segments.indices.reduce(0.0) { sum, index in
            Arm.allCases.reduce(sum) { sum, arm in
                let group = GroupResponse(publication.moments(index), arm: arm, angles: mix.count)
                return sum + group.generic
                    + group.gain(
                        mix: mix, generic: response.genericMix, shift: 0, spread: world.spread(of: mix))
            }
        }
    }
}
