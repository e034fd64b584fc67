import type {Calibration, Condition} from "../calibration/calibration.js";
import type {Performance} from "../calibration/performance.js";
import {dataTable} from "./dataTable.js";

/** The runs that the tables show: a day, and four days. */
const SHOWN = [6, 24] as const;

const whole = (value: number): string => value.toLocaleString("en-US");
const share = (part: number, all: number): string =>
  all === 0 ? "–" : `${((100 * part) / all).toFixed(1)}%`;
const decimals = (value: number | null, digits = 3): string => (value === null ? "–" : value.toFixed(digits));
const percent = (value: number): string => `${(100 * value).toLocaleString("en-US")}%`;

/** Errors of the whole, after more and more runs: what must be 0. */
export function errorTable({all}: Calibration): HTMLElement {
  return dataTable("Mistakes on held-out networks of 60 endpoints, all conditions together", all, [
    {heading: "Runs of four rounds", text: ({runs}) => whole(runs), kind: "numeric"},
    {heading: "Pairs of different nodes", text: ({differentNodes}) => whole(differentNodes), kind: "numeric"},
    {heading: "of them supported, wrongly", text: ({supported}) => whole(supported.wrong), kind: "numeric"},
    {
      heading: "candidate or supported, wrongly",
      text: ({candidate}) => whole(candidate.wrong),
      kind: "numeric",
    },
    {heading: "Pairs of one node", text: ({oneNode}) => whole(oneNode), kind: "numeric"},
    {heading: "ruled out, wrongly", text: ({falseExclusions}) => whole(falseExclusions), kind: "numeric"},
    {
      heading: "Networks with more nodes proven than there are",
      text: ({nodes}) => whole(nodes.aboveTruth),
      kind: "numeric",
    },
  ]);
}

/** Of this study's own targets, the two that are not met everywhere: what was asked and what was reached, after four days. */
export function targetSentence({conditions}: Calibration): string {
  const judged = conditions
    .filter(({endpoints}) => endpoints === 60)
    .flatMap((condition) =>
      condition.performance
        .filter(({runs}) => runs === Math.max(...SHOWN))
        .map((performance) => ({condition, performance})),
    );
  if (judged.length === 0) return "Nothing was measured.";
  const total = (rows: typeof judged, of: (one: Performance) => number) =>
    rows.reduce((sum, {performance}) => sum + of(performance), 0);
  const shares = [...new Set(judged.map(({condition}) => condition.missShare))].toSorted((a, b) => a - b);
  const wrong = shares.map((missShare) => {
    const rows = judged.filter(({condition}) => condition.missShare === missShare);
    const [called, pairs] = [
      total(rows, ({supported}) => supported.wrong),
      total(rows, ({differentNodes}) => differentNodes),
    ];
    return {called, text: `${whole(called)} of ${whole(pairs)} where nodes miss ${percent(missShare)}`};
  });
  const most = Math.max(...shares);
  const target = judged.filter(
    ({condition: {regime, missShare}}) => regime === "moderate" && missShare === most,
  );
  const [found, networks] = [total(target, ({fleet}) => fleet.found), total(target, (one) => one.networks)];
  return (
    `Asked was that no pair of two nodes in 10,000 be called supported after ${Math.max(...SHOWN)} runs, whatever nodes miss: ` +
    `${wrong.map(({text}) => text).join(", ")} were, so it is ${wrong.every(({called}) => called === 0) ? "met" : "missed"}. ` +
    `And that a fleet be found in a moderate market where nodes miss ${percent(most)}: it is in ${whole(found)} of ${whole(networks)} networks.`
  );
}

/** The power table: how different must nodes be for this study to see a shared one? */
export function powerTable({conditions}: Calibration): HTMLElement {
  return dataTable("What is seen, by kind of network", shownRows(conditions), [
    ...conditionColumns,
    {heading: "Runs", text: ({performance}) => whole(performance.runs), kind: "numeric"},
    {
      heading: "Different nodes ruled out, one program",
      text: ({performance}) => relationShare(performance, 0),
      kind: "numeric",
    },
    {
      heading: "two programs",
      text: ({performance}) => relationShare(performance, 1),
      kind: "numeric",
    },
    {
      heading: "One node, candidate or better",
      text: ({performance: {candidate, oneNode}}) => share(candidate.right, oneNode),
      kind: "numeric",
    },
    {
      heading: "supported",
      text: ({performance: {supported, oneNode}}) => share(supported.right, oneNode),
      kind: "numeric",
    },
    {
      heading: "Fleet of six, supported of 15 pairs",
      text: ({performance: {fleet, networks}}) => (fleet.supported / networks).toFixed(1),
      kind: "numeric",
    },
    {
      heading: "Nodes proven of nodes",
      text: ({performance: {nodes}}) => `${whole(nodes.atLeast)} of ${whole(nodes.truth)}`,
      kind: "numeric",
    },
    {
      heading: "False pairs supported",
      text: ({performance: {supported}}) => whole(supported.wrong),
      kind: "numeric",
    },
  ]);
}

