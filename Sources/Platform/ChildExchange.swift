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
    private let stopping: ChildStopping?
    private var streams: [Stream]

    private struct Stream {
        var descriptor: Int32
        var bytes: [UInt8] = []
        var isTruncated = false
    }

    init(
        pid: Int32,
        name: String,
        limit: Int,
        output: Int32,
        error: Int32,
        stopping: ChildStopping? = nil
    ) {
        self.pid = pid
        self.name = name
        self.limit = limit
        self.stopping = stopping
        streams = [Stream(descriptor: output), Stream(descriptor: error)]
    }

    /// Serves the child until it has ended; whatever happens, no child of ours stays behind.
    ///
    /// With `take`, the standard output is handed over as it comes instead of being kept; when it
    /// says no, the child is killed.
    mutating func finish(
        feeding input: inout ChildInput,
        timeout: Int?,
        take: ((ArraySlice<UInt8>) -> Bool)? = nil
    ) throws(PlatformError) -> ProcessResult {
        do throws(PlatformError) {
            for stream in streams {
                try check(cplatform_set_nonblocking(stream.descriptor), "fcntl", "pipe")
            }
            try serve(&input, timeout.map { MonotonicClock.now() + Double($0) }, take)
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
        _ deadline: Double?,
        _ take: ((ArraySlice<UInt8>) -> Bool)?
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
            guard stopping?.isWanted() != true else { return kill() }
            let most = stopping?.interval ?? 3600
            let result = poll(&polls, 4, Int32(min(left, most) * 1000) + 1)
            guard result >= 0 || errno == EINTR else {
                throw PlatformError(errorNumber: errno, operation: "poll", subject: name)
            }
            guard result > 0 else { continue }
            if polls[1].revents != 0 { try input.feed() }
            for index in streams.indices where polls[index + 2].revents != 0 {
                guard try drain(index, &buffer, take) else { return kill() }
            }
            // The child has ended: what it wrote is in the pipes. A daemon it left may hold them open,
            // so their end is not waited for.
            guard polls[0].revents == 0 else {
                for index in streams.indices {
                    guard try drain(index, &buffer, take) else { return }
                }
                return
            }
        }
    }

    /// Ends a child whose output is no longer wanted.
    private func kill() {
        // It may have ended by itself in the meantime.
        _ = cplatform_kill_group(pid)
    }

    /// Takes everything the pipe holds now; bytes over the limit are dropped.
    ///
    /// False when no more of it is wanted.
    private mutating func drain(
        _ index: Int,
        _ buffer: inout [UInt8],
        _ take: ((ArraySlice<UInt8>) -> Bool)?
    ) throws(PlatformError) -> Bool {
        while streams[index].descriptor >= 0 {
            let descriptor = streams[index].descriptor
            let count = buffer.withUnsafeMutableBytes {
                cplatform_read(descriptor, $0.baseAddress, $0.count)
            }
            if count == -Int(EAGAIN) { return true }
            try check(count, "read", name)
            if count == 0 {
                streams[index].descriptor = -1
                return true
            }
            if index == 0, let take {
                guard take(buffer.prefix(count)) else { return false }
                continue
            }
            let room = max(0, limit - streams[index].bytes.count)
            streams[index].bytes += buffer.prefix(min(count, room))
            if count > room { streams[index].isTruncated = true }
        }
        return true
    }
}

/// When a running child is no longer wanted.
struct ChildStopping {
    /// Seconds between two questions.
    let interval: Double
    let isWanted: () -> Bool
}
