/** `npm run lab`: serves the simulated network for other tools, in real time, on the ports that its endpoints name. */
import {writeFileSync} from "node:fs";
import {setTimeout as delay} from "node:timers/promises";
import {formatEndpoint} from "../src/observation/endpoint.js";
import {realClock} from "./clock.js";
import {helpText, parseCommandLine, runProgram, UsageError} from "./commandLine.js";
import {createLab, type Lab} from "./lab/lab.js";

const options = {
  seed: {
    type: "number",
    placeholder: "N",
    default: 1,
    from: 0,
    to: 2 ** 32 - 1,
    help: "of the network",
  },
  seconds: {
    type: "number",
    placeholder: "N",
    default: 3600,
    from: 1,
    to: 86_400,
    help: "how long it is served; Ctrl-C ends it sooner",
  },
  endpoints: {
    type: "text",
    placeholder: "FILE",
    default: null,
    help: "write the endpoints to this file, by address, as npm run observe -- --endpoints reads them",
  },
  truth: {
    type: "text",
    placeholder: "FILE",
    default: null,
    help: "write to this file which endpoints really share a node, a process, an operator",
  },
  help: {type: "flag", help: "this text"},
} as const;

const purpose =
  "Serves a simulated Electrum network with known truth on loopback addresses, over TCP and TLS, in real time. " +
  "Prints one line when all of it listens. Each simulated machine has an address of its own in 127.0.0.0/8.";

async function main(args: readonly string[]): Promise<number> {
  const {values} = parseCommandLine(options, args);
  if (values.help) {
    process.stdout.write(helpText("npm run lab -- [options]", purpose, options));
    return 0;
  }
  const startMs = Date.now();
  const lab = await createLab({
    seed: values.seed,
    startMs,
    hours: values.seconds / 3_600 + 1,
    clock: realClock,
  });
  try {
    await lab.listen("own");
  } catch (error) {
    const {code, address, port} = error as NodeJS.ErrnoException & {address?: string; port?: number};
    await lab.close();
    process.stderr.write(`lab: expected ${address}:${port} to be free, got ${code}: does another lab run?\n`);
    return 1;
  }
  if (values.endpoints !== null) write("--endpoints", values.endpoints, endpointList(lab));
  if (values.truth !== null)
    write("--truth", values.truth, `${JSON.stringify(addressTruth(lab), null, 1)}\n`);
  process.stdout.write(
    `lab ${values.seed} is listening: ${lab.candidates.length} endpoints for ${values.seconds} s\n`,
  );
  await serve(lab, Date.now() + values.seconds * 1_000);
  await lab.close();
  return 0;
}

/** Announces blocks at their time, until the end or until the process is asked to stop. */
async function serve(lab: Lab, endMs: number): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  for (let last = Date.now(); last < endMs && !stop.signal.aborted;) {
    await delay(ANNOUNCING_STEP_MS, undefined, {signal: stop.signal}).catch(() => undefined); // aborted: stop
    const now = Date.now();
    for (const event of lab.eventsBetween(last, now)) event.run();
    last = now;
  }
}

/** Milliseconds between looks at what is to be announced: finer than any server's polling. */
const ANNOUNCING_STEP_MS = 50;

/** An endpoint by its address: other tools cannot resolve the lab's invented names. */
function byAddress(lab: Lab, i: number): string {
  const candidate = lab.candidates[i];
  if (!candidate) throw new RangeError(`byAddress: expected an endpoint's number, got ${i}`);
  return formatEndpoint({...candidate.endpoint, host: lab.dial(candidate.endpoint).address});
}

function endpointList(lab: Lab): string {
  const lines = new Map(lab.candidates.map(({endpoint}, i) => [byAddress(lab, i), `# ${endpoint.host}`]));
  return `# lab ${lab.seed}: simulated servers on loopback\n${[...lines].map((line) => `${line.join(" ")}\n`).join("")}`;
}

/** The truth with each endpoint's spelling by address beside its name. */
function addressTruth(lab: Lab): unknown {
  return lab.truth.map((truth, i) => ({...truth, name: truth.endpoint, endpoint: byAddress(lab, i)}));
}

function write(option: string, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${option}: expected a file that can be written, got ${path}`, {cause: error});
  }
}

await runProgram(main);