/** From how many runs on a fleet in disguise is found, where nodes differ most. */
export function fleetTable({conditions, fleetFound}: Calibration): HTMLElement {
  const rows = conditions
    .filter(({missShare}) => missShare === Math.max(...conditions.map((one) => one.missShare)))
    .flatMap((condition) => condition.performance.map((performance) => ({condition, performance})))
    .filter(({performance: {runs}}) => runs >= Math.min(...SHOWN));
  const first = rows[0]?.performance;
  const pairs = first ? first.fleet.pairs / first.networks : 0;
  return dataTable(
    `Six servers of four programs on one node: found is ${fleetFound.candidate} of ${whole(pairs)} pairs candidate or better, and ${fleetFound.supported} supported`,
    rows,
    [
      ...conditionColumns,
      {heading: "Runs", text: ({performance}) => whole(performance.runs), kind: "numeric"},
      {heading: "Networks", text: ({performance: {networks}}) => whole(networks), kind: "numeric"},
      {heading: "Fleet found in", text: ({performance: {fleet}}) => whole(fleet.found), kind: "numeric"},
      {
        heading: "Pairs candidate or better",
        text: ({performance: {fleet}}) => `${whole(fleet.candidate)} of ${whole(fleet.pairs)}`,
        kind: "numeric",
      },
      {
        heading: "supported",
        text: ({performance: {fleet}}) => whole(fleet.supported),
        kind: "numeric",
      },
    ],
  );
}

interface ConditionRow {
  readonly condition: Condition;
  readonly performance: Performance;
}

const conditionColumns = [
  {heading: "Market", text: ({condition}: ConditionRow) => condition.regime},
  {
    heading: "Missed by each node",
    text: ({condition}: ConditionRow) => percent(condition.missShare),
    kind: "numeric" as const,
  },
  {heading: "Histories", text: ({condition}: ConditionRow) => condition.histories},
  {
    heading: "Endpoints",
    text: ({condition}: ConditionRow) => whole(condition.endpoints),
    kind: "numeric" as const,
  },
];

/** The runs that the tables show, and the most of those that were watched longer. */
function shownRows(conditions: Calibration["conditions"]): readonly ConditionRow[] {
  return conditions.flatMap((condition) =>
    condition.performance
      .filter(({runs}) => SHOWN.some((shown) => shown === runs) || runs > Math.max(...SHOWN))
      .map((performance) => ({condition, performance})),
  );
}

function relationShare({relations}: Performance, position: number): string {
  const relation = relations[position];
  return relation ? share(relation.excluded, relation.differentNodes) : "–";
}

/** How well everything together tells pairs apart, beside the best signal alone: all conditions, after more and more runs. */
export function discriminationTable({all}: Calibration): HTMLElement {
  const rows = all.flatMap((performance) =>
    performance.relations.map((relation) => ({runs: performance.runs, ...relation})),
  );
  return dataTable("Area under the ROC curve: pairs of one node against pairs of two, all conditions", rows, [
    {heading: "Runs", text: ({runs}) => whole(runs), kind: "numeric"},
    {heading: "Pairs of", text: ({relation}) => relation, kind: "short"},
    {heading: "One node", text: ({oneNode}) => whole(oneNode), kind: "numeric"},
    {heading: "Two", text: ({differentNodes}) => whole(differentNodes), kind: "numeric"},
    {heading: "All together", text: ({auc}) => decimals(auc), kind: "numeric"},
    {
      heading: "Best alone",
      text: ({bestOverAll}) => decimals(bestOverAll?.auc ?? null),
      kind: "numeric",
    },
    {heading: "which is", text: ({bestOverAll}) => bestOverAll?.signal ?? "–", kind: "short"},
    {heading: "Ahead by", text: ({ahead}) => aheadText(ahead), kind: "numeric"},
    {
      heading: "Best alone where it can weigh",
      text: ({best}) => decimals(best?.auc ?? null),
      kind: "numeric",
    },
    {heading: "that is", text: ({best}) => best?.signal ?? "–", kind: "short"},
  ]);
}

