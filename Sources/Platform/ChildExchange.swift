internal import CPlatform
internal import Glibc
import Primitives

/// What a child reads: `/dev/null`, or a pipe that is fed as the child takes it.
struct ChildInput {
    private var pending: ArraySlice<UInt8>
    private let pipe: Pipe?
    private let null: Directory?
    /// The descriptor the child reads from.
    let childEnd: Int32

    static func make(_ bytes: [UInt8]) throws(PlatformError) -> ChildInput {
        guard !bytes.isEmpty else {
            let fd = try check(
                cplatform_open(AT_FDCWD, "/dev/null", O_RDONLY, 0),
                "open",
                "/dev/null"
            )
            return ChildInput(
                pending: [],
                pipe: nil,
                null: Directory(owning: fd, crossesMounts: true),
                childEnd: fd
            )
        }
        let pipe = try Pipe.make()
        try check(cplatform_set_nonblocking(pipe.writeEnd), "fcntl", "pipe")
        return ChildInput(pending: bytes[...], pipe: pipe, null: nil, childEnd: pipe.readEnd)
    }

    /// The descriptor to write to, or -1 when all is written.
    var descriptor: Int32 { pipe?.writeEnd ?? -1 }

    /// Writes what the pipe takes now.
    mutating func feed() throws(PlatformError) {
        let count = pending.withUnsafeBytes {
            cplatform_write_quietly(descriptor, $0.baseAddress, $0.count)
        }
        if count == -Int(EAGAIN) { return }
        if count == -Int(EPIPE) {
            pipe?.closeWriteEnd()
            return
        }
        try check(count, "write", "pipe")
        pending = pending.dropFirst(count)
        if pending.isEmpty { pipe?.closeWriteEnd() }
    }
}

/// The parent's side of a running child: feeds it, drains it, and sees it end.
struct ChildExchange {
    let pid: Int32
    let name: String
    let limit: Int
    private var streams: [Stream]

    private struct Stream {
        var descriptor: Int32
        var bytes: [UInt8] = []
        var isTruncated = false
    }

    init(pid: Int32, name: String, limit: Int, output: Int32, error: Int32) {
        self.pid = pid
        self.name = name
        self.limit = limit
        streams = [Stream(descriptor: output), Stream(descriptor: error)]
    }

    /// Serves the child until it has ended; whatever happens, no child of ours stays behind.
    mutating func finish(
        feeding input: inout ChildInput,
        timeout: Int?
    ) throws(PlatformError) -> ProcessResult {
        do throws(PlatformError) {
            for stream in streams {
                try check(cplatform_set_nonblocking(stream.descriptor), "fcntl", "pipe")
            }
            try serve(&input, deadline: timeout.map { MonotonicClock.now() + Double($0) })
        } catch {
            // The error to report is the one that stopped the exchange.
            _ = cplatform_kill_group(pid)
            var status: Int32 = 0
            _ = cplatform_wait(pid, &status)
            throw error
        }
        var status: Int32 = 0
        try check(cplatform_wait(pid, &status), "waitpid", name)
        return ProcessResult(
            outcome: status >= 256 ? .signalled(status - 256) : .exited(status),
            output: streams[0].bytes,
            error: streams[1].bytes,
            isTruncated: streams.contains(where: \.isTruncated)
        )
    }

    private mutating func serve(
        _ input: inout ChildInput,
        deadline: Double?
    ) throws(PlatformError) {
        let watch = try check(cplatform_pidfd(pid), "pidfd_open", name)
        defer { close(watch) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            var polls = [
                pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
                pollfd(fd: input.descriptor, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: streams[0].descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: streams[1].descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let left = deadline.map { $0 - MonotonicClock.now() } ?? 3600
            guard left > 0 else {
                throw PlatformError(.timedOut, operation: "run", subject: name)
            }
            let result = poll(&polls, 4, Int32(min(left, 3600) * 1000) + 1)
            guard result >= 0 || errno == EINTR else {
                throw PlatformError(errorNumber: errno, operation: "poll", subject: name)
            }
            guard result > 0 else { continue }
            if polls[1].revents != 0 { try input.feed() }
            for index in streams.indices where polls[index + 2].revents != 0 {
                try drain(index, &buffer)
            }
            // The child has ended: what it wrote is in the pipes. A daemon it left may hold them open,
            // so their end is not waited for.
            guard polls[0].revents == 0 else {
                for index in streams.indices { try drain(index, &buffer) }
                return
            }
        }
    }

    /// Takes everything the pipe holds now; bytes over the limit are dropped.
    private mutating func drain(_ index: Int, _ buffer: inout [UInt8]) throws(PlatformError) {
        while streams[index].descriptor >= 0 {
            let descriptor = streams[index].descriptor
            let count = buffer.withUnsafeMutableBytes {
                cplatform_read(descriptor, $0.baseAddress, $0.count)
            }
            if count == -Int(EAGAIN) { return }
            try check(count, "read", name)
            if count == 0 {
                streams[index].descriptor = -1
                return
            }
            let room = max(0, limit - streams[index].bytes.count)
            streams[index].bytes += buffer.prefix(min(count, room))
            if count > room { streams[index].isTruncated = true }
        }
    }
}
