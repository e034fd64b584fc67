import {create} from "xmlbuilder2";
import {describe, expect, it} from "vitest";
import {atomFeed} from "../../src/data/atom.js";
import {robots, sitemap} from "../../src/data/sitemap.js";
import type {Archived} from "../../src/report/archived.js";
import {FEED_ENTRIES, feedEntries, tagUri} from "../../src/report/feedEntries.js";
import type {DayLevels} from "../../src/report/levelChanges.js";
import {ACCUSING, COMPANIES} from "./accusing.js";
import {sampleArchived, sampleSiteFacts} from "./sampleSite.js";
import {type Bins, sampleSnapshot} from "./sampleSnapshot.js";

const low: Bins = [[1, 900]];
const high: Bins = [[90, 900]];
const hostile = `</title><script>alert("x")</script>&amp;&none;\u202e\u0000\u200b]]>.example:1/tcp`;

function known(network: "lab" | "mainnet", runs = 3): Archived {
  return sampleArchived(
    Array.from({length: runs}, (_, i) =>
      sampleSnapshot(
        [
          ...["a", "b", "c"].map((name) => ({endpoint: `${name}.example:1/tcp`, answer: low})),
          {endpoint: hostile, answer: i % 2 === 0 ? high : low},
        ],
        {network, startedAt: new Date(Date.UTC(2026, 2, 1, i * 4)).toISOString()},
      ),
    ),
  );
}
const days: DayLevels[] = [
  {day: "2026-02-28", endedAt: Date.UTC(2026, 1, 28, 20), servers: ["a", hostile], levels: ["no evidence"]},
  {day: "2026-03-01", endedAt: Date.UTC(2026, 2, 1, 20), servers: ["a", hostile], levels: ["supported"]},
];

describe("feedEntries", () => {
  const entries = feedEntries(known("mainnet"), days, sampleSiteFacts);

  it("has an entry for each run with changes and each day with other levels, the newest first", () => {
    expect(entries.map(({id, title}) => [id, title])).toEqual([
      ["tag:github.com,2026:someone/kinship/levels/2026-03-01", "Levels of pairs: supported: 1 more"],
      ["tag:github.com,2026:someone/kinship/clusters/test/20260301T080000Z", "C1: 1 server left"],
      ["tag:github.com,2026:someone/kinship/clusters/test/20260301T040000Z", "C1: 1 server joined"],
      [
        "tag:github.com,2026:someone/kinship/clusters/test/20260301T000000Z",
        "First run of this vantage point: 1 cluster",
      ],
    ]);
  });

  it("ends every entry with what it does not show", () => {
    for (const {paragraphs} of entries)
      expect(paragraphs.at(-1)).toMatch(/no evidence of a shared one\.$|may fall again with more data\.$/);
  });

  it("says in every title that data is simulated", () => {
    for (const {title, paragraphs} of feedEntries(known("lab"), days, sampleSiteFacts)) {
      expect(title).toMatch(/^Simulated: /);
      expect(paragraphs[0]).toBe("Simulated network: no server named here exists.");
    }
  });

  it("keeps the newest of many", () => {
    const many = feedEntries(known("mainnet", FEED_ENTRIES + 20), [], sampleSiteFacts);
    expect(many).toHaveLength(FEED_ENTRIES);
    expect(many[0]?.id).toContain(`2026031${"2"}`); // 69 times 4 hours after the first of March
  });

  it("accuses nobody and names no company", () => {
    for (const {title, paragraphs} of entries)
      for (const text of [title, ...paragraphs]) {
        expect(text).not.toMatch(ACCUSING);
        expect(text).not.toMatch(COMPANIES);
      }
  });
});

describe("atomFeed", () => {
  const xml = atomFeed(
    feedEntries(known("mainnet"), days, sampleSiteFacts),
    sampleSiteFacts,
    Date.UTC(2026, 2, 2),
  );
  const {feed} = create(xml).toObject() as unknown as {feed: Record<string, unknown>};

  it("is well formed and has what RFC 4287 asks for", () => {
    expect(feed).toMatchObject({
      "@xmlns": "http://www.w3.org/2005/Atom",
      id: "https://someone.github.io/kinship/feed.xml",
      title: "electrum-kinship",
      updated: "2026-03-02T00:00:00.000Z",
    });
    const entries = feed["entry"] as Record<string, unknown>[];
    expect(entries).toHaveLength(4);
    for (const entry of entries) {
      for (const field of ["id", "title", "updated", "link", "content"]) expect(entry).toHaveProperty(field);
      expect(entry["link"]).toMatchObject({
        "@href": expect.stringMatching(/^https:\/\/someone\.github\.io\//),
      });
    }
  });

  it("shows hostile names as text", () => {
    expect(xml).not.toContain("<script");
    // oxlint-disable-next-line no-control-regex
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b\u202e]/);
    // As written: the ampersand of what looks like an entity is escaped too, `&none;` would be no XML.
    expect(xml).toContain("&lt;/title&gt;&lt;script&gt;alert(");
    expect(xml).toContain("&amp;amp;&amp;none;\\u{202e}");
  });

  it("stands without an entry", () => {
    expect(create(atomFeed([], sampleSiteFacts, null)).toObject()).toMatchObject({
      feed: {updated: "1970-01-01T00:00:00.000Z"},
    });
  });
});

describe("sitemap", () => {
  it("lists pages by their addresses, without the one for wrong addresses", () => {
    const xml = sitemap(
      ["method.html", "404.html", "data/index.html", "index.html"],
      "https://s.example/k/",
      0,
    );
    expect(create(xml).toObject()).toEqual({
      urlset: {
        "@xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
        url: ["data/", "", "method"].map((path) => ({
          loc: `https://s.example/k/${path}`,
          lastmod: "1970-01-01T00:00:00.000Z",
        })),
      },
    });
  });

  it("is named in robots.txt", () => {
    expect(robots("https://s.example/k/")).toContain("\nSitemap: https://s.example/k/sitemap.xml\n");
  });
});

describe("tagUri", () => {
  it("joins host, year and path", () => {
    expect(tagUri("https://github.com/a/b", "levels/2026-03-01")).toBe(
      "tag:github.com,2026:a/b/levels/2026-03-01",
    );
  });
});
