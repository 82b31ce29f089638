/// The account that every request is taken to come from, and its region.
package enum AWSAccount {
    package static let region = "us-east-1"
    package static let id = "123456789012"
}
