import Depot
import Platform

/// A depot as a person names it: the path of a folder, or an http or https address.
///
/// Every command that reads a depot opens it here.
struct DepotPlace: CustomStringConvertible {
    /// The path as typed, or the address without a user's name and password.
    let description: String
    private let url: DepotURL?

    /// Whether it is behind a server.
    var isAddress: Bool { url != nil }

    /// Whether the address holds a user's name or password.
    var namesUser: Bool { url?.namesUser ?? false }

    /// Reads `text`; nothing is opened yet.
    ///
    /// - Throws: ``Failure`` of usage for an address no depot has.
    init(_ text: String) throws(Failure) {
        guard DepotURL.isAddress(text) else {
            description = text
            url = nil
            return
        }
        do {
            let url = try DepotURL(text)
            description = url.description
            self.url = url
        } catch {
            throw .usage(
                "“\(text)” is not where a depot can be: \(error.detail)",
                hint: "give the path of a folder, or an address such as https://depot.example/socle"
            )
        }
    }

    /// The depot, to be read; an address is asked for at most so many bytes a second, or as many as
    /// the line gives.
    func transport(mostBytesPerSecond: Int? = nil) throws(Failure) -> any Transport {
        guard let url else { return DirectoryTransport(try UserFile(description).folder()) }
        var patience = HTTPTransport.Patience()
        patience.mostBytesPerSecond = mostBytesPerSecond
        return HTTPTransport(url, patience: patience) { Interruption.isRequested }
    }
}
