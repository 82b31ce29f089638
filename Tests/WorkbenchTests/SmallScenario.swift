import Foundation
import Workbench

/// A scenario that takes a moment: 4,000 customers, four campaigns.
enum SmallScenario {
    static let text = """
        seed: 7
        run: {campaigns: 4}
        audience:
          from: synthetic
          synthetic:
            customers: 4000
            classes: 3
            dependence: 0.5
            attributes:
              - {name: region, levels: {north: 0.4, south: 0.35, east: 0.25}}
              - {name: plan, levels: {basic: 0.6, plus: 0.4}}
              - {name: age, levels: {young: 0.3, middle: 0.4, old: 0.3}}
              - {name: season, levels: {steady: 0.5, spring: 0.3, winter: 0.2}}
        drift: {weekly_rate: 0.05}
        segmentation: {dimensions: [region, plan, age]}
        profile: {attributes: [plan, age, season]}
        campaign: {brief_changes_every: never}
        response: {base_rate: 0.05, margin_usd: 30}
        limits: {bedrock_tokens_per_minute: 100000}
        prices: {send_usd: 0.001}
        sweep: {vary: {segmentation.depth: [1, 2, 3]}, replications: 2, side_replications: 1}

        """

    /// The package's folder.
    static var root: String {
        var url = URL(fileURLWithPath: #filePath)
        while !FileManager.default.fileExists(atPath: url.path + "/Package.swift") {
            url.deleteLastPathComponent()
        }
        return url.path
    }

    /// A folder of its own for one test.
    static func folder(_ name: String) throws -> String {
        let path = root + "/.build/test-files/" + name
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    static func workspace(_ name: String, _ overrides: [String] = [], text: String = text) throws -> Workspace
    {
        let path = try folder(name) + "/small.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try Workspace(scenarioPath: path, overrides: overrides)
    }

    static func sweep(_ workspace: Workspace, jobs: Int = 1, store: String? = nil, resumes: Bool = false)
        throws -> SweepResult
    {
        var options = Sweep.Options()
        options.jobs = jobs
        options.storeFolder = store
        options.resumes = resumes
        return try Sweep(
            workspace: workspace, plan: try SweepPlan(scenario: workspace.scenario, options: []),
            options: options
        ).run()
    }
}
