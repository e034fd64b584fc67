import {existsSync, mkdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {buildSync} from "esbuild";

/** What Framework's own inputs need in the browser, bundled from the locked packages. */
const served = ["htl", "isoformat"];

/**
 * Libraries whose newest version Framework looks up for every site, to bake paths that no page of ours loads.
 * A folder that names a version is answer enough. Should a page come to use one, the build fails for want of a file.
 */
const unserved = [
  "@observablehq/plot",
  "@observablehq/sample-datasets",
  "apache-arrow",
  "arquero",
  "d3",
  "d3-dsv",
  "echarts",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "parquet-wasm",
  "react",
  "react-dom",
  "topojson-client",
];

/**
 * Fills Framework's npm cache, so that a build asks nobody and never drifts with what others publish.
 *
 * Idempotent. To be called before Framework resolves anything, which is when it reads its configuration.
 *
 * @param root the folder of the pages
 * @see observablehq/framework, src/npm.ts, resolveNpmVersion: it reads the names of the folders in `cache/_npm` first
 */
export function seedNpmCache(root: string): void {
  const folder = (name: string, version: string) =>
    join(root, ".observablehq", "cache", "_npm", `${name}@${version}`);
  for (const name of unserved) mkdirSync(folder(name, "0.0.0"), {recursive: true});
  for (const name of served) {
    const {version} = JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8")) as {
      version: string;
    };
    const outfile = join(folder(name, version), "_esm.js");
    if (existsSync(outfile)) continue;
    buildSync({
      entryPoints: [name],
      bundle: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      minify: true,
      outfile,
    });
  }
}
