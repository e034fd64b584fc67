/**
 * How long the page of every pair takes for one redraw, in Chromium, with made-up networks of 100 to 1,000 servers:
 * `npx tsx test/bench/matrix.bench.ts DIST`, DIST being a built site whose archive holds at least one run.
 *
 * The page's own data is replaced on its way to the browser. A slider is moved once a frame; what is timed is the work of
 * the frame in the page (components, order, pixels, curve, texts), which must stay under 16.7 ms for 60 frames a second.
 */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Page} from "playwright-core";
import type {MatrixRun} from "../../src/report/matrixRun.js";
import type {PairGrid} from "../../src/report/pairGrid.js";
import type {RunList} from "../../src/report/runList.js";
import {createRandom} from "../../src/statistics/random.js";
import {chromiumPath, launch} from "../site/browser.js";
import {serveSite} from "../site/siteServer.js";

const [dist = "dist"] = process.argv.slice(2);
const site = await serveSite(dist);
const browser = await launch(chromiumPath() ?? "chromium");
const list = JSON.parse(readFileSync(join(dist, "data", "runs.json"), "utf8")) as RunList;
const sliders = {
  threshold: 'form[aria-label="What to show"] input[type=range]',
  run: 'form[aria-label="Which run and round to look at"] input[type=range]',
};

for (const n of [100, 300, 1000]) {
  const page = await openWith(n);
  const threshold = await frames(page, sliders.threshold, 120);
  const orders: string[] = [];
  for (const order of ["name", "program", "leaf", "cluster"]) {
    await page.evaluate(() => (window as unknown as {frameTimes: number[]}).frameTimes.splice(0));
    await page.locator('form[aria-label="What to show"] select').last().selectOption(order);
    await page.waitForTimeout(n > 500 ? 1500 : 700);
    const times = await page.evaluate(() => (window as unknown as {frameTimes: number[]}).frameTimes);
    orders.push(`${order} ${Math.max(...times).toFixed(1)}`);
  }
  const quantity = await page.evaluate(async () => {
    const select = document.querySelector<HTMLSelectElement>('form[aria-label="What to show"] select');
    if (!select) return NaN;
    const from = performance.now();
    select.value = "level";
    select.dispatchEvent(new Event("input", {bubbles: true}));
    return performance.now() - from;
  });
  process.stdout.write(
    `${n} servers: redraw while the threshold moves, ms: median ${threshold.median}, 95% ${threshold.high}; ` +
      `frames a second ${threshold.rate}; orders, ms: ${orders.join(", ")}; another quantity ${quantity.toFixed(0)} ms\n`,
  );
  await page.context().close();
}
await Promise.all([browser.close(), site.close()]);

async function openWith(n: number): Promise<Page> {
  const context = await browser.newContext({viewport: {width: 1280, height: 1000}});
  const page = await context.newPage();
  const {run, grid} = network(n);
  await page.route(/\/data\/runs\/|\/runs\.[0-9a-f]+\.json|\/pairs\.[0-9a-f]+\.json/, (route) => {
    const url = route.request().url();
    const json = /\/runs\//.test(url) ? run : /\/pairs\./.test(url) ? grid : list;
    return route.fulfill({json});
  });
  // Only the page's own frames are timed: those that its sliders ask for.
  await page.addInitScript(() => {
    const times: number[] = [];
    Object.assign(window, {frameTimes: times});
    const ask = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) =>
      ask((now) => {
        const from = performance.now();
        callback(now);
        times.push(performance.now() - from);
      });
  });
  await page.goto(`${site.url}/matrix`);
  await page.locator(".pair-cells").waitFor();
  await page.waitForTimeout(1000);
  return page;
}

/** Moves a slider to and fro, once a frame. */
async function frames(page: Page, slider: string, count: number) {
  const {work, elapsed} = await page.evaluate(
    async ({slider, count}) => {
      const input = document.querySelector<HTMLInputElement>(slider);
      const {frameTimes} = window as unknown as {frameTimes: number[]};
      if (!input) throw new Error(`expected ${slider}`);
      const work: number[] = [];
      const from = performance.now();
      for (let i = 0; i < count; i++) {
        input.value = String(Math.round(Number(input.max) * Math.abs(Math.sin(i / 20))));
        frameTimes.length = 0;
        const began = performance.now();
        input.dispatchEvent(new Event("input", {bubbles: true}));
        const asked = performance.now() - began;
        await new Promise((done) => requestAnimationFrame(done));
        work.push(asked + frameTimes.reduce((sum, time) => sum + time, 0));
      }
      return {work, elapsed: performance.now() - from};
    },
    {slider, count},
  );
  const sorted = work.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (count - 1))] ?? NaN).toFixed(1);
  return {median: at(0.5), high: at(0.95), rate: ((1000 * count) / elapsed).toFixed(0)};
}

/** n servers of five kinds, two thirds with an answer of their own. */
function network(n: number): {run: MatrixRun; grid: PairGrid} {
  const random = createRandom(`matrix ${n}`);
  const endpoints = Array.from({length: n}, (_, i) => ({
    id: `server-${i}_50001_tcp`,
    endpoint: `server-${i}.invalid:50001/tcp`,
    program: ["Fulcrum", "electrs", "ElectrumX"][i % 3] ?? "",
    version: `1.${i % 7}`,
  }));
  const distinct = Math.ceil((n * 2) / 3);
  const kind = Array.from({length: distinct}, () => Math.floor(random() * 5));
  const divergences = kind.map((a, i) =>
    kind
      .slice(0, i)
      .map((b) => Number((a === b ? random() ** 4 * 0.4 : 0.55 + random() * 0.44).toPrecision(4))),
  );
  const name = list.runs.at(-1);
  if (!name) throw new Error("matrix.bench: expected a site with a run, got none");
  const pairs = (n * (n - 1)) / 2;
  return {
    run: {
      ...name,
      endpoints,
      main: 0,
      rounds: [
        {
          sweep: 0,
          trigger: "round",
          askedAt: name.startedAt,
          setAside: [],
          servers: endpoints.map((_, i) => i),
          answers: endpoints.map((_, i) => i % distinct),
          divergences,
          clusters: [{name: "C1", size: n}],
        },
      ],
    },
    grid: {
      servers: endpoints.map((server) => ({...server, relayMinimum: "1"})),
      letters: {
        contradicted: "x",
        declared: "d",
        supported: "s",
        candidate: "c",
        "no evidence": "-",
        "not comparable": ".",
      },
      levels: Array.from({length: pairs}, () => "xxx---..dsc"[Math.floor(random() * 11)]).join(""),
      bits: Array.from({length: pairs}, () => Math.round(random() * 200 - 100) / 10),
      signals: [],
    },
  };
}
