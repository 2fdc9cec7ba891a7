"""What of an answer counts, by mode; see README.md."""
import re

TRACE = re.compile(r"^(.{16})(   input:| returns:)(.*)$", re.S)
# Lines of a .cf by section: the letters they begin with.
SECTION_LETTERS = {"maps": "K", "mailers": "M", "headers": "H", "other": "TPVXQEL"}


def top_level(lines, mode):
    """Drops trace lines of nested rulesets (mode top) or of all (mode noscan)."""
    out, depth, first = [], 0, True
    for line in lines:
        match = TRACE.match(line)
        if not match:
            out.append(line)
        elif match.group(2) == "   input:":
            if mode == "top" and depth == 0 and first:
                out.append("input:" + match.group(3))
                first = False
            depth += 1
        else:
            depth -= 1
            if mode == "top" and depth == 0:
                out.append(match.group(1).rstrip() + " returns:" + match.group(3))
    return out


def verdict(lines):
    top = top_level(lines, "top")
    out = [line for line in top if not line.startswith("input:") and " returns:" not in line]
    results = [line for line in top if " returns:" in line]
    if results:
        name, result = results[-1].split(" returns:", 1)
        out.append(name + (":" + result if result.startswith(" $# ") else ": accept"))
    return out


def normal_form(mode, lines):
    if mode in ("full", "startup"):
        return [re.sub(r"0x[0-9a-f]{10,16}\b", "0xPTR", line) for line in lines]
    if mode == "set":
        return sorted(lines)
    return verdict(lines) if mode == "verdict" else top_level(lines, mode)


def m4_result(status, messages):
    name = re.compile(r"^\S*m4\S*?:(?=\S*:\d+:|\s)")
    return ["rc=" + ("0" if status == 0 else "fail")] + [name.sub("m4:", line) for line in messages.split("\n") if line.strip()]


def one_blank(text):
    return re.sub(r"[ \t]+", " ", text.strip())


def logical_lines(text):
    out = []
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and out and line.strip():
            out[-1] += "\n" + line.strip()
        else:
            out.append(line)
    return [line for line in out if line and line[0] not in "#RS"]


def class_words(line):
    match = re.match(r"([CF])(\{[^}]*\}|.)\s*(.*)$", line, re.S)
    if not match:
        return []
    name = match.group(2)
    name = name[1:-1] if name[0] == "{" and len(name) == 3 else name
    if match.group(1) == "F":
        return [f"F{name} " + one_blank(match.group(3))]
    return [f"C{name} {word}" for word in match.group(3).split()]


def cf_section(text, section):
    """One section of a .cf, without what may differ: white space, order, comments, rules."""
    out = []
    for line in logical_lines(text):
        if section == "options" and line[0] == "O":
            match = re.match(r"O\s*([^=\s]+)\s*=?\s*(.*)$", line, re.S)
            out.append(one_blank(match.group(1) + "=" + match.group(2)) if match else one_blank(line))
        elif section == "macros" and line[0] == "D":
            if not re.match(r"D(Z|\{(REMOTE|CF_?V))", line):
                out.append(one_blank(re.sub(r"\s+#.*", "", line)))
        elif section == "classes" and line[0] in "CF":
            out += class_words(line)
        elif section == "maps" and line[0] == "K":
            out.append(one_blank(line[1:]))
        elif line[0] in SECTION_LETTERS.get(section, "") and section != "maps":
            out.append(one_blank(line.replace("\n", " ")))
    return sorted(out) if section in ("options", "mailers") else sorted(set(out))
