"""A second reader of Stufo's signed repositories, written from docs/formats alone, with nothing but Python's own library.

    python3 tests/vectors/check.py [FOLDER]

Checks the signature of the manifest, the hashes of its files, and that snapshot, delta and packed list say what the tables say."""
import base64, csv, hashlib, pathlib, re, sys, zlib

CATEGORIES = ["", "ping", "poll", "advertising", "gambling", "fraud", "debt", "robocall", "other"]
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - square) % P == 0, "no point of the curve"
    return (x if x & 1 == sign else P - x), y


def add(a, b):
    product = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + product, P - 2, P)
    return x % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, P - 2, P) % P


def times(number, base):
    sum_ = (0, 1)
    while number:
        if number & 1:
            sum_ = add(sum_, base)
        base, number = add(base, base), number >> 1
    return sum_


def verify(key, message, signature):
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    scalar = int.from_bytes(signature[32:], "little")
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    assert scalar < L and times(scalar, base) == add(point(signature[:32]), times(hashed, point(key))), "a wrong signature"


def minisign(public, content, text):
    """Key: `Ed`, id (8 bytes), key. Signature: `ED` for the BLAKE2b hash, id, signature; then one over it and the comment."""
    key = base64.b64decode(public.split("\n")[1])
    lines = text.split("\n")
    signature, comment = base64.b64decode(lines[1]), lines[2].removeprefix("trusted comment: ").encode()
    assert key[:2] == b"Ed" and signature[:2] == b"ED" and key[2:10] == signature[2:10], "another key"
    verify(key[10:], hashlib.blake2b(content).digest(), signature[10:])
    verify(key[10:], signature[10:] + comment, base64.b64decode(lines[3]))


class Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        assert self.at <= len(self.data), "bytes end early"
        return self.data[self.at - count:self.at]

    def byte(self):
        return self.take(1)[0]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value, shift = value | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                return value


class Bits:
    def __init__(self, data):
        self.value, self.at = int.from_bytes(data, "little"), 0

    def plain(self, width):
        self.at += width
        return self.value >> self.at - width & (1 << width) - 1

    def rice(self, k):
        ones = 0
        while ones < 24 and self.plain(1):
            ones += 1
        return self.plain(64) if ones == 24 else ones << k | self.plain(k)


