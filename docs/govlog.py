#!/usr/bin/env python3
"""Second implementation of docs/bundle-format.md: recomputes the root of a bundle and proves the inclusion of its records.

    python3 govlog.py FILE [INDEX]    root and counts, and the proof (RFC 9162) of one record; exit 0 if all holds, or 1

Standard library only, and none of the product's code. It verifies no signatures and decides nothing: it shows that the
tree needs no trust in the program that wrote the bundle.
"""
import base64, hashlib, itertools, json, re, sys

MAX_LINE, MAX_RECORD, MAX_NAME, SUM_EVERY = 96_000, 65_535, 256, 256
LEAF = re.compile(b"-([0-9a-f]{64})")
PROOF = re.compile(b"#proof (0|[1-9]|[1-5][0-9]|6[01]) ([0-9a-f]{64})")
DECIMAL = re.compile("0|[1-9][0-9]{0,18}")
MEMBERS = {"log": ["kind"], "range": ["from", "kind", "to"], "stream": ["kind", "stream"]}


def must(holds, otherwise):
    if not holds:
        raise ValueError(otherwise)


def decimal(text):
    must(isinstance(text, str) and DECIMAL.fullmatch(text), "a decimal that is none")
    return int(text)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def lines_of(path):
    """Lines without their newline; the last one must have one, and none may be longer than the limit."""
    with open(path, "rb") as file:
        while line := file.readline(MAX_LINE + 1):
            must(line.endswith(b"\n"), "a line without end, or over the limit")
            yield line[:-1]


def canonical(text, what):
    """The object in a canonical text: JCS, of numbers integers below 2^53 only. Names are sorted by UTF-16."""
    def unique(pairs):
        names = [name.encode("utf-16-be", "surrogatepass") for name, _ in pairs]
        must(all(a < b for a, b in zip(names, names[1:])), "names out of order")
        return dict(pairs)
    def integer(digits):
        must(abs(int(digits)) < 2**53 and str(int(digits)) == digits, "a number that is no safe integer")
        return int(digits)
    value = json.loads(text, object_pairs_hook=unique, parse_int=integer, parse_float=integer, parse_constant=integer)
    same = json.dumps(value, ensure_ascii=False, separators=(",", ":")) == text
    must(isinstance(value, dict) and same, f"{what} is not canonical")
    return value


def is_short(record):
    """Whether no text in the head of a record, but the name of a file, is longer than a name may be."""
    head = [value for name, value in record.items() if name not in ("data", "ev")]
    texts = [text for part in head for text in (part.values() if isinstance(part, dict) else [part])]
    return all(len(text.encode()) <= MAX_NAME for text in texts if isinstance(text, str))


class Tree:
    """Peaks from the largest to the smallest; on the way it notes the siblings of one wanted leaf."""

    def __init__(self, wanted=None):
        self.peaks, self.size = [], 0  # of each peak: level, hash, holds the wanted leaf
        self.wanted, self.path = wanted, []

    def add(self, level, value):
        must(not self.peaks or self.peaks[-1][0] >= level, "a subtree that stands askew")
        holds, self.size = level == 0 and self.size == self.wanted, self.size + (1 << level)
        while self.peaks and self.peaks[-1][0] == level:
            level, value, holds = level + 1, *self.joined(value, holds)
        self.peaks.append((level, value, holds))

    def joined(self, value, holds):
        _, left, held = self.peaks.pop()
        self.path += [value] if held else [left] if holds else []
        return sha256(b"\x01", left, value), held or holds

    def root(self):
        _, value, holds = self.peaks.pop()
        while self.peaks:
            value, holds = self.joined(value, holds)
        return value


