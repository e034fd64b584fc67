import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {readOptOuts} from "../../src/data/optOuts.js";
import {readArchived} from "../../src/data/readArchived.js";
import type {Archived} from "../../src/report/archived.js";
import {serverFiles, type ServerFacts} from "../../src/report/serverFacts.js";
import {serverId} from "../../src/report/serverIds.js";
import {serverList} from "../../src/report/serverList.js";
import {LONGEST_ENDPOINT, writeSampleArchive} from "../site/sampleArchive.js";

const folder = mkdtempSync(join(tmpdir(), "kinship-servers-"));
let archived: Archived;
let facts: ReadonlyMap<string, ServerFacts>;

beforeAll(async () => {
  await writeSampleArchive(folder);
  archived = await readArchived(folder);
  const statement = {
    host: "silent.invalid",
    date: "2026-03-02",
    text: "Down for good.",
    link: "https://example.org",
  };
  facts = new Map(
    serverFiles(archived, {
      statements: new Map([["silent.invalid", [statement]]]),
      optOuts: readOptOuts("silent.invalid # please\n203.0.113.0/24"),
      homepage: "https://example.org/p",
    }),
  );
}, 60_000);
afterAll(() => rmSync(folder, {recursive: true}));

const of = (endpoint: string): ServerFacts => {
  const found = facts.get(serverId(endpoint));
  if (!found) throw new Error(`expected ${endpoint}`);
  return found;
};

describe("the files of servers", () => {
  it("are one for each line of the table, by its id", () => {
    const list = serverList(archived);
    expect(list.map(({id}) => id)).toEqual([...facts.keys()]);
    expect(list.length).toBe(52); // 48 of four programs, and hostile, longest, empty, silent
    for (const {id, endpoint} of list) expect(facts.get(id)?.endpoint).toBe(endpoint);
  });

  it("say first where an operator asked not to be observed, by host or by network, with what stays", () => {
    const listed = [...facts.values()].filter(({optedOut}) => optedOut.length > 0);
    expect(listed.map(({endpoint}) => endpoint).toSorted()).toEqual([
      "hostile.invalid:50001/tcp", // was reached at 203.0.113.9
      "silent.invalid:50002/ssl",
    ]);
    expect(of("silent.invalid:50002/ssl").optedOut.slice(0, 2)).toEqual([
      "Its operator asked not to be observed. No run connects to it any more; each notes that wish and nothing else.",
      "It was first on a list of this study on 2026-03-01, and it never answered.",
    ]);
    expect(of("hostile.invalid:50001/tcp").optedOut[1]).toBe(
      "It was first seen on 2026-03-01 and last on 2026-03-01.",
    );
  });

  it("say of a silent server where it ended, and its operator's words", () => {
    const {summary, attendance, answer, neighbours, log, statements, said} = of("silent.invalid:50002/ssl");
    expect(summary).toHaveLength(1);
    expect(summary[0]).toContain(
      "has answered in none of the 2 runs that asked it since 2026-03-01 (it ended at connect",
    );
    expect(attendance).toMatchObject({asked: 2, answered: 0, firstAnswered: null});
    expect([answer, neighbours, said]).toEqual([null, [], []]);
    expect(log.map(({outcome, stage, reason}) => [outcome, stage, reason])).toEqual([
      ["failed", "connect", "timeout"],
      ["failed", "connect", "timeout"],
    ]);
    expect(statements).toMatchObject([{text: "Down for good."}]);
    expect(of("empty.invalid:50001/tcp").statements).toEqual([]);
  });

  it("name cluster and neighbours of one that answered, its own other port first", () => {
    const {summary, places, neighbours, answer, levels} = of(
      "server-with-a-long-name-8.electrum.invalid:50001/tcp",
    );
    expect(places[0]?.name).toMatch(/^C\d+$/);
    expect(summary.join(" ")).toContain(`it has been in cluster ${places[0]?.name}`);
    expect(neighbours[0]).toMatchObject({
      endpoint: "server-with-a-long-name-8.electrum.invalid:50002/ssl",
      level: "declared",
    });
    expect(Object.values(levels).reduce((sum, each) => sum + each, 0)).toBe(
      archived.window.servers.length - 1,
    );
    expect(answer?.program).toBe("fulcrum");
    expect(answer?.cuts?.limits.length).toBe(answer?.bins.length);
  });

  it("spell out what a server hides in its texts, and leave markup as the text that it is", () => {
    const {said, shown} = of("hostile.invalid:50001/tcp");
    const text = [...said, ...shown].map((one) => one.text).join("\n");
    expect(text).toContain(
      `<script>document.title="owned"</script>\\u{202e} detrever \\u{202c}\\u{200b}\\u{200b}zero\nsecond line`,
    );
    expect(text).toContain("<svg/onload=");
    expect(text).not.toMatch(/[\u200b\u202a-\u202e\u2066-\u2069]/);
    expect(said.find(({name}) => name === "Banner")?.text.length).toBeLessThan(1100);
  });

  it("have an id without dot or slash for the longest name that can be", () => {
    expect(of(LONGEST_ENDPOINT).id).toMatch(/^[\w~-]{1,120}$/);
  });

  it("are nothing of nothing", () => {
    const empty = {...archived, runs: [], clusterNames: [], histories: [], newest: undefined};
    expect([...serverFiles(empty, {statements: new Map(), optOuts: () => false, homepage: ""})]).toEqual([]);
    expect(serverList({...empty})).toEqual([]);
  });
});

describe("the table of servers", () => {
  it("tells program, relay minimum, cluster, strongest level and attendance", () => {
    const list = new Map(serverList(archived).map((one) => [one.endpoint, one]));
    expect(list.get("server-with-a-long-name-8.electrum.invalid:50002/ssl")).toMatchObject({
      host: "server-with-a-long-name-8.electrum.invalid",
      port: 50002,
      transport: "ssl",
      program: "Fulcrum",
      version: "2.1.1",
      relayMinimum: 0.1,
      level: "declared",
      ties: {declared: 1},
      asked: 2,
      answered: 2,
      answersNow: true,
    });
    expect(list.get("silent.invalid:50002/ssl")).toMatchObject({
      program: null,
      cluster: null,
      level: null,
      ties: {},
      answersNow: false,
    });
    expect(list.get("hostile.invalid:50001/tcp")).toMatchObject({
      addresses: ["203.0.113.66"],
      network: "IPv4",
    });
  });
});
