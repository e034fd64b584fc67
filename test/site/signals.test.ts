import {describe, expect, it} from "vitest";
import {builtPages, withoutBrowser} from "./inBrowser.js";

const looks = [1280, 390].flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({width, colorScheme})),
);

describe.skipIf(withoutBrowser)("the page about signals", () => {
  const site = builtPages();

  it.each(looks)(
    "stands at $width px, $colorScheme, with its charts, titles and captions",
    async ({width, colorScheme}) => {
      const {page, wrong} = await site.open(`${site.url}/signals`, {
        viewport: {width, height: 900},
        colorScheme,
      });
      const figures = page.locator("#observablehq-main figure.chart");
      expect(await figures.count()).toBe(4);
      for (const figure of await figures.all()) {
        expect((await figure.locator("h3").first().innerText()).length).toBeGreaterThan(20);
        expect(await figure.locator("figcaption").innerText()).toContain("What it cannot show");
      }
      expect(await page.locator(".control-strips li svg[aria-label*='Kin:']").count()).toBeGreaterThan(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(wrong).toEqual([]);
      await page.context().close();
    },
  );

  it("gives each chart’s numbers as a table when asked, by keyboard too", async () => {
    const {page, wrong} = await site.open(`${site.url}/signals`);
    const summaries = page.locator("figure.chart details.on-demand summary");
    for (const [i, summary] of (await summaries.all()).entries()) {
      expect(await page.locator("figure.chart details.on-demand").nth(i).locator("table").count()).toBe(0);
      await summary.focus();
      await page.keyboard.press("Enter");
      await page.locator("figure.chart details.on-demand").nth(i).locator("tbody tr").first().waitFor();
    }
    expect(await page.locator("figure.chart details.on-demand tbody tr").count()).toBeGreaterThan(15);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("shows an agreement never without its null", async () => {
    const {page} = await site.open(`${site.url}/signals`);
    const strips = await page
      .locator(".agreement svg")
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
    expect(strips.length).toBeGreaterThan(0);
    for (const text of strips) expect(text).toMatch(/^AMI \S+, shuffled \S+ to \S+: /);
    await page.context().close();
  });

  it("lists the strongest pairs, with links to compare them, and the others on demand", async () => {
    const {page, wrong} = await site.open(`${site.url}/signals`);
    const rows = page.locator(".ranked tbody tr");
    const first = await rows.count();
    expect(first).toBeGreaterThan(0);
    expect(await rows.first().locator("a", {hasText: "compare"}).getAttribute("href")).toMatch(
      /\/compare\?a=[\w~-]+&b=[\w~-]+$/,
    );
    expect(await rows.first().locator(".pair-level").innerText()).toMatch(
      /^(cannot be one node|declared|supported|candidate|no evidence)$/,
    );
    const more = page.locator(".ranked button.more");
    await more.focus();
    await page.keyboard.press("Enter");
    expect(await rows.count()).toBeGreaterThan(first);
    expect(await rows.count()).toBeLessThanOrEqual(100);
    expect(await more.count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("says without a run that there is nothing to compare", async () => {
    const {page, wrong} = await site.open(`${site.emptyUrl}/signals`);
    expect(await page.locator("#observablehq-main").innerText()).toContain("there is nothing to compare");
    expect(await page.locator(".observablehq--error").count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(withoutBrowser)("the page about the first five clusters", () => {
  const site = builtPages();

  it("holds the prediction with its date, and does not test it on a simulated network", async () => {
    const {page, wrong} = await site.open(`${site.url}/original`);
    const text = await page.locator(".prediction").innerText();
    expect(text).toContain("Registered on 2026-11-22");
    expect(text).toContain("Not yet testable");
    expect(await page.locator(".prediction table").count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
