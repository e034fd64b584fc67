import type {NodeOptions} from "./node.js";
import type {ProgramName} from "./program.js";

/** What stands at an endpoint. All but `answers` are there because real lists are full of them. */
export type Behaviour =
  /** converses like its program */
  | "answers"
  /** takes the connection and says nothing */
  | "silent"
  /** refuses the connection */
  | "refuses"
  /** closes the connection after its first answer */
  | "drops"
  /** converses, but follows another chain */
  | "other-chain";

/** One server process: the machine that it runs on, its names and ports, what its operator set. */
export interface PlannedServer {
  readonly names: readonly string[];
  /** second and third octet of its loopback address, which play the network that it is in */
  readonly network: readonly [number, number];
  readonly tcp?: number;
  readonly ssl?: number;
  readonly program: ProgramName;
  readonly node: string;
  readonly behaviour?: Behaviour;
  readonly banner?: string;
  readonly donationAddress?: string;
  /** whether `server.features` names its hosts; otherwise an empty list, or the bind address of romanz/electrs */
  readonly declares?: boolean;
  /** own: self-signed; public: by a certificate authority */
  readonly certificate?: "own" | "public";
}

export interface PlannedOperator {
  readonly operator: string;
  readonly servers: readonly PlannedServer[];
}

/** Hours, in the ms in which the simulation counts. */
const HOUR = 3_600_000;

type PlannedNode = Omit<NodeOptions, "seed">;

/** The relay policies that divide real nodes: Bitcoin Core lowered its minimum from 1 to 0.1 sat/vB in 29.1. */
const tenth = {policy: "tenth", relayMinimum: 100} as const;
const one = {policy: "one", relayMinimum: 1000, estimateGrid: 1000} as const;

/**
 * The nodes of the default network. Most are long-running and well connected, because that pair is the hard
 * case; some have a history: a slow and young one, restarts with and without the saved mempool, a filter.
 */
export const plannedNodes: readonly PlannedNode[] = [
  {id: "alder", ...tenth, missShare: 0.0001},
  {id: "birch", ...tenth, estimateGrid: 1000, agent: "/Satoshi:30.0.0/"},
  {id: "cedar", ...tenth, meanDelayMs: 4_000, missShare: 0.001, sinceMs: -9 * HOUR},
  {
    id: "elm",
    ...tenth,
    restarts: [{downMs: -2 * HOUR, upMs: -2 * HOUR + 360_000, keptMempool: true}],
  },
  {id: "fir", ...one, agent: "/Satoshi:28.1.0/"},
  {
    id: "hazel",
    ...one,
    agent: "/Satoshi:29.0.0/",
    restarts: [{downMs: -5 * HOUR, upMs: -5 * HOUR + 900_000, keptMempool: false}],
  },
  {id: "juniper", ...one, agent: "/Satoshi:29.0.0/"},
  {id: "larch", ...tenth, meanDelayMs: 1_000, missShare: 0.0001},
  {id: "maple", ...tenth, missShare: 0.003},
  {id: "oak", ...tenth, meanDelayMs: 1_500},
  {id: "pine", ...tenth, missShare: 0.002},
  {id: "rowan", ...tenth, meanDelayMs: 1_500, estimateGrid: 1000, agent: "/Satoshi:29.1.0/"},
  {
    id: "spruce",
    ...one,
    policy: "filtering",
    refuses: ["token"],
    agent: "/Satoshi:27.1.0/Knots:20240801/",
    estimateMode: "conservative",
  },
  {id: "willow", ...tenth, meanDelayMs: 1_100, missShare: 0.0002},
  {id: "yew", ...tenth},
];

/** The node on the other chain, with a market of its own. */
export const plannedOtherNode: PlannedNode = {id: "reed", policy: "test-network", relayMinimum: 1000};

/**
 * Who runs what. All names are invented and lie under a top-level domain that is reserved for examples.
 * `quarry` is a fleet in disguise: six servers of four programs on one node, with nothing else in common.
 */
