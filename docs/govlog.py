#!/usr/bin/env python3
"""Second implementation of docs/bundle-format.md: recomputes the root of a bundle and proves the inclusion of its records.

    python3 govlog.py FILE            root and counts; exit 0 if the root is that of the checkpoint, otherwise 1
    python3 govlog.py FILE INDEX      also the inclusion proof (RFC 9162) of that record, checked against the root

Standard library only, and none of the product's code. It verifies no signatures and decides nothing: it shows that the
tree needs no trust in the program that wrote the bundle.
"""

import base64
import hashlib
import json
import re
import sys

MAX_LINE, MAX_RECORD = 96_000, 65_535
LEAF = re.compile(b"-([0-9a-f]{64})")
PROOF = re.compile(b"#proof (0|[1-9]|[1-5][0-9]|6[01]) ([0-9a-f]{64})")
DECIMAL = re.compile("0|[1-9][0-9]{0,18}")
MEMBERS = {"log": ["kind"], "range": ["from", "kind", "to"], "stream": ["kind", "stream"]}


def must(holds, otherwise):
    if not holds:
        raise ValueError(otherwise)


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
    again = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Python writes U+007F as JCS does, and all of JCS's short escapes; nothing else differs.
    must(isinstance(value, dict) and again == text, f"{what} is not canonical")
    return value


class Tree:
    """Peaks from the largest to the smallest; on the way it notes the siblings of one wanted leaf."""

    def __init__(self, wanted=None):
        self.peaks, self.size = [], 0  # of each peak: level, hash, holds the wanted leaf
        self.wanted, self.path = wanted, []

    def add(self, level, value):
        must(not self.peaks or self.peaks[-1][0] >= level, "a subtree that stands askew")
        holds = level == 0 and self.size == self.wanted
        self.size += 1 << level
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


def decimal(text):
    must(isinstance(text, str) and DECIMAL.fullmatch(text), "a decimal that is none")
    return int(text)


def head_of(lines):
    """Manifest, last checkpoint (size, root), and the first line of the body."""
    must(next(lines, b"") == b"#govlog 1", "no bundle")
    word, _, text = next(lines, b"").decode().partition(" ")
    manifest = canonical(text, "the manifest") if word == "#manifest" else {}
    must(MEMBERS.get(str(manifest.get("kind"))) == list(manifest), "a manifest of no known kind")
    note = []
    for line in lines:
        if line == b"#checkpoint":
            note = []
        elif line.startswith(b"#|"):
            note.append(line[2:].decode())
        else:
            return manifest, decimal(note[1]), base64.b64decode(note[2], validate=True), line
    raise ValueError("no records")


class Body:
    """Takes the lines after the head, one after the other, and holds them against the manifest."""

    def __init__(self, wanted, manifest, size):
        self.tree, self.wanted, self.leaf = Tree(wanted), wanted, None
        self.sums, self.record = [], b""
        self.counts = {"records": 0, "withheld": 0, "opened": 0, "omitted": 0}
        self.stream, self.seen = manifest.get("stream"), "stream" not in manifest
        must(self.seen or (self.stream and isinstance(self.stream, str)), "a manifest of no known kind")
        self.first, self.end = decimal(manifest.get("from", "0")), decimal(manifest.get("to", str(size)))
        must(self.first < self.end <= size, "a range that is empty, or beyond the log")

    def take(self, line):
        word, _, rest = line.partition(b" ")
        if line.startswith(b"{") and len(line) <= MAX_RECORD:
            record = canonical(line.decode(), f"record {self.tree.size}")
            self.seen = self.seen or record.get("stream") == self.stream
            self.grow(sha256(b"\x00", line), line, "records")
        elif found := LEAF.fullmatch(line):
            self.grow(bytes.fromhex(found[1].decode()), b"", "withheld")
        elif found := PROOF.fullmatch(line):
            self.omit(int(found[1]), bytes.fromhex(found[2].decode()))
        elif word == b"#opening":
            digest = base64.urlsafe_b64encode(sha256(rest)).rstrip(b"=")
            must(b'{"#":"' + digest + b'"}' in self.record, f"record {self.tree.size - 1} has no seal for an opening")
            self.counts["opened"] += 1
        elif word == b"#sum" and self.sums:
            self.compare(rest.decode())
        else:
            raise ValueError(f"an unknown line after record {self.tree.size - 1}")

    def grow(self, value, record, kind):
        index = self.tree.size
        must(self.stream or self.first <= index < self.end, f"record {index} is outside of the manifest")
        self.record, self.counts[kind] = record, self.counts[kind] + 1
        self.leaf = value if index == self.wanted else self.leaf
        self.sums.append((index, value.hex()[:8]))
        self.tree.add(0, value)

    def omit(self, level, value):
        index, count = self.tree.size, 1 << level
        outside = index >= self.end or index + count <= self.first
        must(self.stream or outside, f"leaves from {index} on are omitted, against the manifest")
        self.counts["omitted"] += count
        self.tree.add(level, value)

    def compare(self, digits):
        for at, (index, found) in enumerate(self.sums):
            must(digits[8 * at : 8 * at + 8] == found, f"record {index} was changed")
        must(len(digits) == 8 * len(self.sums) <= 2048, "a record less than the sums say, or sums of too many")
        self.sums = []


def main(path, index=None):
    wanted = None if index is None else int(index)
    lines = lines_of(path)
    manifest, size, signed, line = head_of(lines)
    body = Body(wanted, manifest, size)
    body.take(line)
    for line in lines:
        body.take(line)
    must(not body.sums and body.tree.size == size, f"{body.tree.size} of {size} leaves")
    root, path = body.tree.root(), body.tree.path
    must(root == signed, "the root is not the signed one")
    must(body.seen, f"no record of {body.stream}")
    print(json.dumps({**manifest, **body.counts, "size": str(size), "root": base64.b64encode(root).decode()}))
    if wanted is not None:
        must(body.leaf and included(body.leaf, wanted, size, path, root), f"record {wanted} is not proven")
        print(json.dumps({"index": wanted, "leaf": body.leaf.hex(), "proof": [part.hex() for part in path]}))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (ValueError, IndexError, RecursionError) as error:
        sys.exit(f"not proven: {error}")
