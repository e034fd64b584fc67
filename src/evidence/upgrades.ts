import type {EndpointRow} from "../observation/schema.js";
import {bitsOf} from "./frequency.js";
import {hostsOf} from "./hosts.js";
import {compared, incomparable, type Signal} from "./signal.js";
import type {Server, Window} from "./window.js";

/** A server's version changed: to `to`, at some moment after run `after` and not later than run `by`. */
interface Step {
  readonly after: number;
  readonly by: number;
  readonly to: string;
}

/**
 * Two servers that changed to one version between the same two runs. A step weighs as many bits as it is rare
 * among the hosts of that program: on the day of a release everybody's steps coincide.
 *
 * Servers that made no step say nothing: equal versions throughout are the rule.
 */
export const commonUpgrades: Signal = {
  name: "common upgrades",
  layer: "operator",
  group: "release",
  compares: "changes of server.version to the same text in overlapping intervals between runs",
  unit: "bits (sum over common steps of their rarity among hosts of the program)",
  innocent: [
    "a release, or an urgent fix, that many install on the day it appears",
    "an automatic update: a kit, a package archive or a container host moves all its users at once",
    "a balancer that answers for several machines of different versions",
  ],
  compare(a, b, window) {
    const [ofA, ofB] = [historyOf(a).steps, historyOf(b).steps];
    const n = Math.min(ofA.length, ofB.length);
    if (n === 0) return incomparable("no change of version was seen in one of them");
    const unused = [...ofB];
    const bits = ofA.map((step) => {
      const at = unused.findIndex((other) => common(step, other) !== null);
      const [other] = at < 0 ? [] : unused.splice(at, 1);
      const both = other === undefined ? null : common(step, other);
      return both === null ? 0 : rarityOf(both, window);
    });
    return compared(
      bits.reduce((sum, each) => sum + each, 0),
      n,
    );
  },
};

/** The interval in which both steps can have been one event; null if there is none. */
function common(a: Step, b: Step): Step | null {
  const [after, by] = [Math.max(a.after, b.after), Math.min(a.by, b.by)];
  return a.to === b.to && after < by ? {after, by, to: a.to} : null;
}

interface History {
  readonly steps: readonly Step[];
  /** programs by name, if a version was seen in two runs or more; else a step could not have been seen */
  readonly programs: ReadonlySet<string>;
}

const known = new WeakMap<Server, History>();

function historyOf(server: Server): History {
  const before = known.get(server);
  if (before !== undefined) return before;
  const steps: Step[] = [];
  const programs = new Set<string>();
  let [seen, after, last] = [0, -1, ""];
  // Rows of several runs are mostly one and the same.
  let [row, version]: [EndpointRow | null, string] = [null, ""];
  for (const one of server.rows) {
    if (one.row !== row) {
      row = one.row;
      version = row.server_version?.trim() ?? "";
      if (version !== "") programs.add(programName(version));
    }
    if (version === "") continue;
    if (seen > 0 && version !== last) steps.push({after, by: one.run, to: version});
    [after, last] = [one.run, version];
    seen++;
  }
  if (seen < 2) programs.clear();
  const history = {steps, programs};
  known.set(server, history);
  return history;
}

/** Bits: hosts of the program that were seen twice, over those that can have made the step in the interval. */
function rarityOf(step: Step, window: Window): number {
  const program = programName(step.to);
  const hosts = new Set<number>();
  const holders = new Set<number>();
  for (const server of window.servers) {
    const host = hostsOf(window).get(server.endpoint) ?? -1;
    const {steps, programs} = historyOf(server);
    if (programs.has(program)) hosts.add(host);
    if (steps.some((other) => common(step, other) !== null)) holders.add(host);
  }
  return bitsOf(holders.size, hosts.size);
}

/** What stands before the first digit: `Fulcrum 2.1.0` and `Fulcrum 2.0` are one program. */
function programName(version: string): string {
  return version.replace(/[\s/v-]*\d.*$/s, "").toLowerCase();
}
