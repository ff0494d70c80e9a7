import Report

/// The shells that can complete what is typed.
enum Shell: String, CaseIterable {
    case bash, zsh, fish
}

/// Completion scripts, from the tables that commands and flags are read with.
struct Completions {
    let commands: [CommandSpec]
    let language: Language

    /// The script for `shell`.
    func script(_ shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// What may follow the words typed so far: every beginning of a command, and its next words.
    private var next: [(typed: String, words: [(word: String, summary: String)])] {
        var known: [String: [(word: String, summary: String)]] = [:]
        var order: [String] = []
        for command in commands {
            for count in 0..<command.words.count {
                let typed = command.words.prefix(count).joined(separator: " ")
                let word = command.words[count]
                if known[typed] == nil { order.append(typed) }
                guard known[typed]?.contains(where: { $0.word == word }) != true else { continue }
                let isWhole = count == command.words.count - 1
                known[typed, default: []].append((word, isWhole ? command.summary(language) : ""))
            }
        }
        return order.map { ($0, known[$0] ?? []) }
    }

    private func flags(of command: CommandSpec) -> [Flag] { command.flags + FlagTable.common }

    /// `text` in single quotation marks, as every one of the shells reads it.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "").replacing("'", with: "’") + "'"
    }

    // MARK: bash

    private var bash: String {
        var lines = [
            "# bash completion for socle", "_socle() {",
            "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} typed= i",
            "    for ((i = 1; i < COMP_CWORD; i++)); do",
            "        [[ ${COMP_WORDS[i]} == -* ]] && break",
            "        typed+=${typed:+ }${COMP_WORDS[i]}", "    done", "    COMPREPLY=()",
            "    case \"$typed|$prev\" in",
        ]
        for command in commands {
            for flag in flags(of: command) where !flag.choices.isEmpty {
                let choices = Self.quoted(flag.choices.joined(separator: " "))
                lines.append(
                    "    \(Self.quoted(command.name))*'|--\(flag.name)')"
                        + " COMPREPLY=($(compgen -W \(choices) -- \"$cur\")); return ;;"
                )
            }
        }
        lines += ["    esac", "    case $typed in"]
        for (typed, words) in next {
            let words = Self.quoted(words.map(\.word).joined(separator: " "))
            lines.append(
                "    \(Self.quoted(typed))) COMPREPLY=($(compgen -W \(words) -- \"$cur\")) ;;"
            )
        }
        lines += ["    esac", "    [[ $cur == -* ]] || return 0", "    case $typed in"]
        for command in commands.sorted(by: { $0.name.count > $1.name.count }) {
            let names = flags(of: command).map { "--" + $0.name }.joined(separator: " ")
            lines.append(
                "    \(Self.quoted(command.name))*) "
                    + "COMPREPLY=($(compgen -W \(Self.quoted(names)) -- \"$cur\")) ;;"
            )
        }
        lines += ["    esac", "}", "complete -o default -F _socle socle", ""]
        return lines.joined(separator: "\n")
    }

    // MARK: zsh

    private var zsh: String {
        var lines = [
            "#compdef socle", "_socle() {", "    local -a typed items", "    local word joined",
            "    for word in \"${(@)words[2,CURRENT-1]}\"; do",
            "        [[ $word == -* ]] && break",
            "        typed+=(\"$word\")", "    done", "    joined=\"${(j: :)typed}\"",
            "    case \"$joined|${words[CURRENT-1]}\" in",
        ]
        for command in commands {
            for flag in flags(of: command) where !flag.choices.isEmpty {
                let choices = flag.choices.map(Self.quoted).joined(separator: " ")
                lines.append(
                    "    (\(Self.quoted(command.name))*'|--\(flag.name)') "
                        + "items=(\(choices)); compadd -a items; return ;;"
                )
            }
        }
        lines += ["    esac", "    case $joined in"]
        for (typed, words) in next {
            let items = words.map { Self.quoted($0.word + ":" + $0.summary) }
            lines.append(
                "    (\(Self.quoted(typed))) items=(\(items.joined(separator: " "))); "
                    + "_describe command items; return ;;"
            )
        }
        lines += ["    esac", "    if [[ $PREFIX == -* ]]; then", "        case $joined in"]
        for command in commands.sorted(by: { $0.name.count > $1.name.count }) {
            let items = flags(of: command).map { flag in
                Self.quoted("--\(flag.name):\(flag.summary(language))")
            }
            lines.append(
                "        (\(Self.quoted(command.name))*) items=(\(items.joined(separator: " "))); "
                    + "_describe -o option items; return ;;"
            )
        }
        lines += ["        esac", "    fi", "    _files", "}", "_socle \"$@\"", ""]
        return lines.joined(separator: "\n")
    }

    // MARK: fish

    private var fish: String {
        var lines = [
            "# fish completion for socle", "function __socle_typed",
            "    set -l typed (commandline -opc)", "    set -e typed[1]",
            "    for word in $typed", "        string match -q -- '-*' $word; and break",
            "        echo $word", "    end", "end", "function __socle_at",
            "    set -l typed (__socle_typed)", "    test \"$typed\" = \"$argv\"", "end",
            "function __socle_in", "    set -l typed (__socle_typed)",
            "    string match -q -- \"$argv*\" \"$typed\"", "end",
        ]
        for (typed, words) in next {
            for (word, summary) in words {
                lines.append(
                    "complete -c socle -f -n \"__socle_at \(typed)\" -a \(word) "
                        + "-d \(Self.quoted(summary))"
                )
            }
        }
        for command in commands {
            for flag in flags(of: command) {
                var line =
                    "complete -c socle -n \"__socle_in \(command.name)\" -l \(flag.name) "
                    + "-d \(Self.quoted(flag.summary(language)))"
                if let letter = flag.letter { line += " -s \(letter)" }
                if !flag.choices.isEmpty {
                    line += " -x -a \(Self.quoted(flag.choices.joined(separator: " ")))"
                } else if flag.value != nil {
                    line += " -r"
                }
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
