import type {PlannedServer} from "../simulation/networkPlan.js";
import type {ProgramName} from "../simulation/program.js";

/** A supply of machines, each with a name, a domain and a network that no other has. */
export interface Machines {
  next(program: ProgramName): Pick<PlannedServer, "names" | "network" | "program">;
  /** another name under the domain of the given ones */
  besides(names: readonly string[]): readonly string[];
}

/** Halves of invented domain names: 12 times 12 is more than servers in the largest network. */
const FIRST = "amber birch cloud dusty ember frost grain heron ivory jolly kelp lunar".split(" ");
const SECOND = "acre bridge cove dale field gate hill isle kiln lodge mill nook".split(" ");

/** First labels; without numbers, which would make families of unrelated servers. */
const LABELS = ["electrum", "btc", "node", "e", "bitcoin"] as const;

/** Octets that are left for the first and the second part of a network: not 0, 127.0.0.0/16 being in use by others. */
const OCTETS = 255;

/** @param random also decides the order in which names come, so that no arrangement has the first of them */
export function createMachines(random: () => number): Machines {
  const domains = FIRST.flatMap((first) => SECOND.map((second) => `${first}${second}.example`))
    .map((domain) => ({domain, order: random()}))
    .toSorted((a, b) => a.order - b.order);
  let used = 0;
  return {
    next(program) {
      const {domain} = domains[used] ?? {};
      if (domain === undefined) throw new RangeError(`machines: expected at most ${domains.length}`);
      used++;
      const label = LABELS[Math.floor(random() * LABELS.length)] ?? "electrum";
      return {program, names: [`${label}.${domain}`], network: [used, Math.floor(random() * OCTETS)]};
    },
    besides: (names) => names.map((name) => `spare.${name.split(".").slice(-2).join(".")}`),
  };
}
