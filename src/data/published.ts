import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {PublishedFiles} from "../report/publishedList.js";

/** The committed files about the first study's endpoints. Loaders run in the project's root. */
export function readPublished(): PublishedFiles {
  return {
    endpoints: readText("endpoints.csv"),
    sources: readText("sources.json"),
    aliases: readText("aliases.json"),
  };
}

function readText(file: string): string {
  return readFileSync(join("src", "data", "published", file), "utf8");
}
