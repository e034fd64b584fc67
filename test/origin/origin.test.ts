import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {realClock} from "../../data-loaders/clock.js";
import {labOrigin} from "../../data-loaders/lab/origin.js";
import {lookUpOrigin, type ResolveTxt} from "../../data-loaders/origin/lookUpOrigin.js";
import {lookUpOrigins, ORIGINS_AT_A_TIME} from "../../data-loaders/origin/lookUpOrigins.js";
import {originName} from "../../data-loaders/origin/originName.js";
import {parseOrigin} from "../../data-loaders/origin/parseOrigin.js";

describe("originName", () => {
  // Team Cymru's own examples, but for the IPv6 one, which is RFC 3596's way of writing nibbles.
  it.each([
    ["216.90.108.31", "31.108.90.216.origin.asn.cymru.com"],
    [
      "2001:4860:b002::68",
      "8.6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.b.0.6.8.4.1.0.0.2.origin6.asn.cymru.com",
    ],
  ])("of %s is %s", (address, name) => {
    expect(originName(address)).toBe(name);
  });

  it.each(["10.0.0.1", "::1", "fe80::1%eth0", "a.example", ""])("asks nobody about %j", (address) => {
    expect(originName(address)).toBeNull();
  });
});

describe("parseOrigin", () => {
  const ADDRESS = "216.90.108.31";
  const GENUINE = "23028 | 216.90.108.0/24 | US | arin | 1998-09-25";

  it("reads AS number, prefix and country", () => {
    expect(parseOrigin([GENUINE], ADDRESS)).toEqual({
      asns: [23028],
      prefix: "216.90.108.0/24",
      country: "US",
    });
  });

  it("reads all networks that announce one prefix, ascending and each once", () => {
    expect(parseOrigin(["701 7 701 | 216.90.108.0/24 | US | arin | 1998-09-25"], ADDRESS)?.asns).toEqual([
      7, 701,
    ]);
  });

  it("takes the longest prefix, which routers follow, in whatever order records come", () => {
    const records = ["1 | 216.0.0.0/8 | CA | arin | ", GENUINE, "2 | 216.90.0.0/16 | US | arin | "];
    expect(parseOrigin(records, ADDRESS)?.asns).toEqual([23028]);
    expect(parseOrigin(records.toReversed(), ADDRESS)?.asns).toEqual([23028]);
  });

  it.each(["", "ZZ", "us", "USA", "<b>", "Berlin"])("keeps no country of %j", (country) => {
    expect(parseOrigin([`1 | 216.90.108.0/24 | ${country} | arin | `], ADDRESS)).toMatchObject({
      asns: [1],
      country: null,
    });
  });

  it.each([
    ["another address's prefix", "23028 | 216.90.109.0/24 | US | arin | 1998-09-25"],
    ["the other family's", "23028 | 2001:db8::/32 | US | arin | 1998-09-25"],
    ["no prefix", "23028 | US | arin"],
    ["half an address", "23028 | 216.90/16 | US | arin | "],
    ["a number that is no AS's", "4294967296 | 216.90.108.0/24 | US | arin | "],
    ["words for numbers", "AS23028 | 216.90.108.0/24 | US | arin | "],
    ["no number", " | 216.90.108.0/24 | US | arin | "],
    [
      "more networks than announce anything",
      `${"1 2 3 4 ".repeat(5)}5 6 7 8 9 10 11 12 13 14 15 16 17 | 216.90.108.0/24 | US`,
    ],
    ["a long text", `1 | 216.90.108.0/24 | US | ${"x".repeat(300)}`],
    ["markup", "<script>alert(1)</script>"],
    ["nothing", ""],
  ])("does not believe %s", (_, record) => {
    expect(parseOrigin([record], ADDRESS)).toBeNull();
  });

  it("never throws, and gives nothing that is not of its shape", () => {
    const field = fc.oneof(
      fc.string(),
      fc.constantFrom("1", "216.90.108.0/24", "US", "|", "/", "::/0", "0.0.0.0/0"),
    );
    fc.assert(
      fc.property(fc.array(fc.array(field).map((fields) => fields.join("|"))), (records) => {
        const origin = parseOrigin(records, ADDRESS);
        if (origin === null) return;
        expect(origin.asns.every((asn) => Number.isInteger(asn) && asn >= 0 && asn < 2 ** 32)).toBe(true);
        expect(origin.country ?? "AA").toMatch(/^[A-Z]{2}$/);
      }),
    );
  });
});

