import Platform
import Primitives
import Testing

/// A web server on the loopback, stopped when the value ends.
public struct WebServer: ~Copyable {
    /// Its address, such as `http://127.0.0.1:41234`.
    public let address: String
    private let process: String
    private let log: String

    private init(port: String, process: String, log: String) {
        address = "http://127.0.0.1:\(port)"
        self.process = process
        self.log = log
    }

    deinit {
        // It may have ended by itself.
        _ = try? runTool(["kill", process])
    }

    /// Debian's nginx, serving the folder at `path` as it is configured by default, or with
    /// `directives` beside.
    public static func nginx(
        serving path: String,
        directives: String = ""
    ) throws -> WebServer {
        let state = try folder("nginx")
        for _ in 0..<20 {
            let draw = try RandomBytes.make(2)
            let port = 20_000 + (Int(draw[0]) << 8 | Int(draw[1])) % 40_000
            let configuration = """
                \(Privilege.isRoot ? "user root;" : "")
                worker_processes 1;
                pid \(state)/pid;
                error_log \(state)/error.log;
                events {}
                http {
                    log_format bytes '$connection $status $bytes_sent "$http_range" $uri';
                    access_log \(state)/access.log bytes;
                    client_body_temp_path \(state)/body;
                    proxy_temp_path \(state)/proxy;
                    fastcgi_temp_path \(state)/fastcgi;
                    uwsgi_temp_path \(state)/uwsgi;
                    scgi_temp_path \(state)/scgi;
                    server { listen 127.0.0.1:\(port); root \(path); \(directives) }
                }
                """
            try Directory.open(state).write(
                Array(configuration.utf8),
                atomicallyTo: RelativePath("nginx.conf"),
                permissions: 0o644
            )
            let program = Tool.exists("nginx") ? "nginx" : "/usr/sbin/nginx"
            let started = try runTool([
                program, "-e", "\(state)/error.log", "-c", "\(state)/nginx.conf",
            ])
            // Another program may listen there already.
            guard started.succeeded else { continue }
            let process = try Directory.open(state).read(RelativePath("pid"), limit: 100)
            let id = String(decoding: process, as: UTF8.self).filter(\.isNumber)
            return WebServer(port: "\(port)", process: id, log: "\(state)/access.log")
        }
        let reason = try runTool(["tail", "-n", "3", "\(state)/error.log"]).outputText
        throw WebServerError(description: "nginx does not start: \(reason)")
    }

    /// A server that serves the folder at `path` in the manner each address names: see
    /// `Servers/odd-server.py`.
    public static func odd(serving path: String) throws -> WebServer {
        let state = try folder("odd")
        let script = SharedData.repository + "/Tests/TestSupport/Servers/odd-server.py"
        let shell = """
            setsid python3 "$1" "$2" >"$3/port" 2>"$3/error.log" </dev/null & echo $!
            for _ in $(seq 300); do [ -s "$3/port" ] && break; sleep 0.05; done
            cat "$3/port" "$3/error.log"
            """
        let words = try runTool(["bash", "-c", shell, "bash", script, path, state])
            .outputText.split(separator: "\n").map(String.init)
        guard words.count == 2, Int(words[1]) != nil else {
            throw WebServerError(description: "the odd server does not start: \(words)")
        }
        return WebServer(port: words[1], process: words[0], log: path + "/../odd.log")
    }

    /// Has the server stopped in `seconds`, whatever it is doing then.
    public func stop(after seconds: Double) throws {
        let shell = #"(sleep "$1"; kill "$2") >/dev/null 2>&1 &"#
        try runTool(["bash", "-c", shell, "bash", "\(seconds)", process])
    }

    /// The lines of the log so far: nginx's hold connection, status, bytes sent, range and file;
    /// the odd server's manner, file, range and bytes sent.
    public func requests() throws -> [[String]] {
        let text = try runTool(["cat", log]).outputText
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }

    /// The bytes nginx has sent so far, heads included.
    public func bytesSent() throws -> Int {
        try requests().reduce(0) { $0 + (Int($1[2]) ?? 0) }
    }

    private static func folder(_ name: String) throws -> String {
        let scratch = Scratch.current
        let unique = Hexadecimal.encode(try RandomBytes.make(4))
        let path = try RelativePath("\(name)-\(unique)")
        try scratch.directory.makeDirectory(path, permissions: 0o755)
        return "\(scratch.path)/\(path)"
    }
}

/// Why a server could not be started.
struct WebServerError: Error, CustomStringConvertible {
    let description: String
}