def block(stratum, first, data):
    place = bytes([stratum]) + first.to_bytes(8, "little")
    assert zlib.crc32(place + data[4:]) == int.from_bytes(data[:4], "little"), "a wrong checksum"
    head = Bytes(data)
    head.take(4)
    present, count, k = head.byte(), head.varint() + 1, head.byte()
    marks = (count - 1) // 64
    widths = (head.byte(), head.byte()) if marks else (0, 0)
    columns = []
    for column in (1, 2, 4, 8):
        parameter = head.byte() if present & column else None
        columns.append((parameter, head.varint() if parameter == 255 else 0))
    mark_bits = Bits(head.take((marks * sum(widths) + 7) // 8))
    bits, values = Bits(head.data[head.at:]), [first]
    for index in range(1, count):
        values.append(values[-1] + 1 + bits.rice(k))
        if index % 64 == 0:
            assert (mark_bits.plain(widths[0]), mark_bits.plain(widths[1])) == (values[-1] - first, bits.at), "a wrong mark"
    rows = [[constant] * count if parameter in (None, 255) else [bits.rice(parameter) for _ in values]
            for parameter, constant in columns]
    return list(zip(values, *rows))


def entries(data):
    """Place (length, prefix, value) to what is said: category, score plus one, label, tail."""
    labels = [data.take(data.varint()).decode() for _ in range(data.varint())]
    found = {}
    while stratum := data.byte():
        first = data.varint()
        for value, category, score, label, tail in block(stratum, first, data.take(data.varint())):
            place = (stratum // 2, stratum % 2, value)
            assert not found or place > max(found), "not in order"
            found[place] = (category, score, labels[label - 1] if label else "", tail)
    return found


def numbers(data):
    left, next_, found = data.varint(), 0, []
    while left:
        k = data.byte()
        bits = Bits(data.take(data.varint()))
        for _ in range(min(left, 1024)):
            next_ += bits.rice(k) + 1
            found.append(next_ - 1)
        left -= min(left, 1024)
    return found


def table(path):
    """The same from a table that people read."""
    found = {}
    for row in csv.DictReader(path.open(encoding="utf-8")):
        digits = row["number"].rstrip("*#").lstrip("+")
        digits = digits if row["number"].startswith("+") else "0" + digits
        places = row["number"].count("#")
        place = (len(digits), int(row["number"][-1] in "*#"), int(digits))
        tail = found.get(place, (0, 0, "", 0))[3] | (1 << places if places else 0)
        score = int(row["score"]) + 1 if row["score"] else 0
        found[place] = (CATEGORIES.index(row["category"]), score, row["name"], tail)
    return dict(sorted(found.items()))


def split(file):
    """The signature's four lines, a second signature while keys change, and what is signed."""
    signatures = []
    while file.startswith(b"untrusted comment:"):
        *lines, file = file.split(b"\n", 4)
        assert len(lines) == 4 and len(signatures) < 2, "no signature"
        signatures.append(b"\n".join(lines).decode() + "\n")
    assert signatures, "not signed"
    return signatures, file


def named(text):
    """Size and hash of a file: `<size> <base64url>`."""
    size, hash_ = re.fullmatch(r"([0-9]+) ([A-Za-z0-9_-]{43})", text).groups()
    return int(size), base64.urlsafe_b64decode(hash_ + "=")


def manifest(content):
    """The lines in their order, and the bytes behind the empty line."""
    head, rest = content.split(b"\n\n", 1)
    first, *lines = head.decode().split("\n")
    assert first == "STUFO-MANIFEST-1", "another form"
    fields = dict(line.split(" ", 1) for line in lines)
    names = [name for name in ("version", "created", "days", "numbers", "index", "delta", "next")
             if name in fields or name not in ("delta", "next")]
    assert names == [line.split(" ", 1)[0] for line in lines], "other lines"
    for name in ("version", "created", "days", "numbers"):
        assert re.fullmatch("[0-9]+", fields[name]), name
        fields[name] = int(fields[name])
    fields["index"] = named(fields["index"])
    from_, _, file = fields.get("delta", "").partition(" ")
    fields["delta"] = (int(from_), named(file) if file else rest) if from_ else None
    assert bool(rest) == bool(from_ and not file), "bytes that no line announces"
    assert fields["version"] > 0 and 0 < fields["days"] <= 400 and (not from_ or int(from_) < fields["version"])
    return fields


def index(content):
    first, snapshot, *deltas = content.decode().removesuffix("\n").split("\n")
    assert first == "STUFO-INDEX-1" and snapshot.startswith("snapshot ")
    ways = [re.fullmatch("delta ([0-9]+) (.*)", line).groups() for line in deltas]
    return named(snapshot.removeprefix("snapshot ")), {int(from_): named(file) for from_, file in ways}


def main(folder):
    repository = folder / "repository"
    signatures, content = split((repository / "latest").read_bytes())
    minisign((folder / "test.key.pub").read_text(), content, signatures[0])
    newest = manifest(content)

    def file(size, hash_):
        content = (repository / "files" / hash_.hex()).read_bytes()
        assert len(content) == size and hashlib.sha256(content).digest() == hash_, "another file"
        return content

    snapshot, older = index(file(*newest["index"]))
    after = entries(Bytes(file(*snapshot)))
    assert after == table(folder / "version-2.csv") and len(after) == newest["numbers"]
    from_, inline = newest["delta"]
    assert (from_, older) == (1, {}), "the one delta is in the manifest"
    held = table(folder / "version-1.csv")
    delta = Bytes(inline)
    assert delta.take(14) == b"STUFO-DELTA-1\n"
    gone = numbers(delta)
    held = {place: said for rank, (place, said) in enumerate(held.items()) if rank not in gone}
    held.update(entries(delta))
    assert dict(sorted(held.items())) == after and delta.at == len(delta.data)
    packed = Bytes((folder / "marks.stufo").read_bytes())
    assert packed.take(13) == b"STUFO-LIST-1\n" and entries(packed) == table(folder / "marks.csv")
    print(f"signature, delta and {len(after)} entries of version {newest['version']}: as specified")


main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent)
