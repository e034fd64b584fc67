import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {deserialize, serialize} from "node:v8";
import {type CalibrationWindow, calibrationWindow} from "../../src/calibration/calibrationNetwork.js";
import type {PlannedNetwork} from "../../src/calibration/plan.js";
import {hashHeader} from "../hashHeader.js";

/** Everything that a simulated window is made by: a change in any of it makes another window. */
const makers = [
  join("src", "observation"),
  join("src", "simulation"),
  join("src", "statistics", "random.ts"),
  ...[
    "calibrationNetwork",
    "composition",
    "endpointRow",
    "machines",
    "nodeHistory",
    "observe",
    "programMix",
  ].map((name) => join("src", "calibration", `${name}.ts`)),
];

/**
 * The window of a planned network: simulated, which takes a minute or so, or as it was kept from before. Deleting
 * the folder changes nothing but the time.
 */
export function windowOfNetwork(network: PlannedNetwork, folder: string): CalibrationWindow {
  const file = join(folder, `${keyOf(network)}.v8`);
  if (existsSync(file)) return deserialize(readFileSync(file)) as CalibrationWindow;
  const made = calibrationWindow({...network, hashHeader});
  mkdirSync(folder, {recursive: true});
  writeFileSync(`${file}.${process.pid}`, serialize(made));
  renameSync(`${file}.${process.pid}`, file);
  return made;
}

function keyOf(network: PlannedNetwork): string {
  const hash = createHash("sha256").update(JSON.stringify(network)).update(process.version);
  for (const path of makers) for (const file of filesAt(path)) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 32);
}

function filesAt(path: string): readonly string[] {
  if (path.endsWith(".ts")) return [path];
  return readdirSync(path)
    .toSorted()
    .map((name) => join(path, name));
}
