import type {EndpointRow} from "../observation/schema.js";
import {couldHaveWritten} from "./histogramMarks.js";
import {knownPrograms, type KnownProgram, type ProgramBand} from "./knownProgram.js";
import type {ProgramEvidence, Server} from "./window.js";

const evidence = new WeakMap<Server, Map<number, ProgramEvidence>>();

/** Judges one run by itself, so that an upgrade inside the window spoils nothing. */
export function programIn(server: Server, run: number): ProgramEvidence {
  const kept = server.kept?.programIn(run);
  if (kept) return kept;
  let runs = evidence.get(server);
  if (!runs) evidence.set(server, (runs = new Map()));
  const known = runs.get(run);
  if (known) return known;
  const rows = server.rows.filter((one) => one.run === run).map(({row}) => row);
  const allowed = rows.map((row) => reportedBy(row.server_version));
  const reported = knownPrograms.filter((program) => allowed.every((list) => list.includes(program)));
  const readings = server.readings.filter((one) => one.run === run);
  const written = knownPrograms.filter(
    (program) => rows.every((row) => marksAllow(row, program)) && couldHaveWritten(program, readings),
  );
  const judged = weigh(reported, written);
  runs.set(run, judged);
  return judged;
}

/** Puts together what a server said it is and what its answers allow. */
export function weigh(reported: readonly KnownProgram[], written: readonly KnownProgram[]): ProgramEvidence {
  const both = reported.filter((program) => written.includes(program));
  return {
    reported,
    written,
    band: settle(both),
    disagree: both.length === 0 && reported.length > 0 && reported.length < knownPrograms.length,
  };
}

/** The program of a server in its newest run. */
export function newestProgram(server: Server): ProgramBand {
  return programIn(server, server.rows.at(-1)?.run ?? 0).band;
}

/** The program that a server says it is, if it says the same in all runs; self-reported. */
export function reportedProgram(server: Server): ProgramBand {
  return over(server, ({reported}) => single(reported));
}

/** The program that wrote the server's answers, by the bytes alone, if they show one and the same in all runs. */
export function writtenProgram(server: Server): ProgramBand {
  return over(server, ({written}) => single(written));
}

/** Whether in some run the bytes contradict what the server says it is. */
export function programDisagrees(server: Server): boolean {
  return runsOf(server).some((run) => programIn(server, run).disagree);
}

function over(server: Server, judge: (evidence: ProgramEvidence) => ProgramBand): ProgramBand {
  const judged = new Set(runsOf(server).map((run) => judge(programIn(server, run))));
  const [only = "unknown"] = judged;
  return judged.size === 1 ? only : "unknown";
}

const runs = new WeakMap<Server, readonly number[]>();

function runsOf(server: Server): readonly number[] {
  const known = runs.get(server);
  if (known) return known;
  const found = [...new Set([...server.rows, ...server.readings].map(({run}) => run))];
  runs.set(server, found);
  return found;
}

/** 1.16 and 1.17 cut alike and differ in their first bin only, which few bins do not show: then the wider tail is assumed. */
function settle(programs: readonly KnownProgram[]): ProgramBand {
  return programs.join() === "electrumx-1.16,electrumx-1.17" ? "electrumx-1.16" : single(programs);
}

function single(programs: readonly KnownProgram[]): ProgramBand {
  const [only = "unknown"] = programs;
  return programs.length === 1 ? only : "unknown";
}

/** Longest text that is looked at; genuine ones have under 30 characters. */
const MAX_TEXT = 100;

/**
 * What a `server.version` allows. Names and releases as the programs print them: `Fulcrum 2.1.0`, `ElectrumX 1.19.0`,
 * `electrs/0.10.8`, `electrs-esplora 0.4.1` (a number never raised since 2018), `mempool-electrs 3.2.0`.
 */
function reportedBy(serverVersion: string | null): readonly KnownProgram[] {
  const [, name = "", major = "", minor = "0", patch = "0"] =
    /^([A-Za-z-]{1,30})[ /]v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?/.exec(
      (serverVersion ?? "").slice(0, MAX_TEXT),
    ) ?? [];
  const release = (Number(major) * 10_000 + Number(minor)) * 10_000 + Number(patch);
  const from = (a: number, b: number, c: number) => release >= (a * 10_000 + b) * 10_000 + c;
  switch (name.toLowerCase()) {
    case "fulcrum":
      return from(1, 9, 8) ? ["fulcrum"] : [];
    case "electrumx":
      if (from(1, 20, 0)) return ["electrumx-1.20"];
      if (from(1, 17, 0)) return ["electrumx-1.17"];
      // Commits after the tag 1.16.0 call themselves so and have the histogram of 1.17.
      return from(1, 16, 0) ? ["electrumx-1.16", "electrumx-1.17"] : ["electrumx-1.15"];
    case "electrs":
      return from(0, 9, 1) ? ["electrs"] : [];
    case "electrs-esplora":
      return ["esplora-f32", "esplora-f64"];
    case "mempool-electrs":
      return ["esplora-f32"];
    case "electrumpersonalserver":
    case "bwt":
    case "floresta":
    case "obelisk":
      return [];
    default:
      return knownPrograms;
  }
}

/** Blanks before the last brace beyond which only ElectrumX 1.18 and later is left: it fills answers to about 1,024 bytes. */
const PADDED = 100;

/** Marks of the bytes besides the histogram: line end, order of members, padding, how a small number is printed. */
function marksAllow(row: EndpointRow, program: KnownProgram): boolean {
  const electrumx = program.startsWith("electrumx");
  const rust = program === "electrs" || program.startsWith("esplora");
  const {line_end: lineEnd, key_order: order, padding, relay_fee_text: fee} = row;
  if (lineEnd === "crlf" && program !== "fulcrum") return false;
  if (lineEnd === "lf" && program === "fulcrum") return false;
  if (order === "jsonrpc,result,id" && !electrumx) return false;
  if (order === "id,jsonrpc,result" && electrumx) return false;
  if ((padding ?? 0) > PADDED && program !== "electrumx-1.17" && program !== "electrumx-1.20") return false;
  // Python and printf write an exponent of two digits, Rust one of one digit or none.
  if (fee !== null && /e-\d\d$/.test(fee) && rust) return false;
  return !(fee !== null && /e-\d$/.test(fee) && program === "fulcrum");
}