def included(leaf, index, size, path, root):
    """RFC 9162, section 2.1.3.2."""
    fn, sn, value = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = sha256(b"\x01", sibling, value)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = sha256(b"\x01", value, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == root


def head_of(lines):
    """Manifest, last checkpoint (size, root), and the first line of the body."""
    must(next(lines, b"") == b"#govlog 1", "no bundle")
    word, _, text = next(lines, b"").decode().partition(" ")
    manifest = canonical(text, "the manifest") if word == "#manifest" else {}
    must(MEMBERS.get(str(manifest.get("kind"))) == list(manifest), "a manifest of no known kind")
    notes = []
    for line in lines:
        if line == b"#checkpoint":
            notes.append([])
        elif line.startswith(b"#|"):
            notes[-1].append(line[2:].decode())
        else:
            sizes = [decimal(note[1]) for note in notes]
            must(sizes == sorted(sizes) and len({*map(tuple, notes)}) == len(notes), "checkpoints that fall or repeat")
            return manifest, sizes[-1], base64.b64decode(notes[-1][2], validate=True), line
    raise ValueError("no records")


class Body:
    """Takes the lines after the head, one after the other, and holds them against the manifest."""

    def __init__(self, wanted, manifest, size):
        self.tree, self.wanted, self.leaf = Tree(wanted), wanted, None
        self.sums, self.ended, self.record = [], False, b""  # of the record: what has not been opened yet
        self.counts = {"records": 0, "withheld": 0, "opened": 0, "omitted": 0}
        self.stream, self.seen = manifest.get("stream"), "stream" not in manifest
        must(self.seen or (self.stream and isinstance(self.stream, str)), "a manifest of no known kind")
        self.first, self.end = decimal(manifest.get("from", "0")), decimal(manifest.get("to", str(size)))
        must(self.first < self.end <= size, "a range that is empty, or beyond the log")

    def take(self, line):
        word, _, rest = line.partition(b" ")
        if line.startswith(b"{") and len(line) <= MAX_RECORD:
            record = canonical(line.decode(), f"record {self.tree.size}")
            must(is_short(record), f"record {self.tree.size} has a name over the limit")
            self.seen = self.seen or record.get("stream") == self.stream
            self.grow(sha256(b"\x00", line), line, "records")
        elif found := LEAF.fullmatch(line):
            self.grow(bytes.fromhex(found[1].decode()), b"", "withheld")
        elif found := PROOF.fullmatch(line):
            self.omit(int(found[1]), bytes.fromhex(found[2].decode()))
        elif word == b"#opening":
            seal = b'{"#":"' + base64.urlsafe_b64encode(sha256(rest)).rstrip(b"=") + b'"}'
            must(seal in self.record, f"record {self.tree.size - 1} has no seal left for an opening here")
            self.record, self.counts["opened"] = self.record.replace(seal, b""), self.counts["opened"] + 1
        elif word == b"#sum" and self.sums:
            self.compare(rest.decode())
        else:
            raise ValueError(f"an unknown line after record {self.tree.size - 1}")

    def follow(self):
        must(not self.ended and len(self.sums) < SUM_EVERY, f"sums too early or too late before record {self.tree.size}")
        return self.tree.size

    def grow(self, value, record, kind):
        index = self.follow()
        must(self.stream or self.first <= index < self.end, f"record {index} is outside of the manifest")
        self.record, self.counts[kind] = record, self.counts[kind] + 1
        self.leaf = value if index == self.wanted else self.leaf
        self.sums.append((index, value.hex()[:8]))
        self.tree.add(0, value)

    def omit(self, level, value):
        index, count = self.follow(), 1 << level
        outside = self.stream or index >= self.end or index + count <= self.first
        must(outside, f"leaves from {index} on are omitted, against the manifest")
        self.record, self.counts["omitted"] = b"", self.counts["omitted"] + count
        self.tree.add(level, value)

    def compare(self, digits):
        for at, (index, found) in enumerate(self.sums):
            must(digits[8 * at : 8 * at + 8] == found, f"record {index} was changed")
        must(len(digits) == 8 * len(self.sums), "a record less than the sums say")
        self.sums, self.ended, self.record = [], len(self.sums) < SUM_EVERY, b""


def main(path, index=None):
    wanted, lines = None if index is None else int(index), lines_of(path)
    manifest, size, signed, line = head_of(lines)
    body = Body(wanted, manifest, size)
    for line in itertools.chain([line], lines):
        body.take(line)
    must(not body.sums and body.tree.size == size, f"{body.tree.size} of {size} leaves")
    root, path = body.tree.root(), body.tree.path
    must(root == signed and body.seen, "the root is not the signed one" if body.seen else f"no record of {body.stream}")
    print(json.dumps({**manifest, **body.counts, "size": str(size), "root": base64.b64encode(root).decode()}))
    if wanted is not None:
        must(body.leaf and included(body.leaf, wanted, size, path, root), f"record {wanted} is not proven")
        print(json.dumps({"index": wanted, "leaf": body.leaf.hex(), "proof": [part.hex() for part in path]}))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (ValueError, IndexError, RecursionError) as error:
        sys.exit(f"not proven: {error}")
