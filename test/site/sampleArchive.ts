import {mkdirSync, readFileSync} from "node:fs";
import {writeSnapshot} from "../../data-loaders/archive.js";
import {createRandom} from "../../src/statistics/random.js";
import {type Bins, sampleSnapshot, type SampleServer} from "../report/sampleSnapshot.js";

/** What a hostile server might call itself; it must come out as text. */
export const HOSTILE_PROGRAM = `<img/src=x/onerror=document.title="owned"> 1.0`;

/** Markup, a script's address, an override of direction and zero-width text, wherever a server may write what it likes. */
export const HOSTILE_ROW = {
  address: "203.0.113.66",
  protocol: `1.6"><script>document.title="owned"</script>`,
  banner: `<script>document.title="owned"</script>\u202e detrever \u202c\u200b\u200bzero\nsecond line ${"wide".repeat(1000)}`,
  donation_address: `javascript:document.title="owned"//\u202e`,
  cert_subject: `CN=<svg/onload=document.title="owned">\nO=\u2067isolated`,
  cert_names: `<b>bold</b>.invalid`,
  cert_key_sha256: "ab".repeat(32),
  tls_version: "<i>TLS</i>",
  declared_hosts: `"><img/src=x/onerror=document.title="owned">`,
} as const;

/** The longest host that can be: 253 characters. */
export const LONGEST_ENDPOINT = `${`${"long-name-".repeat(6)}abc.`.repeat(3)}${"end-".repeat(12)}of-it.invalid:50002/ssl`;

const kinds = [
  {program: "Fulcrum 2.1.1", implementation: "fulcrum-2.1.1"},
  {program: "electrs/0.11.1", implementation: "electrs-0.11.1"},
  {program: "ElectrumX 1.20.0", implementation: "electrumx-1.20.0"},
  {program: "electrs-esplora 0.4.1", implementation: "blockstream-electrs-2021"},
] as const;

/** Writes an archive of two simulated runs of three rounds: 48 servers of four programs, some alike, some silent. */
export async function writeSampleArchive(folder: string): Promise<void> {
  mkdirSync(folder, {recursive: true});
  for (const startedAt of ["2026-03-01T08:00:00Z", "2026-03-01T12:00:00Z"]) {
    const servers = [
      ...Array.from({length: 48}, (_, i) => server(i, startedAt)),
      {
        endpoint: "hostile.invalid:50001/tcp",
        program: HOSTILE_PROGRAM,
        answer: histogram("view_a", "fulcrum-2.1.1"),
        row: HOSTILE_ROW,
      },
      {endpoint: LONGEST_ENDPOINT, answer: histogram("view_b_other_node", "fulcrum-2.1.1"), relayFee: 100},
      {endpoint: "empty.invalid:50001/tcp", program: "Floresta 0.8", answer: []},
      {endpoint: "silent.invalid:50002/ssl", answer: null},
    ];
    const snapshot = sampleSnapshot(servers, {startedAt, network: "lab", sweeps: 3});
    await writeSnapshot(folder, snapshot.path, snapshot.manifest, snapshot.tables);
  }
}

/** Servers of every kind in turn; every fourth pair is one service on two ports, with one answer. */
function server(i: number, run: string): SampleServer {
  const {program, implementation} = kinds[Math.floor(i / 2) % kinds.length] ?? kinds[0];
  const twins = Math.floor(i / 2) % 4 === 0;
  const bins = histogram(i % 3 === 0 ? "view_c_min1" : "view_a", implementation);
  const answer = [0, 1, 2].map((sweep) => {
    const random = createRandom(`${run}/${sweep}/${twins ? Math.floor(i / 2) : `${i} alone`}`);
    const common = twins ? histogram("view_a", implementation) : bins;
    return common.map(([label, vsize]) => [label, Math.round(vsize * (1 + random() / 100))] as const);
  });
  const host = `server-with-a-long-name-${Math.floor(i / 2)}.electrum.invalid`;
  return {
    endpoint: i % 2 === 0 ? `${host}:50001/tcp` : `${host}:50002/ssl`,
    program,
    answer,
    relayFee: i % 3 ? 100 : 1000,
  };
}

function histogram(mempool: string, implementation: string): Bins {
  const path = new URL(`../fixtures/vectors/expected/${mempool}.json`, import.meta.url);
  const {histograms} = JSON.parse(readFileSync(path, "utf8")) as {histograms: Record<string, Bins>};
  return histograms[implementation] ?? [];
}
