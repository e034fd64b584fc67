import {readdirSync, readFileSync} from "node:fs";
import {builtinModules} from "node:module";
import {dirname, join, normalize, relative, sep} from "node:path";
import {describe, expect, it} from "vitest";

/**
 * Who may import whom. Arrows point one way; nothing else may be imported, not even as a type.
 * `typesOnly` names folders of which only types may be imported.
 */
const table: Record<string, {ours: string[]; typesOnly?: string[]; outside: (name: string) => boolean}> = {
  "src/statistics": {ours: [], outside: oneOf("simple-statistics", "d3", "d3-array")},
  "src/observation": {ours: [], outside: oneOf()},
  "src/simulation": {
    ours: ["src/observation", "src/statistics"],
    outside: oneOf("d3", "d3-array", "d3-random"),
  },
  "src/evidence": {ours: ["src/observation", "src/statistics"], outside: oneOf()},
  // Measures the evidence on simulated networks, whose truth is known: the one place that knows both. Nothing that
  // judges real data may import the simulation, nor this.
  "src/calibration": {
    ours: ["src/observation", "src/statistics", "src/simulation", "src/evidence"],
    outside: oneOf("d3", "d3-array", "d3-random"),
  },
  "src/report": {
    ours: ["src/observation", "src/statistics", "src/evidence"],
    outside: oneOf("arquero", "d3", "d3-array"),
  },
  // What runs when the site is built: it may read files and start Framework. The rest of src runs anywhere.
  "src/data": {
    ours: ["src/observation", "src/evidence", "src/report"],
    outside: (name) => isNode(name) || ["hyparquet", "esbuild", "xmlbuilder2"].includes(name),
  },
  // Statistics and observation are arithmetic and shapes that run in a page: the programs' page compares what it
  // simulates, and the matrix finds components again, while one moves a slider.
  "src/components": {
    ours: ["src/observation", "src/statistics", "src/simulation"],
    typesOnly: ["src/report", "src/calibration"],
    outside: oneOf("d3", "@observablehq/plot", "htl"),
  },
  src: {ours: ["src/components"], outside: oneOf()},
  // Of evidence only the shapes: what is measured on simulated networks is weighed in src/calibration.
  "data-loaders": {
    ours: ["src/observation", "src/simulation", "src/calibration"],
    typesOnly: ["src/evidence"],
    outside: () => true,
  },
  ".": {ours: ["src/data", "src/report"], outside: isNode},
};

/** Files that start the site's build or serve as its configuration, but not the build itself. */
const folders = Object.keys(table).toSorted((a, b) => b.length - a.length);
const root = normalize(join(import.meta.dirname, ".."));

describe("the import table", () => {
  const files = sources();

  it("finds the sources it judges", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(new Set(files.map(({folder}) => folder)).size).toBeGreaterThan(6);
  });

  it.each(files)("holds for $path", ({folder, imports}) => {
    const rule = table[folder];
    const broken = imports.filter(({target, typeOnly}) => {
      if (target.startsWith("outside:")) return !rule?.outside(target.slice("outside:".length));
      const to = folderOf(target);
      const allowed = to === folder || rule?.ours.includes(to) || (typeOnly && rule?.typesOnly?.includes(to));
      return !allowed;
    });
    expect(broken).toEqual([]);
  });

  it("has no cycle, not even of types", () => {
    const graph = new Map(files.map(({path, imports}) => [path, imports.map(({target}) => target)]));
    expect(cycle(graph)).toEqual([]);
  });

  it("uses every local file by its .js name, as Framework, tsx and tsc all resolve", () => {
    const wrong = files.flatMap(({path, imports}) =>
      imports
        .filter(({raw}) => raw.startsWith(".") && !raw.endsWith(".js"))
        .map(({raw}) => `${path}: ${raw}`),
    );
    expect(wrong).toEqual([]);
  });
});

interface Import {
  raw: string;
  /** path of a file of ours, or `outside:` and a package */
  target: string;
  typeOnly: boolean;
}

function sources(): {path: string; folder: string; imports: Import[]}[] {
  const below = ["src", "data-loaders"].flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, encoding: "utf8"})
      .filter((path) => /\.(ts|md)$/.test(path) && !path.endsWith(".d.ts") && !path.startsWith("."))
      .map((path) => join(folder, path).split(sep).join("/")),
  );
  return [...below, "observablehq.config.ts"].map((path) => ({
    path,
    // A page is a page wherever it stands.
    folder: path.endsWith(".md") ? "src" : folderOf(path),
    imports: importsOf(path),
  }));
}

function folderOf(path: string): string {
  return folders.find((folder) => path.startsWith(`${folder}/`)) ?? ".";
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(root, path), "utf8");
  const code = path.endsWith(".md")
    ? [...text.matchAll(/```(?:js|ts)[^\n]*\n([^]*?)```/g)].map(([, js]) => js).join("\n")
    : text;
  const statements = code.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm,
  );
  const dynamic = code.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g);
  return [
    ...[...statements].map(([, type, raw]) => ({raw: String(raw), typeOnly: type !== undefined})),
    ...[...dynamic].map(([, raw]) => ({raw: String(raw), typeOnly: false})),
  ].map(({raw, typeOnly}) => ({
    raw,
    typeOnly,
    target: raw.startsWith(".")
      ? relative(root, join(root, dirname(path), raw))
          .split(sep)
          .join("/")
          .replace(/\.js$/, ".ts")
      : `outside:${raw}`,
  }));
}

function cycle(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const visit = (node: string, trail: string[]): string[] => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return [];
    done.add(node);
    for (const next of graph.get(node) ?? []) {
      const found = visit(next, [...trail, node]);
      if (found.length > 0) return found;
    }
    return [];
  };
  for (const node of graph.keys()) {
    const found = visit(node, []);
    if (found.length > 0) return found;
  }
  return [];
}

function oneOf(...names: string[]): (name: string) => boolean {
  return (name) => names.includes(name);
}

function isNode(name: string): boolean {
  return name.startsWith("node:") && builtinModules.includes(name.slice("node:".length));
}
