import {formatEndpoint, type Endpoint, type Transport} from "../observation/endpoint.js";
import {MAINNET_GENESIS} from "../observation/tip.js";
import {identify, type CertificateIdentity} from "./certificate.js";
import type {HashHeader} from "./header.js";
import {simulateMarket} from "./marketSimulation.js";
import {addressOf, declareHosts, drawPeers} from "./networkHosts.js";
import {
  plannedNodes,
  plannedOperators,
  plannedOtherNode,
  type Behaviour,
  type PlannedOperator,
  type PlannedServer,
} from "./networkPlan.js";
import {createNode} from "./node.js";
import {viewMarket, type NodeView} from "./nodeView.js";
import {programs} from "./program.js";
import type {RegimeName} from "./regime.js";
import {createProcess, type ServerProcess} from "./serverProcess.js";

export interface NetworkOptions {
  readonly seed: number | string;
  /** length of the observation that the network can answer for */
  readonly hours: number;
  readonly hashHeader: HashHeader;
  /** UTC ms of its start, for the times in block headers */
  readonly startUtcMs: number;
  readonly regime?: RegimeName;
  /** simulated before the start; a day gives the estimators a past */
  readonly warmupHours?: number;
}

/** One place to connect to, with everything that a server there must know. */
export interface SimulatedEndpoint {
  readonly endpoint: Endpoint;
  /** in 127.0.0.0/8, never 127.0.0.1; names of one machine share it */
  readonly address: string;
  readonly behaviour: Behaviour;
  readonly process: ServerProcess;
  /** null for tcp */
  readonly certificate: CertificateIdentity | null;
  readonly operator: string;
  readonly node: string;
}

export interface SimulatedNetwork {
  readonly startUtcMs: number;
  readonly hours: number;
  readonly nodes: readonly NodeView[];
  readonly endpoints: readonly SimulatedEndpoint[];
}

/** Heights at which the chains begin: about where mainnet and testnet3 stood in early 2026. */
export const MAIN_HEIGHT = 930_000;
const OTHER_HEIGHT = 4_800_000;

/** Genesis block of testnet3, the other chain. */
const OTHER_GENESIS = "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943";

/** The default network: about fifty endpoints with a known truth. The same options give the same network. */
export function simulateNetwork(options: NetworkOptions): SimulatedNetwork {
  const {seed, hours, startUtcMs, hashHeader, regime = "moderate", warmupHours = 24} = options;
  const common = {hours, warmupHours, startUtcMs, hashHeader};
  const market = simulateMarket({...common, seed, regime, firstHeight: MAIN_HEIGHT});
  const other = simulateMarket({
    ...common,
    seed: `${seed}/other`,
    regime: "idle",
    firstHeight: OTHER_HEIGHT,
  });
  const nodes = [
    ...plannedNodes.map((planned) => viewMarket(market, createNode({...planned, seed}))),
    viewMarket(other, createNode({...plannedOtherNode, seed})),
  ];
  return {startUtcMs, hours, nodes, endpoints: placeServers({operators: plannedOperators, nodes, seed})};
}

/** Who runs what on which nodes: what makes endpoints of a plan. */
export interface Placement {
  readonly operators: readonly PlannedOperator[];
  readonly nodes: readonly NodeView[];
  readonly seed: number | string;
  /** when the process of that id was started anew, ms since the start of the observation, ascending */
  readonly restartsOf?: (id: string) => readonly number[];
}

/** The endpoints of a plan, in its order. @throws {RangeError} if a server names a node that is not there */
export function placeServers({
  operators,
  nodes,
  seed,
  restartsOf = () => [],
}: Placement): readonly SimulatedEndpoint[] {
  return operators.flatMap(({operator, servers}) =>
    servers.flatMap((server, i) => {
      const view = nodes.find(({node}) => node.id === server.node);
      if (view === undefined)
        throw new RangeError(`placeServers: expected a planned node, got ${server.node}`);
      const id = `${operator}-${i + 1}`;
      const process = createProcess(
        {
          id,
          program: programs[server.program],
          genesisHash: server.behaviour === "other-chain" ? OTHER_GENESIS : MAINNET_GENESIS,
          banner: server.banner?.replace("$DAEMON_SUBVERSION", view.node.agent) ?? null,
          donationAddress: server.donationAddress ?? null,
          declaredHosts: declareHosts(server),
          peers: drawPeers(server, operators, `${seed}/peers/${id}`),
          restartsMs: restartsOf(id),
        },
        view,
        seed,
      );
      const certificate = identify(server, id, seed);
      return listEndpoints(server).map((endpoint) => ({
        endpoint,
        address: addressOf(server, operators),
        behaviour: server.behaviour ?? "answers",
        process,
        certificate: endpoint.transport === "ssl" ? certificate : null,
        operator,
        node: server.node,
      }));
    }),
  );
}

function listEndpoints({names, tcp, ssl}: PlannedServer): readonly Endpoint[] {
  const ports: readonly (readonly [Transport, number | undefined])[] = [
    ["tcp", tcp],
    ["ssl", ssl],
  ];
  return names.flatMap((host) =>
    ports.flatMap(([transport, port]) => (port === undefined ? [] : [{host, port, transport}])),
  );
}

/** What is really the case at one endpoint. */
export interface EndpointTruth {
  /** as `formatEndpoint` spells it */
  readonly endpoint: string;
  readonly address: string;
  readonly behaviour: Behaviour;
  readonly implementation: string;
  readonly process: string;
  readonly node: string;
  readonly operator: string;
}

/** The truth about a network, as plain data: what a study of it ought to find. */
export function truthOf({endpoints}: SimulatedNetwork): readonly EndpointTruth[] {
  return endpoints.map(({endpoint, address, behaviour, process, node, operator}) => ({
    endpoint: formatEndpoint(endpoint),
    address,
    behaviour,
    implementation: process.program.agent,
    process: process.id,
    node,
    operator,
  }));
}
