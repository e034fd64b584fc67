import {describe, expect, it} from "vitest";
import {builtPages, withoutBrowser} from "./inBrowser.js";

const looks = [1280, 390].flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({width, colorScheme})),
);

describe.skipIf(withoutBrowser)("the page about coverage", () => {
  const site = builtPages();

  it.each(looks)(
    "stands at $width px, $colorScheme, with its charts, titles and captions",
    async ({width, colorScheme}) => {
      const {page, wrong} = await site.open(`${site.url}/coverage`, {
        viewport: {width, height: 900},
        colorScheme,
      });
      const figures = page.locator("#observablehq-main figure.chart");
      expect(await figures.count()).toBe(3);
      for (const figure of await figures.all()) {
        expect((await figure.locator("h3").first().innerText()).length).toBeGreaterThan(20);
        expect(await figure.locator("figcaption").innerText()).toContain("What it cannot show");
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(wrong).toEqual([]);
      await page.context().close();
    },
  );

  it("says how many were asked and answered, as the archive has it", async () => {
    const {page} = await site.open(`${site.url}/coverage`);
    // The sample archive: 52 endpoints in each of two runs four hours apart, of which one is silent.
    const text = await page.locator("#observablehq-main").innerText();
    expect(text).toContain(
      "Of 52 endpoints asked in the newest run (2026-03-01 12:00 UTC, from test), 51 answered: 98%",
    );
    expect(text).toContain("none is missing");
    expect(text).toContain("connect: timeout");
    await page.context().close();
  });

  it("shows what servers call themselves as text", async () => {
    const {page} = await site.open(`${site.url}/coverage`);
    expect(await page.title()).not.toContain("owned");
    expect(await page.locator("#observablehq-main img").count()).toBe(0);
    expect(await page.locator(".rates").innerHTML()).toContain("&lt;img");
    await page.context().close();
  });

  it("gives each chart’s numbers as a table when asked, by keyboard too", async () => {
    const {page, wrong} = await site.open(`${site.url}/coverage`);
    const demands = page.locator("figure.chart details.on-demand");
    expect(await demands.count()).toBeGreaterThan(1);
    for (const demand of await demands.all()) {
      expect(await demand.locator("table").count()).toBe(0);
      await demand.locator("summary").focus();
      await page.keyboard.press("Enter");
      await demand.locator("tbody tr").first().waitFor();
    }
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("draws servers that changed, and reads any cell by pointer and by arrow keys", async () => {
    const {page, wrong} = await site.open(`${site.url}/coverage`);
    // Nobody changes in the sample archive, so two that do are put into the page's data.
    await page.route("**/_file/data/coverage*.json", async (route) => {
      const response = await route.fetch();
      const data = (await response.json()) as {uptime: {servers: unknown[]}};
      data.uptime.servers = [
        {id: "up_example_1_tcp", endpoint: "up.example:1/tcp", states: "af", changes: 1},
        {id: "down_example_1_tcp", endpoint: "down.example:1/tcp", states: "fa", changes: 1},
      ];
      await route.fulfill({response, json: data});
    });
    await page.reload();
    const canvas = page.locator(".uptime canvas");
    await canvas.scrollIntoViewIfNeeded();
    const output = page.locator(".uptime-output");
    await canvas.focus();
    expect(await output.innerText()).toMatch(
      /^up\.example:1\/tcp: failed in the run of 2026-03-01 12:00 UTC/,
    );
    await page.keyboard.press("ArrowDown");
    expect(await output.innerText()).toMatch(/^down\.example:1\/tcp: answered/);
    await page.keyboard.press("ArrowLeft");
    expect(await output.innerText()).toMatch(
      /^down\.example:1\/tcp: failed in the run of 2026-03-01 08:00 UTC/,
    );
    const box = await canvas.boundingBox();
    if (!box) throw new Error("expected the canvas to be drawn");
    const left = box.width >= 640 ? 250 : 0; // names stand beside the columns where there is room
    await page.mouse.move(box.x + left + 5, box.y + 5);
    expect(await output.innerText()).toMatch(/^up\.example:1\/tcp: answered/);
    expect(await output.locator("a").getAttribute("href")).toMatch(/\/servers\/up_example_1_tcp$/);
    const colours = await canvas.evaluate((node: HTMLCanvasElement, x: number) => {
      const {data = [], width = 0} = node.getContext("2d")?.getImageData(x, 0, 52, 28) ?? {};
      const at = (px: number, py: number) =>
        Array.from(data.slice(4 * (py * width + px), 4 * (py * width + px) + 4)).join();
      return [at(5, 5), at(31, 5), at(5, 19), at(31, 19)];
    }, left);
    expect(colours[0]).toBe(colours[3]);
    expect(colours[1]).toBe(colours[2]);
    expect(colours[0]).not.toBe(colours[1]);
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it("says without a run that nobody was asked", async () => {
    const {page, wrong} = await site.open(`${site.emptyUrl}/coverage`);
    expect(await page.locator("#observablehq-main").innerText()).toContain("nobody was asked yet");
    expect(await page.locator(".observablehq--error").count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