export const plannedOperators: readonly PlannedOperator[] = [
  // Independent Fulcrums on nodes that relay from 0.1 sat/vB.
  {
    operator: "lanternfish",
    servers: [
      {
        program: "fulcrum-2.1.1",
        node: "alder",
        names: ["electrum.lanternfish.example"],
        network: [18, 40],
        tcp: 50001,
        ssl: 50002,
        declares: true,
        certificate: "public",
      },
    ],
  },
  {
    operator: "mossgate",
    servers: [
      {
        program: "fulcrum-1.11.1",
        node: "birch",
        names: ["btc.mossgate.example"],
        network: [46, 101],
        tcp: 50001,
        ssl: 50002,
        declares: true,
        certificate: "own",
        banner: "mossgate hobby server. Be kind.\n",
      },
      {
        program: "electrs-0.10.8",
        node: "birch",
        names: ["electrs.mossgate.example"],
        network: [46, 101],
        tcp: 50011,
      },
    ],
  },
  {
    operator: "tidewheel",
    servers: [
      {
        program: "fulcrum-2.0",
        node: "cedar",
        names: ["fulcrum.tidewheel.example", "wheel.dyn-host.example"],
        network: [83, 12],
        tcp: 51001,
        ssl: 51002,
        declares: true,
        certificate: "own",
      },
    ],
  },
  {
    operator: "oxbow",
    servers: [
      {
        program: "fulcrum-2.1.0",
        node: "elm",
        names: ["e.oxbow-node.example"],
        network: [95, 217],
        tcp: 50001,
        ssl: 50002,
        donationAddress: "bc1qoxbow0000000000000000000000000example",
        certificate: "public",
      },
      {
        program: "fulcrum-2.1.1",
        node: "elm",
        names: ["e2.oxbow-node.example"],
        network: [95, 218],
        tcp: 50001,
        donationAddress: "bc1qoxbow0000000000000000000000000example",
      },
    ],
  },
  // Independent Fulcrums on nodes that relay from 1 sat/vB.
  {
    operator: "saltmarsh",
    servers: [
      {
        program: "fulcrum-2.1.0",
        node: "fir",
        names: ["electrum.saltmarsh.example"],
        network: [34, 88],
        tcp: 50001,
        ssl: 50002,
        declares: true,
        certificate: "public",
      },
    ],
  },
  {
    operator: "copperkettle",
    servers: [
      {
        program: "fulcrum-2.0",
        node: "hazel",
        names: ["kettle.familynet.example"],
        network: [87, 63],
        tcp: 60001,
        ssl: 60002,
        declares: true,
        certificate: "own",
      },
      {
        program: "fulcrum-1.12.0",
        node: "hazel",
        names: ["spare.kettle.familynet.example"],
        network: [87, 63],
        ssl: 60012,
        certificate: "own",
      },
    ],
  },
  {
    operator: "greyheron",
    servers: [
      {
        program: "fulcrum-1.11.1",
        node: "juniper",
        names: ["node.greyheron.example"],
        network: [168, 119],
        tcp: 57001,
        ssl: 57002,
        banner: "Grey Heron. Best effort, no promises.",
        certificate: "public",
      },
      {
        program: "electrumx-1.15.0",
        node: "juniper",
        names: ["old.greyheron.example"],
        network: [168, 119],
        ssl: 50002,
        declares: true,
        certificate: "public",
      },
    ],
  },
  // A block explorer's service under four names, and explorers that have nothing to do with it, of other builds.
  {
    operator: "wayfinder",
    servers: [
      {
        program: "esplora-f64",
        node: "larch",
        names: [
          "wayfinder-explorer.example",
          "electrum.wayfinder-explorer.example",
          "blocks.wayfinder.example",
          "e.wayfinder.example",
        ],
        network: [23, 155],
        ssl: 700,
        certificate: "public",
      },
    ],
  },
  {
    operator: "pebblecreek",
    servers: [
      {
        program: "esplora-f32",
        node: "maple",
        names: ["btc.pebblecreek.example"],
        network: [198, 51],
        tcp: 50001,
        ssl: 50002,
        certificate: "public",
      },
    ],
  },
  {
    operator: "ninebark",
    servers: [
      {
        program: "mempool-electrs-3.2.0",
        node: "oak",
        names: ["mempool.ninebark.example"],
        network: [51, 158],
        tcp: 50001,
        ssl: 50002,
        certificate: "public",
      },
    ],
  },
  // Independent ElectrumX.
  {
    operator: "quillfeather",
    servers: [
      {
        program: "electrumx-1.20.0",
        node: "pine",
        names: ["electrumx.quillfeather.example"],
        network: [142, 93],
        tcp: 50001,
        ssl: 50002,
        declares: true,
        certificate: "own",
      },
    ],
  },
  {
    operator: "stonewren",
    servers: [
      {
        program: "electrumx-1.18.0",
        node: "rowan",
        names: ["ex.stonewren.example"],
        network: [5, 9],
        tcp: 50001,
        ssl: 50002,
        declares: true,
        banner: "stonewren: $DAEMON_SUBVERSION behind ElectrumX",
        certificate: "public",
      },
    ],
  },
  {
    operator: "foxglove",
    servers: [
      {
        program: "electrumx-1.16.0",
        node: "spruce",
        names: ["foxglove-btc.example"],
        network: [209, 126],
        tcp: 50001,
        ssl: 50002,
        declares: true,
        donationAddress: "bc1qfoxglove00000000000000000000000example",
        certificate: "own",
      },
    ],
  },
  // Independent romanz/electrs.
  {
    operator: "plumtree",
    servers: [
      {
        program: "electrs-0.11.1",
        node: "yew",
        names: ["electrum.plumtree.example"],
        network: [78, 46],
        tcp: 50001,
        ssl: 50002,
        certificate: "public",
      },
    ],
  },
  // The fleet.
  {
    operator: "quarry",
    servers: [
      {
        program: "fulcrum-2.1.0",
        node: "willow",
        names: ["electrum.brightpond.example"],
        network: [13, 48],
        ssl: 50002,
        declares: true,
        banner: "Welcome to Bright Pond!",
        certificate: "public",
      },
      {
        program: "fulcrum-1.12.0",
        node: "willow",
        names: ["lucky-satoshi.example"],
        network: [139, 59],
        tcp: 50001,
        donationAddress: "bc1qlucky00000000000000000000000000example",
      },
      {
        program: "electrumx-1.20.0",
        node: "willow",
        names: ["ex1.harborlight.example"],
        network: [172, 104],
        ssl: 50012,
        declares: true,
        certificate: "own",
      },
      {
        program: "electrumx-1.19.0",
        node: "willow",
        names: ["node7.vps-garden.example"],
        network: [64, 227],
        ssl: 60002,
        banner: "node7",
        certificate: "own",
      },
      {
        program: "electrs-0.10.8",
        node: "willow",
        names: ["home.kestrelnet.example"],
        network: [91, 134],
        tcp: 50001,
      },
      {
        program: "esplora-f64",
        node: "willow",
        names: ["api.coldspring-wallet.example"],
        network: [35, 201],
        ssl: 443,
        certificate: "public",
      },
    ],
  },
  // What else lists contain.
  {
    operator: "driftwood",
    servers: [
      {
        program: "fulcrum-1.11.1",
        node: "birch",
        names: ["electrum.driftwood.example"],
        network: [188, 40],
        tcp: 50001,
        ssl: 50002,
        behaviour: "silent",
        certificate: "own",
      },
    ],
  },
  {
    operator: "emberleaf",
    servers: [
      {
        program: "electrumx-1.18.0",
        node: "rowan",
        names: ["emberleaf.example"],
        network: [62, 171],
        tcp: 50001,
        ssl: 50002,
        behaviour: "refuses",
        certificate: "own",
      },
    ],
  },
  {
    operator: "thistledown",
    servers: [
      {
        program: "fulcrum-2.0",
        node: "hazel",
        names: ["btc.thistledown.example"],
        network: [217, 160],
        ssl: 50002,
        behaviour: "drops",
        certificate: "own",
      },
    ],
  },
  {
    operator: "reedbank",
    servers: [
      {
        program: "fulcrum-2.1.0",
        node: "reed",
        names: ["testing.reedbank.example"],
        network: [116, 202],
        tcp: 50001,
        behaviour: "other-chain",
        declares: true,
      },
    ],
  },
];
