import Primitives
import Testing

@Suite struct RelativePathTests {
    @Test(
        arguments: [
            ("", .pathEmpty), ("/", .pathAbsolute), ("/etc", .pathAbsolute), ("..", .pathTraversal),
            (".", .pathTraversal), ("a/..", .pathTraversal), ("a/../b", .pathTraversal),
            ("./a", .pathTraversal), ("a/./b", .pathTraversal), ("a//b", .pathTraversal),
            ("a/", .pathTraversal), ("a\0b", .pathContainsNUL), ("\0", .pathContainsNUL),
        ] as [(String, PrimitivesError.Code)]
    )
    func refusesWhatCouldLeaveTheRoot(_ text: String, _ code: PrimitivesError.Code) {
        #expect(refusal { () throws(PrimitivesError) in _ = try RelativePath(text) } == code)
    }

    @Test(arguments: ["a", "...", "..a", "a..", "a/.b", "~", "-", " ", "a\\b", "C:", "\n"])
    func acceptsNamesThatOnlyLookOdd(_ text: String) throws {
        #expect(try RelativePath(text).description == text)
    }

    @Test func aNameIsAtMost255Bytes() throws {
        let name = [UInt8](repeating: 0x61, count: 255)
        #expect(try RelativePath(bytes: name).bytes == name)
        let code = refusal { () throws(PrimitivesError) in
            _ = try RelativePath(bytes: name + [0x61])
        }
        #expect(code == .pathTooLong)
    }

    @Test func aPathIsAtMost4095Bytes() throws {
        let longest = Array(repeating: String(repeating: "a", count: 15), count: 256)
            .joined(separator: "/")
        #expect(try RelativePath(longest).bytes.count == 4095)
        let code = refusal { () throws(PrimitivesError) in _ = try RelativePath(longest + "a") }
        #expect(code == .pathTooLong)
    }

    @Test func keepsBytesThatAreNotUTF8() throws {
        let bytes: [UInt8] = [0xE9, 0x2F, 0xFF, 0x80]
        let path = try RelativePath(bytes: bytes)
        #expect(path.bytes == bytes)
        #expect(path.description == "\u{FFFD}/\u{FFFD}\u{FFFD}")
        #expect(path.components.map(Array.init) == [[0xE9], [0xFF, 0x80]])
    }

    @Test func composedAndDecomposedNamesAreTwoPaths() throws {
        #expect(try RelativePath("\u{E9}") != RelativePath("e\u{301}"))
    }

    @Test func aDirectoryIsWalkedBeforeItsContentAndItsContentBeforeItsSibling() throws {
        let walked = try ["a", "a/b", "a/b/c", "a/c", "a b", "a-b", "a.d", "a0", "b"].map(
            RelativePath.init
        )
        #expect(walked.reversed().sorted() == walked)
    }

    @Test func theRootComesFirst() throws {
        #expect(try RelativePath.root < RelativePath("\u{1}"))
        #expect(RelativePath.root.isRoot)
        #expect(RelativePath.root.components.isEmpty)
        #expect(RelativePath.root.parent == nil)
    }

    @Test func knowsItsNameAndItsParent() throws {
        let path = try RelativePath("usr/bin/env")
        #expect(Array(path.name) == Array("env".utf8))
        #expect(path.parent?.description == "usr/bin")
        #expect(path.parent?.parent?.parent == .root)
        #expect(try Array(RelativePath("etc").name) == Array("etc".utf8))
    }

    @Test func appendsOneName() throws {
        #expect(try RelativePath.root.appending(Array("etc".utf8)).description == "etc")
        #expect(try RelativePath("etc").appending(Array("motd".utf8)).description == "etc/motd")
    }

    @Test(arguments: ["", ".", "..", "a/b", "/a", "a/", "a\0"])
    func refusesToAppendWhatIsNotOneName(_ name: String) throws {
        for start in [RelativePath.root, try RelativePath("etc")] {
            let code = refusal { () throws(PrimitivesError) in
                _ = try start.appending(Array(name.utf8))
            }
            #expect(code != nil)
        }
    }

    @Test func refusesToAppendBeyondTheLongestPath() throws {
        let start = try RelativePath(Array(repeating: "aaaaaaa", count: 511).joined(separator: "/"))
        #expect(try start.appending(Array("1234567".utf8)).bytes.count == 4095)
        let code = refusal { () throws(PrimitivesError) in
            _ = try start.appending(Array("12345678".utf8))
        }
        #expect(code == .pathTooLong)
    }

    @Test func withinMeansWholeComponents() throws {
        let etc = try RelativePath("etc")
        #expect(etc.isWithin(etc) && etc.isWithin(.root))
        #expect(try RelativePath("etc/motd").isWithin(etc))
        #expect(try !RelativePath("etcetera").isWithin(etc))
        #expect(try !etc.isWithin(RelativePath("etc/motd")))
    }

    @Test func orderIsTheOrderOfComponents() throws {
        var generator = SeededGenerator(seed: 17)
        var paths: [RelativePath] = []
        for _ in 0..<60 {
            let names = (0...generator.below(3)).map { _ in
                String(
                    decoding: (0...generator.below(2)).map { _ in
                        generator.pick([0x21, 0x2D, 0x61] as [UInt8])
                    },
                    as: UTF8.self
                )
            }
            paths.append(try RelativePath(names.joined(separator: "/")))
        }
        expectLawful(paths)
        for a in paths {
            for b in paths {
                let byComponents = a.components.lexicographicallyPrecedes(b.components) {
                    $0.lexicographicallyPrecedes($1)
                }
                #expect((a < b) == byComponents, "\(a) and \(b)")
            }
        }
    }
}
