import type {ListedServer} from "../report/serverList.js";
import {dayText} from "./dayText.js";
import {element} from "./element.js";
import {endpointName} from "./endpointName.js";
import {levelTag, levelNames} from "./levelScale.js";
import {siteAddress} from "./siteAddress.js";

/** A column of the table of servers. */
export interface ServerColumn {
  /** in the page's address */
  readonly key: string;
  readonly heading: string;
  readonly kind?: "numeric" | "name" | "short" | "program";
  content(server: ListedServer): Node | string;
  /** by which the table is sorted; null: last */
  order(server: ListedServer): string | number | null;
  /** the first click puts the largest on top */
  readonly largestFirst?: boolean;
}

const columns: readonly ServerColumn[] = [
  {
    key: "server",
    heading: "Server",
    kind: "name",
    content: ({id, endpoint}) => element("a", {href: siteAddress(`servers/${id}`)}, endpointName(endpoint)),
    order: ({endpoint}) => endpoint,
  },
  {
    key: "program",
    heading: "Says it runs",
    kind: "program",
    content: ({program, version}) => element("bdi", {}, program === null ? "–" : `${program} ${version}`),
    order: ({program, version}) => (program === null ? null : `${program.toLowerCase()} ${version}`),
  },
  {
    key: "relay",
    heading: "Relay minimum, sat/vB",
    kind: "numeric",
    content: ({relayMinimum}) => (relayMinimum === null ? "–" : String(relayMinimum)),
    order: ({relayMinimum}) => relayMinimum,
  },
  {
    key: "network",
    heading: "Network",
    kind: "short",
    content: ({network}) => network,
    order: ({network}) => (network === "not known" ? null : network),
  },
  {
    key: "cluster",
    heading: "Cluster",
    kind: "short",
    content: ({cluster}) => cluster ?? "–",
    order: ({cluster}) => (cluster === null ? null : Number(cluster.slice(1))),
  },
  {
    key: "level",
    heading: "Strongest level",
    kind: "short",
    content: levels,
    order: ({level}) => (level === null ? null : levelNames.indexOf(level)),
  },
  {
    key: "answered",
    heading: "Answered",
    kind: "numeric",
    content: ({asked, answered}) =>
      asked === 0
        ? "not tried"
        : element("span", {title: `${answered} of ${asked} runs`}, share(answered, asked)),
    order: ({asked, answered}) => (asked === 0 ? null : answered / asked),
    largestFirst: true,
  },
  {
    key: "first",
    heading: "First seen",
    kind: "short",
    content: ({firstAnswered}) => dayText(firstAnswered),
    order: ({firstAnswered}) => firstAnswered,
  },
  {
    key: "last",
    heading: "Last seen",
    kind: "short",
    content: ({lastAnswered}) => dayText(lastAnswered),
    order: ({lastAnswered}) => lastAnswered,
    largestFirst: true,
  },
];

/** The columns in their order. */
export const serverColumns = columns;

/** The ties with their counts; without any, the level that says most. */
function levels({level, ties}: ListedServer): Node | string {
  if (level === null) return "–";
  const counted = levelNames.filter((each) => (ties[each] ?? 0) > 0);
  return element(
    "span",
    {class: "chips"},
    ...(counted.length > 0 ? counted.map((each) => levelTag(each, ties[each])) : [levelTag(level)]),
  );
}

/** 100% only of all, 0% only of none. */
function share(part: number, all: number): string {
  if (part === 0 || part === all) return part === 0 ? "0%" : "100%";
  return `${Math.min(99.9, Math.max(0.1, (100 * part) / all)).toFixed(1)}%`;
}