type Ahead = Performance["relations"][number]["ahead"];

/** A difference of two areas with its standard error. */
export function aheadText(ahead: Ahead): string {
  if (ahead === null) return "–";
  const size = Math.abs(ahead.difference).toFixed(3);
  const sign = Number(size) === 0 ? "" : ahead.difference < 0 ? "−" : "+";
  return `${sign}${size} ± ${ahead.error.toFixed(3)}`;
}

/** Standard errors that a difference must have to be more than chance: some 95% of chance differences are smaller. */
const TELLING_ERRORS = 2;

/** In how many comparisons all together is ahead of the best signal alone, in words: every kind of network, relation and number of runs. */
export function aheadSentence({conditions}: Calibration): string {
  const all = conditions.flatMap(({performance}) =>
    performance.flatMap(({runs, relations}) =>
      relations.flatMap(({ahead}) => (ahead === null ? [] : [{runs, ...ahead}])),
    ),
  );
  if (all.length === 0) return "Nothing could be compared.";
  const behind = all.filter(({difference, error}) => difference < -TELLING_ERRORS * error);
  const after = [...new Set(behind.map(({runs}) => runs))].toSorted((a, b) => a - b).map(whole);
  return (
    `Of ${whole(all.length)} such comparisons (every kind of network, one program or two, and every number of runs), all together is ahead by more than ` +
    `${TELLING_ERRORS} standard errors in ${whole(all.filter(({difference, error}) => difference > TELLING_ERRORS * error).length)}, and behind by more than that in ${whole(behind.length)}` +
    `${after.length === 0 ? "" : ` (after ${after.join(", ")} ${after.join() === "1" ? "run" : "runs"})`}; in the rest neither can be told from the other.`
  );
}

/** The same by kind of network. */
export function discriminationByCondition({conditions}: Calibration): HTMLElement {
  const auc = (performance: Performance, position: number) =>
    decimals(performance.relations[position]?.auc ?? null);
  const best = (performance: Performance, position: number) =>
    decimals(performance.relations[position]?.bestOverAll?.auc ?? null);
  const ahead = (performance: Performance, position: number) =>
    aheadText(performance.relations[position]?.ahead ?? null);
  return dataTable("Area under the ROC curve, by kind of network", shownRows(conditions), [
    ...conditionColumns,
    {heading: "Runs", text: ({performance}) => whole(performance.runs), kind: "numeric"},
    {heading: "One program: all", text: ({performance}) => auc(performance, 0), kind: "numeric"},
    {heading: "best alone", text: ({performance}) => best(performance, 0), kind: "numeric"},
    {heading: "ahead by", text: ({performance}) => ahead(performance, 0), kind: "numeric"},
    {heading: "Two programs: all", text: ({performance}) => auc(performance, 1), kind: "numeric"},
    {heading: "best alone", text: ({performance}) => best(performance, 1), kind: "numeric"},
    {heading: "ahead by", text: ({performance}) => ahead(performance, 1), kind: "numeric"},
  ]);
}

/** What the first study would have said of the same pairs, from their newest run, beside what this one says. */
export function firstStudyTable({conditions}: Calibration): HTMLElement {
  const rows = conditions.flatMap((condition) => {
    const performance = condition.performance.findLast(({runs}) => runs <= Math.max(...SHOWN));
    return performance ? [{condition, performance}] : [];
  });
  const said = (of: "zero" | "linked", side: "right" | "wrong", {firstStudy}: Performance) =>
    share(firstStudy[of][side], firstStudy.compared[side]);
  return dataTable("The first study’s rule and this one, on the same simulated networks", rows, [
    ...conditionColumns,
    {
      heading: "Prints as 0.000: of pairs of one node",
      text: ({performance}) => said("zero", "right", performance),
      kind: "numeric",
    },
    {heading: "of two nodes", text: ({performance}) => said("zero", "wrong", performance), kind: "numeric"},
    {
      heading: "In one cluster: of one node",
      text: ({performance}) => said("linked", "right", performance),
      kind: "numeric",
    },
    {heading: "of two nodes", text: ({performance}) => said("linked", "wrong", performance), kind: "numeric"},
    {
      heading: "Candidate or supported here: of one node",
      text: ({performance: {candidate, oneNode}}) => share(candidate.right, oneNode),
      kind: "numeric",
    },
    {
      heading: "of two nodes",
      text: ({performance: {candidate, differentNodes}}) => share(candidate.wrong, differentNodes),
      kind: "numeric",
    },
    {
      heading: "Two nodes, ruled out here",
      text: ({performance: {relations}}) =>
        share(
          relations.reduce((sum, {excluded}) => sum + excluded, 0),
          relations.reduce((sum, {differentNodes}) => sum + differentNodes, 0),
        ),
      kind: "numeric",
    },
  ]);
}

