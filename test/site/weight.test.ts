import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {chromiumPath, launch} from "./browser.js";
import {filesOf} from "./builtSite.js";
import {withoutBrowser} from "./inBrowser.js";
import {type PageWeight, pageWeight} from "./pageWeight.js";
import {sampleSite} from "./sampleSite.js";
import {serveSite} from "./siteServer.js";

/** kB of 1,000 bytes, over the wire. The home page is what everyone loads first, often on a phone. */
const HOME_KB = 350;

/** kB of any page without its data, which grows with the archive. */
const PAGE_KB = 700;

describe.skipIf(withoutBrowser)("the weight of a page, compressed, with an empty cache", () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveSite>>;
  const weights = new Map<string, PageWeight>();

  beforeAll(async () => {
    const {dist} = await sampleSite();
    browser = await launch(chromiumPath() ?? "");
    site = await serveSite(dist);
    for (const path of onePageOfEachKind(filesOf(dist, ".html")))
      weights.set(path, await pageWeight(browser, site.url + path));
  }, 180_000);
  afterAll(async () => {
    await Promise.all([browser.close(), site.close()]);
  });

  it(`is at most ${HOME_KB} kB for the home page, with everything`, () => {
    const home = weights.get("/");
    expect(home?.all).toBeGreaterThan(10_000); // else nothing was weighed
    expect(home?.data).toBeGreaterThan(500);
    expect(home?.all).toBeLessThanOrEqual(HOME_KB * 1000);
  });

  it(`is at most ${PAGE_KB} kB for every page, without its data`, () => {
    const heavy = [...weights].filter(([, {all, data}]) => all - data > PAGE_KB * 1000);
    expect(weights.size).toBeGreaterThan(10);
    expect(heavy.map(([path, {all, data}]) => `${path}: ${all - data}`)).toEqual([]);
  });

  it("does not make the home page load a library for charts", () => {
    const libraries = weights.get("/")?.files.filter(({path}) => path.startsWith("/_node/"));
    expect(libraries?.map(({path}) => path)).toEqual([]);
  });
});

/** Addresses of all pages; of those of one kind below a folder, such as servers, one. */
function onePageOfEachKind(files: readonly string[]): string[] {
  const pages = files
    .filter((file) => file !== "404.html")
    .map((file) => `/${file.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "")}`)
    .toSorted();
  const kinds = new Map(
    pages.map((path) => [/^\/[^/]+\/[^/]+$/.test(path) ? path.replace(/[^/]+$/, "*") : path, path]),
  );
  return [...kinds.values()];
}
