import {describe, expect, it} from "vitest";
import {
  calibrationMarket,
  calibrationNetwork,
  calibrationWindow,
  type CalibrationWindowOptions,
} from "../../src/calibration/calibrationNetwork.js";
import {compose, planOperators} from "../../src/calibration/composition.js";
import {createNodes, type NodePopulation} from "../../src/calibration/nodeHistory.js";
import {drawProgram} from "../../src/calibration/programMix.js";
import {negativeControls, positiveControls} from "../../src/evidence/controls.js";
import {registrableDomain} from "../../src/evidence/domain.js";
import {hostsOf} from "../../src/evidence/hosts.js";
import {parseEndpoint} from "../../src/observation/endpoint.js";
import {programs} from "../../src/simulation/program.js";
import {histogramMomentAt} from "../../src/simulation/serverProcess.js";
import {createRandom} from "../../src/statistics/random.js";
import {hashHeader} from "../simulation/hashHeader.js";

const options: CalibrationWindowOptions = {
  seed: 5,
  regime: "quiet",
  missShare: 0.0003,
  histories: "mixed",
  endpoints: 40,
  runs: 2,
  rounds: 2,
  hoursBetweenRuns: 1,
  hashHeader,
};
const market = calibrationMarket(options);
const {window, truth} = calibrationWindow({...options, market});
const truthAt = (endpoint: string) => {
  const found = truth.get(endpoint);
  if (found === undefined) throw new RangeError(`calibration.test: expected a truth about ${endpoint}`);
  return found;
};
const distinct = (values: Iterable<unknown>) => new Set(values).size;
const networkAt = (address: string | null) => address?.split(".").slice(0, 3).join(".");

describe("compose", () => {
  it.each([24, 60, 120])("adds up to %i endpoints", (endpoints) => {
    const {sameDuos, mixedDuos, twoPorts, neighbours, singles} = compose(endpoints);
    expect(6 + 2 * (sameDuos + mixedDuos + twoPorts + neighbours) + singles).toBe(endpoints);
    expect(sameDuos).toBe(Math.round(endpoints / 10));
    expect(singles).toBeGreaterThanOrEqual(endpoints / 5);
  });

  it.each([23, 121, 40.5])("refuses %d endpoints", (endpoints) => {
    expect(() => compose(endpoints)).toThrow(RangeError);
  });
});

describe("planOperators", () => {
  const plan = planOperators(120, 1);
  const servers = (kind: string) =>
    plan.filter(({operator}) => operator.startsWith(kind)).map((operator) => operator.servers);

  it("hides a fleet of four programs, two of them twice, on one node", () => {
    const [fleet = []] = servers("fleet");
    const families = fleet.map(({program}) => programs[program].family).toSorted();
    expect(families).toEqual(["electrs", "electrumx", "electrumx", "esplora", "fulcrum", "fulcrum"]);
    expect(distinct(fleet.map(({node}) => node))).toBe(1);
  });

  it("has duos on one node that show nothing in common, of one program or of two families", () => {
    expect(servers("same-duo")).toHaveLength(12);
    expect(servers("mixed-duo")).toHaveLength(12);
    for (const duo of [...servers("same-duo"), ...servers("mixed-duo")]) {
      expect(duo).toHaveLength(2);
      expect(distinct(duo.map(({node}) => node))).toBe(1);
      expect(distinct(duo.map(({network}) => network.join()))).toBe(2);
      expect(distinct(duo.flatMap(({names}) => names.map(registrableDomain)))).toBe(2);
    }
    expect(servers("same-duo").every((duo) => distinct(duo.map(({program}) => program)) === 1)).toBe(true);
    const families = servers("mixed-duo").map((duo) =>
      distinct(duo.map(({program}) => programs[program].family)),
    );
    expect(families.every((count) => count === 2)).toBe(true);
  });

  it("has neighbours in one network and under one domain on two nodes", () => {
    expect(servers("neighbours")).toHaveLength(4);
    for (const pair of servers("neighbours")) {
      expect(distinct(pair.map(({node}) => node))).toBe(2);
      expect(distinct(pair.map(({network}) => network.join()))).toBe(1);
      expect(distinct(pair.flatMap(({names}) => names.map(registrableDomain)))).toBe(1);
      expect(distinct(pair.flatMap(({names}) => names))).toBe(2);
    }
  });

  it("lets no two operators share a node, a network or a domain", () => {
    for (const of of [
      (server: (typeof plan)[number]["servers"][number]) => server.node,
      ({network}: (typeof plan)[number]["servers"][number]) => network.join(),
      ({names}: (typeof plan)[number]["servers"][number]) => registrableDomain(names[0] ?? "") ?? "",
    ]) {
      const values = plan.flatMap(({servers}) => [...new Set(servers.map(of))]);
      expect(distinct(values)).toBe(values.length);
    }
  });

  it("draws programs in the stated proportions", () => {
    const random = createRandom(1);
    const families = Array.from({length: 4000}, () => programs[drawProgram(random)].family);
    const share = (family: string) => families.filter((one) => one === family).length / families.length;
    expect(share("fulcrum")).toBeCloseTo(0.45, 1);
    expect(share("electrumx")).toBeCloseTo(0.3, 1);
    expect(share("electrs")).toBeCloseTo(0.13, 1);
    expect(share("esplora")).toBeCloseTo(0.12, 1);
  });
});

