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
import sys

MAX_LINE = 96_000
MAX_RECORD = 65_535


class Malformed(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def lines_of(path):
    """Lines without their newline; the last one must have one, and none may be longer than the limit."""
    with open(path, "rb") as file:
        while line := file.readline(MAX_LINE + 1):
            if not line.endswith(b"\n"):
                raise Malformed("a line without end, or over the limit")
            yield line[:-1]


def canonical(text):
    """True for the canonical form of a record: JCS restricted to integers below 2^53. Names are sorted by UTF-16."""

    def unique(pairs):
        names = [name.encode("utf-16-be", "surrogatepass") for name, _ in pairs]
        if any(a >= b for a, b in zip(names, names[1:])):
            raise Malformed("names out of order")
        return dict(pairs)

    def integer(digits):
        if abs(int(digits)) >= 2**53 or str(int(digits)) != digits:
            raise Malformed("a number that is no safe integer")
        return int(digits)

    def fraction(_):
        raise Malformed("a fraction")

    value = json.loads(text, object_pairs_hook=unique, parse_int=integer, parse_float=fraction, parse_constant=fraction)
    again = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Python writes U+007F as JCS does, and all of JCS's short escapes; nothing else differs.
    return isinstance(value, dict) and again == text


class Tree:
    """Peaks from the largest to the smallest; on the way it notes the siblings of one wanted leaf."""

    def __init__(self, wanted=None):
        self.peaks = []  # (level, hash, holds the wanted leaf)
        self.size = 0
        self.wanted = wanted
        self.path = []

    def add(self, level, value):
        if self.peaks and self.peaks[-1][0] < level:
            raise Malformed("a subtree that stands askew")
        holds = level == 0 and self.size == self.wanted
        self.size += 1 << level
        while self.peaks and self.peaks[-1][0] == level:
            _, left, held = self.peaks.pop()
            self.path += [value] if held else [left] if holds else []
            level, value, holds = level + 1, node(left, value), held or holds
        self.peaks.append((level, value, holds))

    def root(self):
        peaks = list(self.peaks)
        if not peaks:
            raise Malformed("an empty tree")
        _, value, holds = peaks.pop()
        while peaks:
            _, left, held = peaks.pop()
            self.path += [value] if held else [left] if holds else []
            value, holds = node(left, value), held or holds
        return value


def included(leaf, index, size, path, root):
    """RFC 9162, section 2.1.3.2."""
    fn, sn, value = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = node(sibling, value)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node(value, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == root


def head_of(lines):
    """Manifest, last checkpoint (size, root), and the first line of the body."""
    if next(lines, b"") != b"#govlog 1":
        raise Malformed("no bundle")
    manifest = next(lines, b"").decode()
    if not manifest.startswith("#manifest "):
        raise Malformed("no manifest")
    note = []
    for line in lines:
        if line == b"#checkpoint":
            note = []
        elif line.startswith(b"#|"):
            note.append(line[2:].decode())
        else:
            return json.loads(manifest[10:]), int(note[1]), base64.b64decode(note[2], validate=True), line
    raise Malformed("no records")


class Body:
    """Takes the lines after the head, one after the other."""

    def __init__(self, wanted):
        self.tree, self.wanted, self.leaf = Tree(wanted), wanted, None
        self.sums, self.record = [], b""
        self.counts = {"records": 0, "withheld": 0, "opened": 0}

    def take(self, line):
        word, _, rest = line.partition(b" ")
        if line.startswith(b"{"):
            if len(line) > MAX_RECORD or not canonical(line.decode()):
                raise Malformed(f"record {self.tree.size} is not canonical")
            self.grow(sha256(b"\x00" + line), line, "records")
        elif line.startswith(b"-") and len(line) == 65:
            self.grow(bytes.fromhex(line[1:].decode()), b"", "withheld")
        elif word == b"#proof":
            level, value = rest.decode().split(" ")
            self.tree.add(int(level), bytes.fromhex(value))
        elif word == b"#opening":
            digest = base64.urlsafe_b64encode(sha256(rest)).rstrip(b"=")
            if b'{"#":"' + digest + b'"}' not in self.record:
                raise Malformed(f"an opening that record {self.tree.size - 1} has no seal for")
            self.counts["opened"] += 1
        elif word == b"#sum":
            self.compare(rest.decode())
        else:
            raise Malformed(f"an unknown line after record {self.tree.size - 1}")

    def grow(self, value, record, kind):
        self.record, self.counts[kind] = record, self.counts[kind] + 1
        self.leaf = value if self.tree.size == self.wanted else self.leaf
        self.sums.append((self.tree.size, value.hex()[:8]))
        self.tree.add(0, value)

    def compare(self, digits):
        for at, (index, found) in enumerate(self.sums):
            if digits[8 * at : 8 * at + 8] != found:
                raise Malformed(f"record {index} was changed")
        if len(digits) != 8 * len(self.sums):
            raise Malformed("a record less than the sums say")
        self.sums = []


def main(path, index=None):
    wanted = None if index is None else int(index)
    lines = lines_of(path)
    manifest, size, signed, line = head_of(lines)
    body = Body(wanted)
    while line is not None:
        body.take(line)
        line = next(lines, None)
    tree = body.tree
    if body.sums or tree.size != size:
        raise Malformed(f"{tree.size} of {size} leaves")
    root = tree.root()
    if root != signed:
        raise Malformed("the root is not the signed one")
    print(json.dumps({**manifest, **body.counts, "size": str(size), "root": base64.b64encode(root).decode()}))
    if wanted is not None:
        if body.leaf is None or not included(body.leaf, wanted, size, tree.path, root):
            raise Malformed(f"record {wanted} is not proven")
        print(json.dumps({"index": wanted, "leaf": body.leaf.hex(), "proof": [part.hex() for part in tree.path]}))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (Malformed, ValueError, IndexError) as error:
        sys.exit(f"not proven: {error}")
