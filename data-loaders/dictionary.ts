/** `npm run dictionary`: writes the data dictionary of README.md anew from the schema. */
import {readFileSync, writeFileSync} from "node:fs";
import {dictionaryMarkdown} from "../src/observation/dictionary.js";

const readme = new URL("../README.md", import.meta.url);
const between = /(<!-- dictionary: .*? -->\n)[^]*(<!-- end of dictionary -->)/;

const text = readFileSync(readme, "utf8");
writeFileSync(
  readme,
  text.replace(between, (_, begin: string, end: string) => `${begin}\n${dictionaryMarkdown()}\n${end}`),
);
