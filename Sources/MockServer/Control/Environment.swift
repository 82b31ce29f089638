import Foundation

/// The variables that point every client at a server.
public enum Environment {
    /// Name and value, in the order printed.
    public static func variables(url: String) -> [(name: String, value: String)] {
        let address = url.split(separator: "/").last.map(String.init) ?? ""
        let port = address.split(separator: ":").last.map(String.init) ?? ""
        let host = String(address.dropLast(port.count + 1)).trimmingCharacters(in: ["[", "]"])
        let aws = ["BEDROCK_RUNTIME", "BEDROCK", "BEDROCK_AGENT", "LAMBDA", "SNS", "S3"].map {
            ("AWS_ENDPOINT_URL_" + $0, url)
        }
        return [("AWS_ENDPOINT_URL", url)] + aws + [
            ("AWS_ACCESS_KEY_ID", "finegrain"), ("AWS_SECRET_ACCESS_KEY", "finegrain"),
            ("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_REGION", "us-east-1"),
            ("AWS_EC2_METADATA_DISABLED", "true"), ("OPENAI_BASE_URL", url + "/v1"),
            ("OPENAI_API_KEY", "finegrain"), ("ANTHROPIC_BASE_URL", url), ("ANTHROPIC_API_KEY", "finegrain"),
            ("ANTHROPIC_BEDROCK_BASE_URL", url), ("SNOWFLAKE_HOST", host), ("SNOWFLAKE_PORT", port),
            ("SNOWFLAKE_PROTOCOL", "http"), ("SNOWFLAKE_ACCOUNT", "finegrain"),
            ("SNOWFLAKE_USER", "finegrain"), ("SNOWFLAKE_PASSWORD", "finegrain"),
            ("SNOWFLAKE_DATABASE", "FINEGRAIN"), ("SNOWFLAKE_SCHEMA", "PUBLIC"),
            ("SNOWFLAKE_WAREHOUSE", "FINEGRAIN_WH"), ("MAILCHIMP_API_URL", url + "/3.0"),
            ("MAILCHIMP_API_KEY", "finegrain"), ("AWS_LAMBDA_RUNTIME_API", address),
            ("NO_PROXY", "localhost,127.0.0.1,::1," + host), ("FINEGRAIN_URL", url),
        ]
    }

    /// Shell commands that set the variables.
    public static func exports(url: String) -> String {
        variables(url: url).map { "export \($0.name)='\($0.value)'\n" }.joined()
    }
}
