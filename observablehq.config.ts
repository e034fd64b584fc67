import {readFileSync} from "node:fs";
import {join} from "node:path";
import {seedNpmCache} from "./src/data/npmCache.js";
import {reportFolder} from "./src/data/siteReport.js";

seedNpmCache("src");

const {homepage} = JSON.parse(readFileSync("package.json", "utf8")) as {homepage: string};
/** All servers that have a page, by id. */
const servers = new Map(
  (
    JSON.parse(readFileSync(join(await reportFolder(), "servers.json"), "utf8")) as {
      id: string;
      endpoint: string;
    }[]
  ).map(({id, endpoint}) => [id, endpoint]),
);

const title = "electrum-kinship";
const description =
  "Which public Bitcoin Electrum servers share a node, and how sure can one be? A reproducible study.";

/** Text that stands in an attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

export default {
  root: "src",
  output: process.env["KINSHIP_OUTPUT"] ?? "dist",
  title,
  style: "style.css",
  globalStylesheets: [], // no font from elsewhere
  search: true,
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
  head: ({title: page, data}: {title?: string | null; data?: {description?: string}}) =>
    [
      `<link rel="icon" href="data:,">`,
      `<meta name="description" content="${escaped(data?.description ?? description)}">`,
      `<meta property="og:type" content="website">`,
      `<meta property="og:site_name" content="${title}">`,
      `<meta property="og:title" content="${escaped(page ?? title)}">`,
      `<meta property="og:description" content="${escaped(data?.description ?? description)}">`,
    ].join("\n"),
  footer: `<a href="${homepage}">Code, data and how to reproduce this</a>. Code under the MIT licence.`,
};
