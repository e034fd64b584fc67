/**
 * `npm run observe`: asks a list of servers once, in rounds, and adds what they answered to an archive.
 * The snapshot's path is the only line on stdout.
 */
import {join} from "node:path";
import {helpText, type Parsed, parseCommandLine, runProgram, UsageError} from "./commandLine.js";
import {parseProxy} from "./electrum/proxy.js";
import type {Lab} from "./lab/lab.js";
import {
  defaultManner,
  LAB_TIMEOUT_S,
  NOBODY_ANSWERED,
  observeNetwork,
  outcomeText,
  plannedText,
} from "./observeNetwork.js";
import {clientName} from "./project.js";
import {rosterFile} from "./roster.js";
import {type Gathered, gatherRoster, sourceNames} from "./roster/gather.js";
import {checkVantage, openArchive} from "./takeSnapshot.js";

const options = {
  network: {
    type: "choice",
    choices: ["mainnet", "lab"],
    default: "mainnet",
    help: "what is observed: the public network, or a simulated one that is served on loopback for this run",
  },
  sources: {
    type: "text",
    placeholder: "NAMES",
    default: null,
    help: `lists to ask from, fetched now, with the committed copy where that fails: ${sourceNames.join(",")} or some of them (default: the committed copies of all, nothing fetched)`,
  },
  endpoints: {
    type: "text",
    placeholder: "FILE",
    default: null,
    help: "ask these instead of the lists: host:port/tcp or host:port/ssl, one a line, # begins a comment",
  },
  archive: {
    type: "text",
    placeholder: "DIR",
    default: null,
    help: "where the snapshot goes (default src/data/snapshots; src/data/lab for the lab; src/data/local with --allow-local)",
  },
  vantage: {
    type: "text",
    placeholder: "NAME",
    default: "local",
    help: "name of the place that observes: lower-case letters, digits and hyphens",
  },
  rounds: {
    type: "number",
    placeholder: "N",
    default: defaultManner.rounds,
    from: 1,
    to: 1000,
    help: "how often each server is asked",
  },
  interval: {
    type: "number",
    placeholder: "SECONDS",
    default: defaultManner.interval,
    from: 0,
    to: 3600,
    whole: false,
    help: "from the start of one round to the start of the next",
  },
  listen: {
    type: "number",
    placeholder: "SECONDS",
    default: defaultManner.listen,
    from: 0,
    to: 86_400,
    whole: false,
    help: "how long to go on listening for new blocks after the last round",
  },
  timeout: {
    type: "number",
    placeholder: "SECONDS",
    default: defaultManner.timeout,
    from: 0.1,
    to: 300,
    whole: false,
    help: "for connecting with handshake, and again for all questions of a round",
  },
  concurrency: {
    type: "number",
    placeholder: "N",
    default: defaultManner.concurrency,
    from: 1,
    to: 1000,
    help: "connections that are being opened at one time",
  },
  jitter: {
    type: "number",
    placeholder: "SECONDS",
    default: defaultManner.jitter,
    from: 0,
    to: 60,
    whole: false,
    help: "longest pause before a connection is opened, so that not all are opened at one moment; the lab has none",
  },
  proxy: {
    type: "text",
    placeholder: "URL",
    default: null,
    help: "SOCKS5 proxy for .onion hosts, such as socks5h://127.0.0.1:9050; other hosts are reached directly",
  },
  discover: {type: "flag", help: "also ask servers that the listed ones name as their peers"},
  "max-endpoints": {
    type: "number",
    placeholder: "N",
    default: 400,
    from: 1,
    to: 5000,
    help: "how many endpoints --discover may bring the list to",
  },
  "allow-local": {
    type: "flag",
    help: "connect to private and loopback addresses too: for tests and for servers of one's own",
  },
  "no-origins": {
    type: "flag",
    help: "do not ask DNS (Team Cymru's zones) which autonomous system announces an address",
  },
  "dry-run": {type: "flag", help: "print the endpoints that would be asked, connect to none, write nothing"},
  help: {type: "flag", help: "this text"},
} as const;

