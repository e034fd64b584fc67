import {readFileSync} from "node:fs";
import {seedNpmCache} from "./src/data/npmCache.js";

seedNpmCache("src");

const {homepage} = JSON.parse(readFileSync("package.json", "utf8")) as {homepage: string};
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
    {name: "Clusters through time", path: "/clusters"},
    {name: "The original five clusters", path: "/original"},
    {name: "Validation", path: "/validation"},
    {name: "Method and limits", path: "/method"},
  ],
  dynamicPaths: [
    "/data/study.json",
    "/data/nodes.json",
    "/data/history.json",
    "/data/original.json",
    "/data/constants.json",
    "/data/summary.txt",
  ],
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
