import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {gatherRoster, oneAHost, publishedLists, sourceNames} from "../../data-loaders/roster/gather.js";
import {readLast, writeLast} from "../../data-loaders/roster/lastList.js";
import {run} from "../observing/program.js";
import {type Endpoint, formatEndpoint, parseEndpoint} from "../../src/observation/endpoint.js";

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, "..", "fixtures", "roster", name), "utf8");

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "roster-"))));
afterEach(() => rmSync(folder, {recursive: true}));

/** A web on which each list's address gives this text, or a status. */
function web(lists: Record<string, string | number>): {fetch: typeof fetch; asked: string[]} {
  const asked: string[] = [];
  const ask = (url: string | URL | Request): Promise<Response> => {
    asked.push(String(url));
    const name = publishedLists.find((list) => list.url === String(url))?.name ?? "";
    const answer = lists[name] ?? 404;
    return Promise.resolve(
      typeof answer === "number" ? new Response("", {status: answer}) : new Response(answer),
    );
  };
  return {fetch: ask as typeof fetch, asked};
}

const gather = (names: readonly string[], lists: Record<string, string | number> | null) => {
  const {fetch, asked} = web(lists ?? {});
  const options = {
    fetchNow: lists !== null,
    now: () => Date.UTC(2026, 10, 22),
    userAgent: "test",
    folder,
    fetch,
  };
  return gatherRoster(names, options).then((gathered) => ({...gathered, asked}));
};

const spelled = ({candidates}: {candidates: readonly {endpoint: Endpoint; source: string}[]}): string[] =>
  candidates.map(({endpoint, source}) => `${formatEndpoint(endpoint)} ${source}`);

const endpoints = (...names: string[]): Endpoint[] => names.map((name) => parseEndpoint(name) as Endpoint);

describe("gatherRoster", () => {
  it("joins lists, one endpoint a host, and says which list named it first", async () => {
    const gathered = await gather(["1209k", "electrum"], {
      electrum: fixture("electrum-servers.json"),
      "1209k": fixture("bitcoin-eye.html"),
    });
    expect(spelled(gathered)).toEqual([
      "one.example:50002/ssl electrum",
      "two.invalid:50001/tcp electrum",
      `${"a".repeat(56)}.onion:50002/ssl electrum`,
      "[2606:4700::1111]:50002/ssl 1209k",
      `${"b".repeat(56)}.onion:50001/tcp 1209k`,
    ]);
    expect(gathered.asked).toHaveLength(2); // once each
  });

  it("keeps address, hash, time and number of each list for the manifest", async () => {
    const {provenance} = await gather(["electrum"], {electrum: fixture("electrum-servers.json")});
    const {createHash} = await import("node:crypto");
    const sha256 = createHash("sha256").update(fixture("electrum-servers.json")).digest("hex");
    expect(provenance).toEqual({
      "source:electrum": `${publishedLists[0]?.url} sha256:${sha256} at 2026-11-22T00:00:00.000Z; n=4 added=3`,
    });
  });

  it("takes the thread's 59 as they stand, before all others", async () => {
    const gathered = await gather(["electrum", "thread"], {electrum: fixture("electrum-servers.json")});
    expect(gathered.candidates).toHaveLength(59 + 3);
    expect(gathered.candidates[58]?.source).toBe("thread-135");
    expect(gathered.provenance["source:thread"]).toBe("roster/thread-135.txt, fixed; n=59");
  });

  it("uses the last copy of a list that fails, and records why", async () => {
    writeLast("fulcrum", {endpoints: endpoints("last.example:1/ssl"), origin: "then"}, folder);
    const gathered = await gather(["fulcrum", "1209k"], {
      fulcrum: 503,
      "1209k": fixture("bitcoin-eye-changed.html"),
    });
    expect(spelled(gathered)).toEqual(["last.example:1/ssl fulcrum"]);
    expect(gathered.provenance).toEqual({
      "source:fulcrum": `failed: ${publishedLists[1]?.url} expected status 200, got 503; committed copy of then; n=1 added=1`,
      "source:1209k": `failed: ${publishedLists[2]?.url} expected servers, got none: the page has changed; no committed copy; n=0 added=0`,
    });
  });

  it("asks nobody when it is not to fetch", async () => {
    writeLast("electrum", {endpoints: endpoints("last.example:1/ssl"), origin: "then"}, folder);
    const gathered = await gather(["electrum"], null);
    expect(spelled(gathered)).toEqual(["last.example:1/ssl electrum"]);
    expect(gathered.provenance["source:electrum"]).toBe("committed copy of then; n=1 added=1");
    expect(gathered.asked).toEqual([]);
  });

  it("reads the committed copies", async () => {
    const {candidates} = await gatherRoster(sourceNames, {fetchNow: false, now: Date.now, userAgent: "test"});
    expect(candidates.length).toBeGreaterThan(59);
  });
});

describe("npm run roster", () => {
  it("says what the committed lists hold, and fetches none unless told to", async () => {
    const {code, stdout} = await run("data-loaders/updateRoster.ts", []);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^thread: 59 endpoints, fixed\nelectrum: \d+ endpoints, https:/);
  });
});

describe("oneAHost", () => {
  it("prefers the first with TLS", () => {
    const chosen = oneAHost(
      endpoints("a.example:1/tcp", "b.example:1/tcp", "a.example:3/ssl", "a.example:2/ssl"),
    );
    expect(chosen.map(formatEndpoint)).toEqual(["a.example:3/ssl", "b.example:1/tcp"]);
  });
});

describe("the last copy of a list", () => {
  const names = (n: number): Endpoint[] =>
    endpoints(...Array.from({length: n}, (_, i) => `h${i}.example:1/ssl`));

  it("reads back as it was written", () => {
    const list = {
      endpoints: endpoints("a.example:1/tcp", "[2606:4700::1111]:2/ssl"),
      origin: "https://x at now",
    };
    expect(writeLast("x", list, folder)).toBeNull();
    expect(readLast("x", folder)).toEqual(list);
  });

  it("is replaced by one with half of its servers, and not by one with fewer", () => {
    writeLast("x", {endpoints: names(9), origin: "before"}, folder);
    expect(writeLast("x", {endpoints: names(4), origin: "after"}, folder)).toBe(
      "expected at least 5 servers, half of the 9 before, got 4",
    );
    expect(readLast("x", folder)).toEqual({endpoints: names(9), origin: "before"});
    expect(writeLast("x", {endpoints: names(5), origin: "after"}, folder)).toBeNull();
    expect(readLast("x", folder)?.origin).toBe("after");
  });

  it("is none before the first time, and an error when it is malformed", () => {
    expect(readLast("x", folder)).toBeNull();
    writeFileSync(join(folder, "x.txt"), "a.example\n");
    expect(() => readLast("x", folder)).toThrow("roster/last/x.txt:1: expected host:port/tcp");
  });
});
