import type {Browser} from "playwright-core";
import {gzipSync} from "node:zlib";

/** What a page makes a browser load, as GitHub Pages would send it: each file compressed with gzip where that makes it smaller. */
export interface PageWeight {
  readonly files: readonly LoadedFile[];
  /** bytes over the wire, of everything */
  readonly all: number;
  /** bytes of it that are the page's data: what changes from run to run */
  readonly data: number;
}

export interface LoadedFile {
  readonly path: string;
  readonly bytes: number;
  readonly isData: boolean;
}

/** Already compressed: a server sends them as they are. */
const PACKED = /\.(png|jpe?g|webp|woff2|parquet|gz)$/;

/** Opens a page with an empty cache and weighs every answer that Chromium gets, until nothing more comes. */
export async function pageWeight(browser: Browser, url: string): Promise<PageWeight> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    if (response.ok() && !bodies.has(response.url())) bodies.set(response.url(), response.body());
  });
  await page.goto(url);
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => document.querySelector("observablehq-loading") === null);
  const files: LoadedFile[] = [];
  for (const [address, body] of bodies) {
    const path = new URL(address).pathname;
    const bytes = await body;
    files.push({
      path,
      bytes: PACKED.test(path) ? bytes.length : Math.min(bytes.length, gzipSync(bytes).length),
      isData: /^\/(_file\/)?data\/.*\.\w+$/.test(path),
    });
  }
  await context.close();
  const sum = (list: readonly LoadedFile[]) => list.reduce((total, {bytes}) => total + bytes, 0);
  return {files, all: sum(files), data: sum(files.filter(({isData}) => isData))};
}
