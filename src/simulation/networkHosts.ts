import {createRandom} from "../statistics/random.js";
import type {PlannedOperator, PlannedServer} from "./networkPlan.js";
import {programs} from "./program.js";
import type {DeclaredHost, Peer} from "./serverProcess.js";

/** Peers in an answer of `server.peers.subscribe`, itself included. */
const MOST_PEERS = 12;

/** Machines in one planned network are numbered in the order of the plan; 127.0.0.1 is left to others. */
export function addressOf({names, network}: PlannedServer, plan: readonly PlannedOperator[]): string {
  const neighbours = plan
    .flatMap(({servers}) => servers)
    .filter((server) => server.network.join() === network.join());
  const number = neighbours.findIndex((server) => server.names[0] === names[0]);
  return `127.${network[0]}.${network[1]}.${17 + 3 * number}`;
}

export function declareHosts(server: PlannedServer): readonly DeclaredHost[] {
  if (programs[server.program].family === "electrs")
    return [{host: "127.0.0.1", tcpPort: server.tcp ?? 50001}];
  if (server.declares !== true) return [];
  return server.names.map((host) => ({host, tcpPort: server.tcp, sslPort: server.ssl}));
}

/** A random few of the network's ElectrumX and Fulcrum servers, the asked one always among them. */
export function drawPeers(
  own: PlannedServer,
  plan: readonly PlannedOperator[],
  seed: string,
): readonly Peer[] {
  const {family} = programs[own.program];
  if (family !== "electrumx" && family !== "fulcrum") return [];
  const random = createRandom(seed);
  const peers = plan
    .flatMap(({servers}) => servers)
    .filter(
      (server) =>
        server.declares === true && server.behaviour !== "other-chain" && server.names[0] !== own.names[0],
    )
    .map((server) => ({server, order: random()}))
    .toSorted((a, b) => a.order - b.order)
    .slice(0, MOST_PEERS - own.names.length)
    .flatMap(({server}) => listPeers(server, plan).slice(0, 1));
  return [...(own.declares === true ? listPeers(own, plan) : []), ...peers];
}

function listPeers(server: PlannedServer, plan: readonly PlannedOperator[]): readonly Peer[] {
  const {protocolMax} = programs[server.program];
  return server.names.map((host) => ({
    host,
    address: addressOf(server, plan),
    protocolMax,
    tcpPort: server.tcp,
    sslPort: server.ssl,
  }));
}
