import {DuckDBInstance} from "@duckdb/node-api";
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {readArchived} from "../../src/data/readArchived.js";
import {readMeasured} from "../../src/data/weights.js";
import {type Home, home} from "../../src/report/home.js";
import {writeSampleArchive} from "../site/sampleArchive.js";

/**
 * The numbers of the home page's sentences, once more from the Parquet files alone by another engine, in SQL that follows
 * the method page: which round speaks for a run, who is set aside, what is compared, what a cluster is.
 */
const VIEWS = `
  -- The newest run; a snapshot lies in a folder named after its moment.
  create view newest as select max(regexp_extract(file, 'run=([0-9TZ]+)', 1)) as run
    from glob('{archive}/vantage=*/date=*/run=*/endpoints.parquet');
  create view endpoints as select * from read_parquet('{archive}/vantage=*/date=*/run=*/endpoints.parquet', hive_partitioning = true)
    where run = (select run from newest);
  create view reads as select * from read_parquet('{archive}/vantage=*/date=*/run=*/reads.parquet', hive_partitioning = true)
    where run = (select run from newest);
  create view histograms as select * from read_parquet('{archive}/vantage=*/date=*/run=*/histograms.parquet', hive_partitioning = true)
    where run = (select run from newest);
  create view tips as select * from read_parquet('{archive}/vantage=*/date=*/run=*/tips.parquet', hive_partitioning = true)
    where run = (select run from newest);
  -- Among rounds on the clock the one that most servers answered, of several the first.
  create view round as select sweep from reads where trigger = 'round' and outcome = 'answered'
    group by sweep order by count(distinct endpoint) desc, sweep limit 1;
  -- Not compared: another chain, a newest block more than six away from the lower median, an empty histogram.
  create view heights as select endpoint, max(height) as height from tips group by endpoint;
  create view typical as select quantile_disc(height, 0.5) as height from heights
    where endpoint in (select endpoint from endpoints where outcome = 'answered');
  create view compared as select r.endpoint, r.histogram
    from reads r join endpoints e using (endpoint) left join heights h using (endpoint)
    where r.sweep = (select sweep from round) and r.outcome = 'answered' and r.bins > 0
      and coalesce(e.genesis_hash, '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f')
        = '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f'
      and (h.height is null or abs(h.height - (select height from typical)) <= 6);
  -- Jensen-Shannon divergence of shares of vbytes by label, in bits: half of each side's distance from the middle.
  create table shares as select histogram, label, sum(vsize) / sum(sum(vsize)) over (partition by histogram) as share
    from histograms where histogram in (select histogram from compared) and vsize > 0 group by histogram, label;
  create table sides as select a.histogram as a, b.histogram as b,
      sum(x.share * log2(2 * x.share / (x.share + coalesce(y.share, 0)))) as bits
    from (select distinct histogram from compared) a join (select distinct histogram from compared) b on a.histogram <> b.histogram
      join shares x on x.histogram = a.histogram
      left join shares y on y.histogram = b.histogram and y.label = x.label
    group by all;
  create table pairs as select p.endpoint as a, q.endpoint as b, p.histogram = q.histogram as identical,
      case when p.histogram = q.histogram then 0 else (s.bits + t.bits) / 2 end as jsd
    from compared p join compared q on p.endpoint < q.endpoint
      left join sides s on s.a = p.histogram and s.b = q.histogram
      left join sides t on t.a = q.histogram and t.b = p.histogram;
  -- The first study's rule: linked at half a bit or less, directly or through others.
  create table links as select a, b from pairs where jsd <= 0.5 union select b, a from pairs where jsd <= 0.5;
  create table clusters as
    with recursive reach(a, b) as (select endpoint, endpoint from compared union select r.a, l.b from reach r join links l on l.a = r.b)
    select cluster, count(*) as size from (select a, min(b) as cluster from reach group by a) group by cluster having count(*) > 1;
`;

const folder = mkdtempSync(join(tmpdir(), "kinship-home-"));
// A folder of the reader's own can be named, to hold a real archive against the same SQL.
const archive = process.env["KINSHIP_CHECKED_ARCHIVE"] ?? join(folder, "archive");
let page: Home;
let ask: (sql: string) => Promise<number[]>;

beforeAll(async () => {
  if (!existsSync(archive)) await writeSampleArchive(archive);
  page = home(await readArchived(archive), readMeasured());
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(VIEWS.replaceAll("{archive}", archive.replaceAll("'", "''")));
  ask = async (sql) => (await connection.runAndReadAll(sql)).getRows().flat().map(Number);
}, 60_000);
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** The sentence that links to a page, and its numbers. */
function said(href: string, word: string): {text: string; numbers: Readonly<Record<string, number>>} {
  const sentence = page.sentences.find((each) => each.href === href && each.text.includes(word));
  expect(sentence, `a sentence on ${word}`).toBeDefined();
  return sentence ?? {text: "", numbers: {}};
}

describe("the home page’s sentences, recomputed by DuckDB from the Parquet files", () => {
  it("are at most five, each with a link", () => {
    expect(page.sentences.length).toBeLessThanOrEqual(5);
    expect(page.sentences.every(({href, evidence}) => href !== "" && evidence !== "")).toBe(true);
  });

  it("agree on who was asked and who answered", async () => {
    const [asked = -1] = await ask("select count(*) from endpoints");
    const [answered = -1] = await ask("select count(*) from endpoints where outcome = 'answered'");
    const {text, numbers} = said("coverage", "answered");
    expect(numbers).toEqual({asked, answered});
    expect(text).toContain(`${answered} of ${asked} endpoints`);
  });

  it("agree on pairs compared, identical, and printed as 0.000", async () => {
    const [pairs = -1] = await ask("select count(*) from pairs");
    const [identical = -1] = await ask("select count(*) from pairs where identical");
    const [zero = -1] = await ask("select count(*) from pairs where jsd < 0.0005");
    const {text, numbers} = said("matrix", "0.000");
    expect(pairs).toBeGreaterThan(100);
    expect(identical).toBeGreaterThan(0);
    expect(zero).toBeGreaterThan(identical);
    expect(numbers).toMatchObject({pairs, identical, zero});
    expect(text).toContain(`Of ${pairs.toLocaleString("en-US")} pairs of servers, ${zero} print as 0.000`);
  });

  it("agree on the number and sizes of clusters", async () => {
    const sizes = await ask("select size from clusters order by size desc");
    const {text, numbers} = said("clusters", "largest");
    expect(sizes.length).toBeGreaterThan(1);
    expect(numbers).toMatchObject({clusters: sizes.length, largest: sizes[0]});
    expect(page.clusters.filter(({servers}) => servers > 1).map(({servers}) => servers)).toEqual(sizes);
    expect(text).toContain(`of ${sizes.length} clusters`);
    expect(text).toContain(`${sizes[0]} servers`);
  });
});