/** In words, over all networks of the usual size at the last number of runs. */
export function firstStudySentence({all}: Calibration): string {
  const last = all.at(-1);
  if (!last) return "Nothing was measured.";
  const {compared, zero, linked} = last.firstStudy;
  const strangers = whole(compared.wrong);
  return (
    `Of ${strangers} pairs of two nodes, ${share(linked.wrong, compared.wrong)} lie in one cluster of the first study’s rule and ` +
    `${share(zero.wrong, compared.wrong)} print as 0.000; of ${whole(compared.right)} pairs of one node, ` +
    `${share(linked.right, compared.right)} and ${share(zero.right, compared.right)}. ` +
    `So of the pairs that it puts into one cluster, ${share(linked.right, linked.right + linked.wrong)} share a node; ` +
    `of the ${whole(last.candidate.right + last.candidate.wrong)} called candidate or supported here after ${whole(last.runs)} runs, ${share(last.candidate.right, last.candidate.right + last.candidate.wrong)}.`
  );
}

/** Each signal alone, over the pairs that it can weigh. */
export function signalTable({signals}: Calibration): HTMLElement {
  return dataTable("Signals one by one, after 24 runs", signals, [
    {heading: "Signal", text: ({signal}) => signal},
    {heading: "Pairs of", text: ({relation}) => relation},
    {heading: "One node", text: ({oneNode}) => whole(oneNode), kind: "numeric"},
    {heading: "Two", text: ({differentNodes}) => whole(differentNodes), kind: "numeric"},
    {heading: "Area under ROC", text: ({auc}) => decimals(auc), kind: "numeric"},
    {heading: "Cost of its bits", text: ({cost}) => decimals(cost), kind: "numeric"},
  ]);
}

/** Stated bits against those that came true. */
export function reliabilityRows({reliability}: Calibration): HTMLElement {
  const rows = reliability.rows.filter(({holding, failing}) => holding + failing > 0);
  return dataTable("Bits stated, and bits that came true, after 24 runs", rows, [
    {
      heading: "Bits",
      text: ({from, to}) =>
        from === null ? `below ${to}` : to === null ? `${from} and more` : `${from} to ${to}`,
    },
    {heading: "Pairs of one node", text: ({holding}) => whole(holding), kind: "numeric"},
    {heading: "Pairs of two", text: ({failing}) => whole(failing), kind: "numeric"},
    {heading: "Stated, mean", text: ({stated}) => decimals(stated, 1), kind: "numeric"},
    {heading: "Came true", text: ({observed}) => decimals(observed, 1), kind: "numeric"},
  ]);
}

/** After how long it is counted how many strangers reach how many bits. */
export function reachedSentence({reached: [first]}: Calibration): string {
  if (!first) return "No strangers were counted.";
  return (
    `They are counted after ${whole(first.runs)} runs, ${whole(first.days)} whole days or more from the first to the last. ` +
    "In less time strangers come nearer to each other, by chance and in crowds. So an archive that is shorter than that " +
    "takes for a p-value what it cannot exceed, two to the power of minus the bits."
  );
}

/** What p-values are made of: how many strangers reach how many bits. */
export function reachedTable({reached}: Calibration): HTMLElement {
  const rows = reached.flatMap(({group, rows: own}) =>
    own.map((row) => ({...row, signals: group === null ? "all together" : `group “${group}”`})),
  );
  return dataTable("Simulated pairs of two nodes that reach so many bits", rows, [
    {heading: "Signals", text: ({signals}) => signals},
    {heading: "Bits", text: ({bits}) => whole(bits), kind: "numeric"},
    {heading: "Pairs that reach them", text: ({strangers}) => whole(strangers), kind: "numeric"},
    {heading: "of", text: ({of}) => whole(of), kind: "numeric"},
    {heading: "p-value", text: ({p}) => p.toPrecision(2), kind: "numeric"},
  ]);
}