describe("lookUpOrigin", () => {
  const asked: string[] = [];
  const look = (resolveTxt: ResolveTxt, address = "216.90.108.31", timeoutMs = 1_000) =>
    lookUpOrigin(address, {
      clock: {...realClock, now: () => 7, monotonic: () => 0},
      timeoutMs,
      resolveTxt: (name, deadline) => {
        asked.push(name);
        return resolveTxt(name, deadline);
      },
    });

  it("joins the strings of a record and keeps when the answer came", async () => {
    expect(
      await look(() => Promise.resolve([["23028 | 216.90.1", "08.0/24 | US | arin | 1998-09-25"]])),
    ).toEqual({
      origin: {asns: [23028], prefix: "216.90.108.0/24", country: "US"},
      answeredAt: 7,
      elapsedMs: 0,
    });
    expect(asked).toEqual(["31.108.90.216.origin.asn.cymru.com"]);
  });

  it.each<[string, ResolveTxt]>([
    ["there is no such name", () => Promise.reject(Object.assign(new Error(), {code: "ENOTFOUND"}))],
    ["nobody answers", () => new Promise(() => undefined)],
    ["the answer is none", () => Promise.resolve([["hello"]])],
    ["the answer is empty", () => Promise.resolve([])],
  ])("is unknown, and no error, when %s", async (_, resolveTxt) => {
    expect(await look(resolveTxt, "216.90.108.31", 50)).toMatchObject({origin: null, answeredAt: 7});
  });

  it("tells a look-up that hangs to stop", async () => {
    let told = false;
    await look(
      (_, deadline) => {
        deadline.addEventListener("abort", () => (told = true));
        return new Promise(() => undefined);
      },
      "216.90.108.31",
      20,
    );
    expect(told).toBe(true);
  });

  it("asks nobody about a private address", async () => {
    expect(await look(() => expect.unreachable(), "192.168.1.1")).toBeNull();
  });
});

describe("lookUpOrigins", () => {
  const answer = {origin: null, answeredAt: 1, elapsedMs: 0};
  const hundred = Array.from({length: 100}, (_, i) => `192.0.2.${i}`);

  it("asks about each address once, and few at a time", async () => {
    let [under, most] = [0, 0];
    const asked: string[] = [];
    const look = async (address: string) => {
      asked.push(address);
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, 1));
      under--;
      return address === "192.0.2.5" ? null : answer;
    };
    const answers = await lookUpOrigins([...hundred, ...hundred], look, () => 1);
    expect(asked.toSorted()).toEqual(hundred.toSorted());
    expect(most).toBe(ORIGINS_AT_A_TIME);
    expect([answers.size, answers.get("192.0.2.5"), answers.get("192.0.2.6")]).toEqual([
      99,
      undefined,
      answer,
    ]);
  });

  it("begins none when the time is over, and keeps what is known by then", async () => {
    let left = 10;
    const answers = await lookUpOrigins(
      hundred,
      async () => (left--, answer),
      () => left,
    );
    expect(answers.size).toBe(10);
  });
});

describe("labOrigin", () => {
  it("puts a whole /24 into one autonomous system for private use, and no place on the map", () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255), (b, c, d, e) => {
        const [one, two] = [d, e].map((last) => labOrigin(`127.${b}.${c}.${last}`, 7));
        expect(one).toEqual(two);
        const asn = one?.origin?.asns[0] ?? 0;
        expect(asn >= 64_512 && asn <= 65_534).toBe(true); // RFC 6996
        expect(one?.origin?.country).toBeNull();
      }),
    );
  });
});