describe("createNodes", () => {
  const plan = [1, 2, 3, 4].flatMap((seed) =>
    planOperators(120, seed).map(({operator, servers}) => ({
      operator,
      servers: servers.map((server) => ({...server, node: `${seed}/${server.node}`})),
    })),
  );
  const population: NodePopulation = {seed: 1, missShare: 0.001, histories: "mixed", hours: 48};
  const nodes = createNodes(plan, population);
  const share = (has: (node: (typeof nodes)[number]) => boolean) => nodes.filter(has).length / nodes.length;
  const hasHistory = (node: (typeof nodes)[number]) =>
    node.restarts.length > 0 ||
    node.sinceMs > -Infinity ||
    node.sizeLimit < 80e6 ||
    node.refuses.length > 0 ||
    node.meanDelayMs > 1_500;

  it("gives about half of the nodes a history, one in ten a slow relay, and none if all are to be alike", () => {
    expect(Math.abs(share(hasHistory) - 0.5)).toBeLessThan(0.1);
    expect(Math.abs(share(({meanDelayMs}) => meanDelayMs >= 3_000) - 0.1)).toBeLessThan(0.05);
    expect(share(({restarts}) => restarts.some(({keptMempool}) => keptMempool))).toBeGreaterThan(0.02);
    expect(share(({restarts}) => restarts.some(({keptMempool}) => !keptMempool))).toBeGreaterThan(0.02);
    expect(createNodes(plan, {...population, histories: "alike"}).filter(hasHistory)).toEqual([]);
  });

  it("draws misses from half to twice the given share, most of the range used", () => {
    const shares = nodes.map(({missShare}) => missShare / 0.001).toSorted((a, b) => a - b);
    expect(shares[0]).toBeGreaterThanOrEqual(0.5);
    expect(shares[0]).toBeLessThan(0.55);
    expect(shares.at(-1)).toBeLessThanOrEqual(2);
    expect(shares.at(-1)).toBeGreaterThan(1.8);
  });

  it("has about 65% relay from 0.1 sat/vB, with either grid, and conservative nodes only among the others", () => {
    expect(Math.abs(share(({relayMinimum}) => relayMinimum === 100) - 0.65)).toBeLessThan(0.1);
    const low = nodes.filter(({relayMinimum}) => relayMinimum === 100);
    expect(distinct(low.map(({estimateGrid}) => estimateGrid))).toBe(2);
    expect(distinct(low.map(({estimateMode}) => estimateMode))).toBe(1);
    expect(share(({estimateMode}) => estimateMode === "conservative")).toBeGreaterThan(0.02);
  });
});

