/**
 * How fast the home page shows itself on a slow phone: Lighthouse's "slow 4G" and a processor four times slower than this
 * one. Prints figures and asserts nothing, since they depend on the machine. Wanted: first contentful paint within 1.5 s.
 *
 * npx tsx test/bench/homePage.bench.ts [FOLDER]   a built site; without it, one is built from the tests' sample archive
 */
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {chromiumPath, launch} from "../site/browser.js";
import {buildSite} from "../site/builtSite.js";
import {pageWeight} from "../site/pageWeight.js";
import {writeSampleArchive} from "../site/sampleArchive.js";
import {serveSite} from "../site/siteServer.js";

/** Lighthouse's simulated slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const SLOW_4G = {
  offline: false,
  downloadThroughput: (1.6 * 1e6) / 8,
  uploadThroughput: (750 * 1e3) / 8,
  latency: 150,
};
const SLOWDOWN = 4;
const TIMES = 5;

async function main(): Promise<void> {
  const chromium = chromiumPath();
  if (chromium === null) {
    process.stdout.write("home page: not measured, for want of a Chromium\n");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "kinship-bench-"));
  try {
    let dist = process.argv[2];
    if (dist === undefined) {
      dist = join(folder, "dist");
      await writeSampleArchive(join(folder, "archive"));
      buildSite(join(folder, "archive"), dist);
    }
    await measure(chromium, dist);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function measure(chromium: string, dist: string): Promise<void> {
  const [browser, site] = await Promise.all([launch(chromium), serveSite(dist, {gzip: true})]);
  const {all, files} = await pageWeight(browser, `${site.url}/`);
  const paints: number[] = [];
  const findings: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const context = await browser.newContext({viewport: {width: 412, height: 823}});
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", SLOW_4G);
    await session.send("Emulation.setCPUThrottlingRate", {rate: SLOWDOWN});
    await page.goto(`${site.url}/`, {waitUntil: "commit"});
    await page.waitForSelector(".findings li");
    findings.push(await page.evaluate(() => performance.now()));
    paints.push(
      await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN),
    );
    await context.close();
  }
  process.stdout.write(
    `home page: ${(all / 1000).toFixed(0)} kB compressed in ${files.length} files; slow 4G, ${SLOWDOWN}x CPU, median of ${TIMES}: ` +
      `first contentful paint ${median(paints).toFixed(0)} ms, findings shown ${median(findings).toFixed(0)} ms\n`,
  );
  await Promise.all([browser.close(), site.close()]);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

await main();