const purpose =
  "Asks Electrum servers for their fee histograms in near-simultaneous rounds, with fee estimates, relay minimum, " +
  "newest block, banner, peers and features, over one connection each, and adds a snapshot to the archive. " +
  "No address or transaction is ever asked about. " +
  "Exit codes: 0 a snapshot was written; 2 wrong use; 3 no server answered (a snapshot was written and says so).";

type Values = Parsed<typeof options>["values"];

async function main(args: readonly string[]): Promise<number> {
  const {values, given} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run observe -- [options]", purpose, options));
    return 0;
  }
  checkVantage(values.vantage);
  const proxy = values.proxy === null ? null : parseProxy(values.proxy);
  if (proxy && "error" in proxy) throw new UsageError(`--proxy: ${proxy.error}`);
  const sources = readSources(values);
  const listed = values.endpoints === null ? null : rosterFile(values.endpoints);
  if (values["dry-run"]) {
    process.stdout.write(
      plannedText(
        listed ??
          (values.network === "lab"
            ? (await newLab()).candidates
            : (await gather(sources, false)).candidates),
      ),
    );
    process.stderr.write(`dry run: these would be asked, as ${clientName()}\n`);
    return 0;
  }
  const archive = values.archive ?? defaultArchive(values);
  await openArchive(archive, values.network);

  // The lab is served by this process unless its endpoints are given: then another one (npm run lab) serves it.
  const lab = values.network === "lab" && !listed ? await newLab() : null;
  try {
    await lab?.listen();
    const candidates = listed ?? lab?.candidates;
    const gathered = candidates
      ? {candidates, provenance: {}}
      : await gather(sources, values.sources !== null);
    for (const [name, line] of Object.entries(gathered.provenance)) process.stderr.write(`${name} ${line}\n`);
    const taken = await observeNetwork(
      values.network,
      gathered.candidates,
      {archive, vantage: values.vantage},
      {
        rounds: values.rounds,
        interval: values.interval,
        listen: values.listen,
        timeout: lab && !given.has("timeout") ? LAB_TIMEOUT_S : values.timeout,
        concurrency: values.concurrency,
        proxy,
        discoverUpTo: values.discover ? values["max-endpoints"] : null,
        allowLocal: values["allow-local"],
        origins: !values["no-origins"],
        jitter: values.jitter,
      },
      lab,
      gathered.provenance,
    );
    process.stdout.write(`${taken.path}\n`);
    process.stderr.write(outcomeText(taken));
    return taken.manifest.counts.answered === 0 ? NOBODY_ANSWERED : 0;
  } finally {
    await lab?.close();
  }
}

/** The lists that the user names, or all. @throws {UsageError} */
function readSources({sources, endpoints, network}: Values): readonly string[] {
  if (sources === null) return sourceNames;
  if (endpoints !== null || network === "lab")
    throw new UsageError(`--sources: expected neither --endpoints nor --network lab beside it`);
  const names = sources.split(",");
  const unknown = names.find((name) => !sourceNames.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `--sources: expected some of ${sourceNames.join(",")}, got ${JSON.stringify(unknown)}`,
    );
  return names;
}

/** @throws {UsageError} if the lists name nobody: none could be fetched, and none has a copy */
async function gather(sources: readonly string[], fetchNow: boolean): Promise<Gathered> {
  const gathered = await gatherRoster(sources, {fetchNow, now: () => Date.now(), userAgent: clientName()});
  if (gathered.candidates.length === 0)
    throw new UsageError(
      `--sources: expected servers, got none; ${Object.values(gathered.provenance).join("; ")}`,
    );
  return gathered;
}

async function newLab(): Promise<Lab> {
  const {createLab} = await import("./lab/lab.js"); // the simulation is loaded by those who use it
  return createLab({seed: 1, startMs: Date.now(), hours: 1});
}

function defaultArchive(values: Values): string {
  if (values.network === "lab") return join("src", "data", "lab");
  // Servers of one's own are no observation of the public network.
  return join("src", "data", values["allow-local"] ? "local" : "snapshots");
}

await runProgram(main);