describe("calibrationWindow", () => {
  it("knows the truth about every server of the window and of no other", () => {
    expect(window.servers.map(({endpoint}) => endpoint)).toEqual([...truth.keys()].toSorted());
    expect(window.servers).toHaveLength(40);
    expect([...truth.keys()].every((endpoint) => !("error" in parseEndpoint(endpoint)))).toBe(true);
    for (const {endpoint, rows, readings} of window.servers) {
      expect(rows.map(({row}) => row.server_version)).toEqual(
        rows.map(() => programs[truthAt(endpoint).program].agent),
      );
      expect(readings.length).toBeGreaterThanOrEqual(4);
    }
    // A node that has only begun, or begun anew without its mempool, may have nothing to show.
    const readings = window.servers.flatMap(({readings}) => readings);
    expect(readings.filter(({histogram}) => histogram.length > 0).length / readings.length).toBeGreaterThan(
      0.8,
    );
    const {sameDuos, mixedDuos, twoPorts, neighbours, singles} = compose(40);
    expect(distinct([...truth.values()].map(({node}) => node))).toBe(
      1 + sameDuos + mixedDuos + twoPorts + 2 * neighbours + singles,
    );
  });

  it("is the same for the same seed, with its own market or a shared one, and another for another", () => {
    const small = {...options, endpoints: 24, runs: 1};
    const own = calibrationWindow(small);
    expect(calibrationWindow({...small, market: calibrationMarket(small)})).toEqual(own);
    const other = calibrationWindow({...small, seed: 6, market: calibrationMarket(small)});
    expect(other.window.servers[0]?.endpoint).not.toBe(own.window.servers[0]?.endpoint);
  });

  it("refuses a market that ends before the runs do", () => {
    expect(() => calibrationNetwork({...options, runs: 30, market})).toThrow(RangeError);
  });

  it("puts two ports on one host and every other process on a host and network of its own, but for neighbours", () => {
    const hosts = hostsOf(window);
    for (const a of window.servers)
      for (const b of window.servers) {
        const [ofA, ofB] = [truthAt(a.endpoint), truthAt(b.endpoint)];
        expect(hosts.get(a.endpoint) === hosts.get(b.endpoint)).toBe(ofA.process === ofB.process);
        const isNeighbour = ofA.operator === ofB.operator && ofA.operator.startsWith("neighbours");
        expect(networkAt(a.rows[0]?.row.address ?? null) === networkAt(b.rows[0]?.row.address ?? null)).toBe(
          ofA.process === ofB.process || isNeighbour,
        );
      }
  });

  it("shows a certificate key at each ssl port, one key a process", () => {
    const keys = window.servers.flatMap(({endpoint, rows}) => {
      const key = rows[0]?.row.cert_key_sha256 ?? null;
      expect(key !== null).toBe(endpoint.endsWith("/ssl"));
      return key === null ? [] : [[key, truthAt(endpoint).process] as const];
    });
    expect(keys.every(([key]) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
    expect(distinct(keys.map(([key]) => key))).toBe(distinct(keys.map(([, process]) => process)));
  });

  it("lets positive controls be found at every host with two ports, all of one process", () => {
    const controls = positiveControls(window);
    expect(controls).toHaveLength(compose(40).twoPorts);
    for (const {a, b} of controls) expect(truthAt(a.endpoint).process).toBe(truthAt(b.endpoint).process);
  });

  it("lets negative controls be found, most of them strangers, none of them neighbours", () => {
    const pairs = negativeControls(window).map(
      ({a, b}) => [truthAt(a.endpoint), truthAt(b.endpoint)] as const,
    );
    expect(pairs.length).toBeGreaterThan(10);
    expect(pairs.filter(([a, b]) => a.node !== b.node).length / pairs.length).toBeGreaterThan(0.7);
    expect(pairs.filter(([a, b]) => a.operator === b.operator && a.node !== b.node)).toEqual([]);
  });

  it("starts processes anew between runs, never within one, with new phases", () => {
    const runs = 24;
    const long = {...options, runs, hoursBetweenRuns: 4, market: {...market, endMs: Infinity}};
    const {endpoints} = calibrationNetwork(long);
    const starts = endpoints.flatMap(({process}) => process.restartsMs ?? []);
    expect(starts.length / endpoints.length).toBeGreaterThan(1);
    expect(starts.length / endpoints.length).toBeLessThan(3);
    expect(new Set(starts.map((ms) => ms % (4 * 3_600_000)))).toEqual(new Set([2 * 3_600_000]));
    const process = endpoints.find(
      ({process}) => process.program.family === "esplora" && process.restartsMs?.length,
    )?.process;
    if (process === undefined)
      throw new RangeError("calibration.test: expected an esplora that was started anew");
    const [startMs = 0] = process.restartsMs ?? [];
    const phase = (ms: number) => histogramMomentAt(process, ms) % 10_000;
    expect(phase(startMs - 1)).toBe(phase(startMs - 3_600_000));
    expect(phase(startMs + 60_000)).not.toBe(phase(startMs - 1));
    expect(histogramMomentAt(process, startMs)).toBe(startMs);
  });
});
