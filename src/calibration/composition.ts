import type {PlannedOperator, PlannedServer} from "../simulation/networkPlan.js";
import type {ProgramName} from "../simulation/program.js";
import {createRandom} from "../statistics/random.js";
import {createMachines, type Machines} from "./machines.js";
import {drawOtherProgram, drawProgram} from "./programMix.js";

/** How many of each arrangement a network has. */
export interface Composition {
  /** nodes behind two servers of one program */
  readonly sameDuos: number;
  /** nodes behind two servers of two programs */
  readonly mixedDuos: number;
  /** single servers that listen on two ports of one host */
  readonly twoPorts: number;
  /** operators with two servers on two nodes, in one network and under one domain */
  readonly neighbours: number;
  /** single servers with one endpoint */
  readonly singles: number;
}

/** Fewest and most endpoints of a network: room for every arrangement, and names for every server. */
export const ENDPOINTS = [24, 120] as const;

/** The disguised fleet: the programs of operator `quarry` of the default network. */
const FLEET: readonly ProgramName[] = [
  "fulcrum-2.1.0",
  "fulcrum-1.12.0",
  "electrumx-1.20.0",
  "electrumx-1.18.0",
  "electrs-0.10.8",
  "esplora-f64",
];

/** Endpoints for each of an arrangement. Our choice: enough of each for rates, few enough that strangers prevail. */
const PER_DUO = 10;
const PER_TWO_PORTS = 20;
const PER_NEIGHBOURS = 30;

/**
 * How so many endpoints are made up, the fleet of six first.
 *
 * @throws {RangeError} if the number is not within `ENDPOINTS`
 */
export function compose(endpoints: number): Composition {
  const [least, most] = ENDPOINTS;
  if (!Number.isInteger(endpoints) || endpoints < least || endpoints > most)
    throw new RangeError(`compose: expected from ${least} to ${most} endpoints, got ${endpoints}`);
  const duos = Math.round(endpoints / PER_DUO);
  const twoPorts = Math.round(endpoints / PER_TWO_PORTS);
  const neighbours = Math.max(1, Math.round(endpoints / PER_NEIGHBOURS));
  return {
    sameDuos: duos,
    mixedDuos: duos,
    twoPorts,
    neighbours,
    singles: endpoints - FLEET.length - 2 * (2 * duos + twoPorts + neighbours),
  };
}

/**
 * Who runs what on which node, by name. Apart from the fleet, the programs are drawn from one mix. Servers share a
 * network or a domain only where they are neighbours, and then they do not share a node.
 */
export function planOperators(endpoints: number, seed: number | string): readonly PlannedOperator[] {
  const {sameDuos, mixedDuos, twoPorts, neighbours, singles} = compose(endpoints);
  const random = createRandom(`${seed}/composition`);
  const machines = createMachines(random);
  const draw = () => drawProgram(random);
  return [
    {operator: "fleet", servers: FLEET.map((program) => onePort(machines, random, program, "fleet"))},
    ...numbered("same-duo", sameDuos, (name) => {
      const program = draw();
      return [program, program].map((one) => onePort(machines, random, one, name));
    }),
    ...numbered("mixed-duo", mixedDuos, (name) => {
      const program = draw();
      return [program, drawOtherProgram(random, program)].map((one) => onePort(machines, random, one, name));
    }),
    ...numbered("two-ports", twoPorts, (name) => [
      {...machines.next(draw()), ...settings(random, name), tcp: TCP, ssl: SSL, node: name},
    ]),
    ...numbered("neighbours", neighbours, (name) => {
      const first = onePort(machines, random, draw(), `${name}-a`);
      const second = onePort(machines, random, draw(), `${name}-b`);
      return [first, {...second, network: first.network, names: machines.besides(first.names)}];
    }),
    ...numbered("single", singles, (name) => [onePort(machines, random, draw(), name)]),
  ];
}

/** The ports that clients try first. */
const TCP = 50001;
const SSL = 50002;

/** Shares of our own choosing, near what public lists show. */
const WITH_SSL = 0.7;
const DECLARING = 0.5;
const WITH_PUBLIC_CERTIFICATE = 0.5;
const WITH_BANNER = 0.2;
const WITH_DONATION = 0.15;

function onePort(
  machines: Machines,
  random: () => number,
  program: ProgramName,
  node: string,
): PlannedServer {
  const port = random() < WITH_SSL ? {ssl: SSL} : {tcp: TCP};
  const machine = machines.next(program);
  return {...machine, ...settings(random, machine.names.join()), ...port, node};
}

/** What an operator sets, never as another does. */
function settings(random: () => number, own: string) {
  const word = own.replace(/\W/g, "");
  return {
    declares: random() < DECLARING,
    certificate: random() < WITH_PUBLIC_CERTIFICATE ? ("public" as const) : ("own" as const),
    ...(random() < WITH_BANNER ? {banner: `Welcome to ${own}`} : {}),
    ...(random() < WITH_DONATION ? {donationAddress: `bc1q${word}example`} : {}),
  };
}

function numbered(
  kind: string,
  count: number,
  serversOf: (name: string) => readonly PlannedServer[],
): readonly PlannedOperator[] {
  return Array.from({length: count}, (_, i) => {
    const operator = `${kind}-${i + 1}`;
    return {operator, servers: serversOf(operator)};
  });
}
