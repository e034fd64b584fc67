import {spawnSync} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** Builds the site of an archive into a folder of its own, as `npm run build` does into dist. @throws with its log */
export function buildSite(archive: string, output: string): string {
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    ["--import", "tsx", "src/data/site.ts", "build", "--archive", archive],
    {cwd: root, encoding: "utf8", env: {...process.env, KINSHIP_OUTPUT: output}},
  );
  if (status !== 0) throw new Error(`buildSite: expected exit code 0, got ${status}\n${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

/** Paths below a folder of all files with that ending. */
export function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, {recursive: true, encoding: "utf8"}).filter((path) => path.endsWith(ending));
}

/** Every address that a script imports, whether in a file or in a page. */
export function importsIn(folder: string): {file: string; address: string}[] {
  return [...filesOf(folder, ".js"), ...filesOf(folder, ".html")].flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    // Minified libraries hold the words in strings and comments too: an import begins a statement or is called.
    const statements = text.matchAll(
      /(?:^|[;}\n])\s*(?:import\s*|(?:import|export)\b[^"';()]*?\bfrom\s*)["']([^"'\n]+)["']/g,
    );
    const calls = text.matchAll(/\bimport\(\s*["']([^"'\n]+)["']\s*\)/g);
    return [...statements, ...calls].map(([, address = ""]) => ({file, address}));
  });
}
