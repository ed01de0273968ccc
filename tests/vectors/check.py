"""A second reader of Stufo's signed repositories, written from docs/formats alone, with nothing but Python's own library.

    python3 tests/vectors/check.py [FOLDER]

Checks the signature of the manifest, the hashes of its files, and that snapshot, delta and packed list say what the tables say."""
import base64, collections, csv, hashlib, pathlib, re, sys, zlib

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


class Coder:
    """A range decoder. A model is the probability of a one, in parts of 65,536, and how many bits it has seen."""

    def __init__(self, data):
        self.data, self.at, self.range, self.code = data, 0, 2**32 - 1, 0
        for _ in range(4):
            self.code = self.code << 8 | self.byte()

    def byte(self):
        self.at += 1
        assert self.at <= len(self.data) + 3, "bytes end early"
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def narrow(self, start, length):
        self.code, self.range = self.code - start, length
        while self.range < 1 << 24:
            self.code, self.range = self.code << 8 | self.byte(), self.range << 8

    def bit(self, model):
        bound, (probability, seen) = self.range * model[0] >> 16, model
        bit = self.code < bound
        self.narrow(*(0, bound) if bit else (bound, self.range - bound))
        step = (65504 - probability if bit else probability - 32) * 2 // (seen * 2 + 3)
        model[:] = probability + step if bit else probability - step, min(seen + 1, 126)
        return bit

    def one_of(self, count):
        each = self.range // count
        value = self.code // each
        assert value < count, "beyond the range"
        self.narrow(value * each, each)
        return value

    def uniform(self, count):
        low = max((count - 1).bit_length() - 16, 0)
        value = self.one_of((count - 1 >> low) + 1)
        while low:
            width = min(low, 16)
            low -= width
            value = value << width | self.one_of(1 << width)
        assert value < count, "beyond the range"
        return value

    def end(self):
        assert self.at == len(self.data) + 3, "bytes follow"


def models():
    return collections.defaultdict(lambda: [32768, 0])


def integer(coder, known):
    bits = 0
    while bits < 64 and coder.bit(known["longer", bits]):
        bits += 1
    value, left = min(bits, 1), max(bits - 1, 0)
    while left and value < 8:
        left -= 1
        value = value << 1 | coder.bit(known["upper", bits, value])
    return value << left | coder.uniform(1 << left) if left else value


class Columns:
    """Category, score plus one, number of the label, tail."""

    def __init__(self):
        self.last, self.repeated, self.repeats = [0] * 4, [False] * 4, models()
        self.values = [models() for _ in range(4)]

    def next(self, coder, present):
        now = [0] * 4
        for column in range(4):
            if present >> column & 1:
                self.repeated[column] = coder.bit(self.repeats[column, self.repeated[column]])
                now[column] = self.last[column] if self.repeated[column] else integer(coder, self.values[column])
        self.last = now
        return now


def strings(data):
    return [data.take(data.varint()).decode() for _ in range(data.varint())]


def said(columns, labels):
    category, score, label, tail = columns
    return category, score, labels[label - 1] if label else "", tail


def snapshot(data):
    """Place (length, prefix, value) to what is said: category, score plus one, label, tail."""
    assert data.take(13) == b"STUFO-LIST-1\n", "no packed list"
    sum_ = int.from_bytes(data.take(4), "little")
    assert zlib.crc32(data.data[data.at:]) == sum_, "a wrong checksum"
    labels = strings(data)
    coder, steps, counts, columns = Coder(data.data[data.at:]), models(), models(), Columns()
    found, class_ = {}, 0

    def node(value, left, before):
        if left == 0:
            found[class_ // 2, class_ % 2, value] = said(columns.next(coder, present), labels)
            return
        count = 1
        while count < 10 and not coder.bit(counts[left, before, count]):
            count += 1
        sets = [digits for digits in range(1024) if bin(digits).count("1") == count]
        digits = sets[coder.one_of(len(sets))]
        for digit in range(10):
            if digits >> digit & 1:
                node(value * 10 + digit, left - 1, count)

    while step := integer(coder, steps):
        class_ += step
        present = coder.one_of(16)
        node(0, class_ // 2, 10)
    coder.end()
    return found


def delta(data, base):
    """The next version, from the one before."""
    assert data.byte() == 1, "no delta"
    sum_ = int.from_bytes(data.take(4), "little")
    sum_ ^= zlib.crc32(data.data[data.at:])
    before, changes, labels = data.varint(), data.varint(), strings(data)
    assert before == len(base), "another base"
    coder, known, columns, places, changed = Coder(data.data[data.at:]), models(), Columns(), list(base), b""
    span, at, last, after = max(before // max(2 * changes, 1), 1), 0, None, dict(base)
    present = coder.one_of(16)

    def between(last, next_):
        """A place after `last`, key class code and value, and before `next_`."""
        class_ = (last or (2, 0))[0]
        class_ += coder.uniform(next_[0] - class_ + 1)
        end = next_[1] if class_ == next_[0] else 10 ** (class_ // 2)
        if not last or last[0] != class_:
            return class_, coder.uniform(end)
        low, digits = last[1] + 1, 1
        while True:
            high = min((last[1] // 10**digits + 1) * 10**digits, end)
            if low < high and (high == end or coder.bit(known["shares", digits])):
                return class_, low + coder.uniform(high - low)
            low, digits = max(low, high), digits + 1

    def code(place):
        return place[0] * 2 + place[1], place[2]

    for _ in range(changes):
        if not coder.bit(known["follows"]):
            spans = 0
            while coder.bit(known["spans", min(spans, 63)]):
                spans += 1
            at += spans * span + coder.uniform(span) + 1
            last = code(places[at - 1])
        if coder.bit(known["is added"]):
            last = between(last, code(places[at]) if at < before else (39, 10**19))
            is_there = True
        else:
            is_there, last, at = coder.bit(known["is altered"]), code(places[at]), at + 1
        changed += bytes([last[0]]) + last[1].to_bytes(8, "little")
        place = (last[0] // 2, last[0] % 2, last[1])
        if is_there:
            after[place] = said(columns.next(coder, present), labels)
        else:
            del after[place]
    coder.end()
    assert sum_ == zlib.crc32(changed), "a wrong checksum"
    return dict(sorted(after.items()))


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

    whole, older = index(file(*newest["index"]))
    after = snapshot(Bytes(file(*whole)))
    assert after == table(folder / "version-2.csv") and len(after) == newest["numbers"]
    from_, inline = newest["delta"]
    assert (from_, older) == (1, {}), "the one delta is in the manifest"
    assert delta(Bytes(inline), table(folder / "version-1.csv")) == after
    assert snapshot(Bytes((folder / "marks.stufo").read_bytes())) == table(folder / "marks.csv")
    print(f"signature, delta and {len(after)} entries of version {newest['version']}: as specified")


main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent)
