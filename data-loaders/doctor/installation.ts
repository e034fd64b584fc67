import {type Check, check} from "./check.js";

/**
 * Whether Node is new enough.
 *
 * @param version as `process.version` has it: `v20.19.0`
 * @param engines as package.json has it: `>=20.19`
 */
export function nodeCheck(version: string, engines: string): Check {
  const wanted = /^>=(\d+)\.(\d+)$/.exec(engines);
  const found = /^v(\d+)\.(\d+)\./.exec(version);
  if (!wanted || !found) return check("Node", "unknown", `${version}, and ${engines} is asked for`);
  const [major, minor] = [Number(found[1]) - Number(wanted[1]), Number(found[2]) - Number(wanted[2])];
  return major > 0 || (major === 0 && minor >= 0)
    ? check("Node", "ok", version)
    : check(
        "Node",
        "fail",
        `${version}, and ${engines} is asked for`,
        "Install a newer Node from nodejs.org.",
      );
}

/** The parts of a lock file that are compared. */
export interface Lock {
  readonly packages?: Readonly<Record<string, {readonly version?: string; readonly optional?: boolean}>>;
}

/**
 * Whether the installed packages are those of the lock file.
 *
 * @param installed npm's own list of what it installed (`node_modules/.package-lock.json`); null if there is none
 */
export function packagesCheck(lock: Lock, installed: Lock | null): Check {
  const advice = "Run npm ci.";
  if (installed === null) return check("packages", "fail", "none are installed", advice);
  const wrong = Object.entries(lock.packages ?? {}).filter(([path, {version, optional}]) => {
    const found = installed.packages?.[path];
    // Optional ones are for other systems.
    return path !== "" && (found ? found.version !== version : optional !== true);
  });
  const [first] = wrong;
  return first
    ? check("packages", "fail", `${wrong.length} differ from package-lock.json, such as ${first[0]}`, advice)
    : check("packages", "ok", "installed as package-lock.json says");
}
