import {readFileSync} from "node:fs";
import {join} from "node:path";
import {seedNpmCache} from "./src/data/npmCache.js";
import {readProject} from "./src/data/siteFacts.js";
import type {ListedServer} from "./src/report/serverList.js";
import {reportFolder} from "./src/data/siteReport.js";
import {pageAddress} from "./src/report/publicAddress.js";

seedNpmCache("src");

const {homepage, address} = readProject();
const report = await reportFolder();
/** All servers that have a page, by id. */
const servers = new Map(
  (JSON.parse(readFileSync(join(report, "servers.json"), "utf8")) as ListedServer[]).map((server) => [
    server.id,
    server,
  ]),
);

const title = "electrum-kinship";
const description =
  "Which public Bitcoin Electrum servers share a node, and how sure can one be? A reproducible study.";

/** Text that stands in an attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Of a server's page: the paragraph at its top. */
function serverDescription(path: string | undefined): string | undefined {
  const id = path?.startsWith("/servers/") ? path.slice("/servers/".length) : "";
  if (!servers.has(id)) return undefined;
  const facts = JSON.parse(readFileSync(join(report, "servers", `${id}.json`), "utf8")) as {
    summary: readonly string[];
  };
  return facts.summary.join(" ");
}

/**
 * Puts the name of the server into the heading of its page, before Framework takes the page's title from it. As text:
 * the renderer and the title escape it.
 */
function serverNames(md: MarkdownIt): MarkdownIt {
  md.core.ruler.push("server-name", ({tokens, env}) => {
    const server = servers.get(env.params?.["server"] ?? "");
    const heading = tokens.findIndex(({type, tag}) => type === "heading_open" && tag === "h1");
    const [name] = tokens[heading + 1]?.children ?? [];
    if (server && name?.type === "text") name.content = server.endpoint;
  });
  return md;
}

/** As much of markdown-it as is needed here; it comes with Framework. */
interface MarkdownIt {
  readonly core: {
    readonly ruler: {push(name: string, rule: (state: MarkdownState) => void): void};
  };
}

interface MarkdownState {
  readonly env: {readonly params?: Readonly<Record<string, string>>};
  readonly tokens: readonly {
    readonly type: string;
    readonly tag: string;
    readonly children: {readonly type: string; content: string}[] | null;
  }[];
}

export default {
  root: "src",
  output: process.env["KINSHIP_OUTPUT"] ?? "dist",
  title,
  style: "style.css",
  globalStylesheets: [], // no font from elsewhere
  search: {
    *index() {
      for (const {id, endpoint, program, version, addresses} of servers.values())
        yield {
          path: `/servers/${id}`,
          title: endpoint,
          text: `${program ?? ""} ${version}`,
          keywords: [...endpoint.split(/[.:/]/), ...addresses].join(" "),
        };
    },
  },
  markdownIt: serverNames,
  pages: [
    {
      name: "The network",
      pages: [
        {name: "Every pair", path: "/matrix"},
        {name: "Clusters through time", path: "/clusters"},
        {name: "Signals", path: "/signals"},
        {name: "Servers", path: "/servers/"},
        {name: "Compare two servers", path: "/compare"},
        {name: "Coverage", path: "/coverage"},
      ],
    },
    {
      name: "How to read it",
      pages: [
        {name: "Programs", path: "/programs"},
        {name: "Validation", path: "/validation"},
        {name: "The original five clusters", path: "/original"},
      ],
    },
    {
      name: "About",
      pages: [
        {name: "Method and limits", path: "/method"},
        {name: "Ethics", path: "/ethics"},
        {name: "Data", path: "/data/"},
      ],
    },
  ],
  dynamicPaths: [...servers.keys()].map((id) => `/servers/${id}`),
  head: ({title: page, data, path}: {title?: string | null; data?: {description?: string}; path: string}) => {
    const about = escaped(serverDescription(path) ?? data?.description ?? description);
    return [
      `<link rel="canonical" href="${escaped(pageAddress(address, `${path.slice(1)}.html`))}">`,
      `<link rel="alternate" type="application/atom+xml" title="${title}" href="${escaped(address)}feed.xml">`,
      `<link rel="icon" href="data:,">`,
      `<meta name="description" content="${about}">`,
      `<meta property="og:type" content="website">`,
      `<meta property="og:site_name" content="${title}">`,
      `<meta property="og:title" content="${escaped(page ?? title)}">`,
      `<meta property="og:description" content="${about}">`,
    ].join("\n");
  },
  footer: `<a href="${homepage}">Code, data and how to reproduce this</a>. Code under the MIT licence.`,
};
